import type { MachineFacts } from '../../machine/facts.ts';

/** Asked for a dozen tools on each of many machines, hence without cutting the words apart. */
const holds = (words: string | null | undefined, word: string): boolean => ` ${words ?? ''} `.includes(` ${word} `);

/** Whether a command is on the machine; undefined: nobody looked for it. */
export function presence(facts: MachineFacts, tool: string): boolean | undefined {
  if (holds(facts['tools.present'], tool)) return true;
  return holds(facts['tools.absent'], tool) ? false : undefined;
}
