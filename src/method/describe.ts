import type { Action } from './action.ts';

/** One line for people: `+ put extension OmsAgentForLinux 1.13 (workspace 1111...)`. */
export function describeAction(_action: Action): string {
  throw new Error('to be written');
}
