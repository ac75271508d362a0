import { notObserved } from '../check.ts';
import { fail, pass } from '../outcome.ts';
import { linuxCheck } from './linux-check.ts';

interface Mode {
  readonly directory: string;
  readonly mode: string;
}

function parseMode(line: string): Mode | undefined {
  const [directory = '', mode = ''] = line.trim().split(/\s+/);
  return /^\/[\w./-]*$/.test(directory) && /^[0-7]{3,5}$/.test(mode) ? { directory, mode } : undefined;
}

/** The last octal digit is what everybody else may do; its lowest bit is passing through. */
const isClosed = ({ mode }: Mode): boolean => Number(mode.at(-1)) % 2 === 0;

/** The agent runs as an account of its own and must pass through these directories; hardened machines close them. */
export const directoryModes = linuxCheck({
  id: 'directory.modes',
  severity: 'warn',
  judge({ facts }) {
    const lines = facts['directory.mode'];
    const modes = lines?.flatMap((line) => parseMode(line) ?? []) ?? [];
    if (modes.length === 0) return notObserved('the modes of the directories');
    const closed = modes.filter(isClosed);
    if (closed.length === 0) return pass('open to all accounts');
    const measured = closed.map(({ directory, mode }) => `${directory} ${mode}`).join(', ');
    const command = `chmod o+x ${closed.map(({ directory }) => directory).join(' ')}`;
    const fix = [{ text: 'let other accounts pass through; the hardening guide of the agent wants 755', command }];
    return fail('directories closed to other accounts', { measured, required: 'others may pass (o+x)', fix });
  },
});
