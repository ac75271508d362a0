import type { MachineFacts } from '../../machine/facts.ts';
import { hasVersionPrefix } from '../../version.ts';

/** Version of the command, as far as the command is there: undefined not observed, null absent or not running. */
export function versionOf(facts: MachineFacts, command: 'python' | 'python2'): string | null | undefined {
  return facts[`${command}.path`] === null ? null : facts[`${command}.version`];
}

/** 2.6 or 2.7: what the agent's scripts are written for. */
export const isPython2 = (version: string | null | undefined): boolean =>
  typeof version === 'string' && (hasVersionPrefix(version, '2.6') || hasVersionPrefix(version, '2.7'));
