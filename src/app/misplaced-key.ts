import { EXIT, type Fix, Problem } from '../problem.ts';
import { holdsKey } from '../target/workspace-key.ts';
import type { Origin } from './settle.ts';

/** It may hold a login that looks like anything, and no error repeats it. */
const MAY_HOLD_ONE: readonly string[] = ['proxy'];

/**
 * Refuses a key of a workspace where a name or a path belongs: answers and errors repeat those. `placeOf` says of a flag where its value
 * stands. Throws AZMON-WORKSPACE-KEY-EXPOSED (2), which names the place alone.
 */
export function refuseMisplacedKey(
  values: Readonly<Record<string, unknown>>,
  origin: Origin,
  placeOf: (flag: string) => string,
): void {
  const found = Object.entries(values).find(([flag, value]) => !MAY_HOLD_ONE.includes(flag) && holds(value));
  if (found === undefined) return;
  throw new Problem({
    code: 'AZMON-WORKSPACE-KEY-EXPOSED',
    exit: EXIT.usage,
    message: `${placeOf(found[0])} holds what looks like the key of a workspace`,
    why: WHY[origin],
    fix: WAYS,
  });
}

/** `-s KEY` of the official script. Throws AZMON-WORKSPACE-KEY-EXPOSED (2), whatever the value is. */
export function refuseKey(): never {
  throw new Problem({
    code: 'AZMON-WORKSPACE-KEY-EXPOSED',
    exit: EXIT.usage,
    message: 'the key of a workspace is not taken from the command line',
    why: WHY.flag,
    fix: WAYS,
  });
}

const holds = (value: unknown): boolean =>
  typeof value === 'string' ? holdsKey(value) : Array.isArray(value) && value.some(holds);

const WHY: Readonly<Record<Origin, string>> = {
  flag: 'every user of this machine can read command lines, and shells keep them; regenerate that key (the portal, under Agents)',
  environment: 'azmon repeats what stands there, and does not keep it from the programs that it starts',
  config: 'azmon repeats what stands there: only workspace-key takes a key',
};

const WAYS: readonly Fix[] = [
  { text: 'give the key in a file that only you can read, - reads stdin: --workspace-key-file PATH' },
  { text: 'or in AZMON_WORKSPACE_KEY, which azmon takes out of the environment, or by --workspace-key-vault' },
];
