import { EXIT, Problem } from '../problem.ts';
import type { Named } from './jobs.ts';

/** The machines that were named, for commands that do not mean this machine where none was. Throws AZMON-TARGET-MISSING (2). */
export function namedOnly(targets: readonly string[], file: readonly string[] | undefined, command: string): Named {
  if (targets.length > 0 || (file ?? []).length > 0) return { targets, file };
  throw new Problem({
    code: 'AZMON-TARGET-MISSING',
    exit: EXIT.usage,
    message: 'no machine is named',
    fix: [
      { text: 'name one, or several', command: `${command} azure:web-01` },
      { text: 'or a file of them: --file machines.csv' },
    ],
  });
}
