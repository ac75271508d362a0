import type { Assessment } from '../check/assess.ts';
import type { Finding } from '../check/check.ts';
import { EXIT, Problem } from '../problem.ts';
import { promptConfirm } from '../terminal/prompt.ts';
import { blockingOf } from './host-gate.ts';
import type { HostMachine } from './host-jobs.ts';

/** A command that the distribution has for what was found. */
export interface Mend {
  readonly id: string;
  readonly command: string;
}

/**
 * What a distribution's own tools do without asking, and the wrapper can take back: packages, and which Python is the command python. What
 * restarts, removes, changes a policy or the clock, or needs a value of somebody is left to people.
 */
const OWN_TOOLS = /^(apt-get|yum|dnf|zypper|alternatives|update-alternatives|dpkg|ln|systemctl|service) /;
const NOT_ALONE = /reboot|\bFILE\b|\bUSER\b|rm -/;

/** For each finding that stands against the install the first of its fixes, where that is a command of the distribution. */
export function mendsOf(assessment: Assessment): readonly Mend[] {
  return blockingOf(assessment).flatMap(({ id, fix }: Finding) => {
    const command = fix.find((one) => one.command !== undefined)?.command;
    return command === undefined || !isOwn(command) ? [] : [{ id, command }];
  });
}

const isOwn = (command: string): boolean =>
  command.split(' && ').every((one) => OWN_TOOLS.test(one)) && !NOT_ALONE.test(command);

/** Each command once, in the order in which they are run; the package lists are read first where packages are installed. */
export function fixLines(mends: readonly Mend[]): readonly string[] {
  const commands = [...new Set(mends.map(({ command }) => command))];
  return commands.some((command) => command.includes('apt-get install')) ? ['apt-get update', ...commands] : commands;
}

/** Shows every command, and asks. Throws AZMON-DECLINED (13): the answer was no, or nobody can be asked and --yes was not said. */
export async function agreeToFixes(
  plans: readonly (readonly [HostMachine, { readonly mends: readonly Mend[] }])[],
  {
    yes,
    interactive,
    talk,
  }: { readonly yes: boolean; readonly interactive: boolean; readonly talk: (line: string) => void },
): Promise<void> {
  const wanted = plans.filter(([, { mends }]) => mends.length > 0);
  if (wanted.length === 0) return;
  for (const [{ key }, { mends }] of wanted) {
    talk(`${key}: these commands run first, as root`);
    for (const line of fixLines(mends)) talk(`  ${line}`);
  }
  if (yes) return;
  const where = wanted.length === 1 ? (wanted[0]?.[0].key ?? '') : `${wanted.length} machines`;
  if (interactive && (await promptConfirm(`Run these commands on ${where}, and install then?`))) return;
  throw new Problem({
    code: 'AZMON-DECLINED',
    exit: EXIT.declined,
    message: interactive
      ? 'the commands were declined'
      : 'commands that change the machine are confirmed, and nobody can be asked',
    why: 'nothing was changed',
    fix: [
      { text: 'shows the commands and what follows, and runs none: --fix --dry-run' },
      { text: 'runs them without a question: --fix --yes' },
    ],
  });
}
