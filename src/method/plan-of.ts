import type { Action, Plan } from './action.ts';

/** Actions and what to say about them -> a plan; `nothing` is what to say where there are none. */
export function planOf(actions: readonly Action[], notes: readonly string[], nothing: string): Plan {
  const [first, ...rest] = actions;
  if (first === undefined) return { state: 'unchanged', actions: [], note: [nothing, ...notes].join('; ') };
  return { state: 'changes', actions: [first, ...rest], note: notes.join('; ') };
}
