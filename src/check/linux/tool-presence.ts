import type { MachineFacts } from '../../machine/facts.ts';

const words = (text: string | null | undefined): readonly string[] => (text ?? '').split(/\s+/);

/** Whether a command is on the machine; undefined: nobody looked for it. */
export function presence(facts: MachineFacts, tool: string): boolean | undefined {
  if (words(facts['tools.present']).includes(tool)) return true;
  return words(facts['tools.absent']).includes(tool) ? false : undefined;
}
