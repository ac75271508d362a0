import { EXIT } from '../problem.ts';
import type { HostRun, HostTarget } from '../rollout/host-run.ts';
import { again } from './deploy-next.ts';
import type { HostLine } from './host-jobs.ts';
import { typedCommand } from './typed-command.ts';

type Next = NonNullable<HostRun['next']>;

/** As wanted; or not, and the same command would end the same until a person has changed something. */
const SETTLED: readonly number[] = [
  ...[EXIT.ok, EXIT.warnings, EXIT.conflict, EXIT.usage, EXIT.auth, EXIT['not-ready'], EXIT['not-found']],
];

/** The one command that continues a run; none where all is as wanted, or where only a person can say what is to change. */
export function nextHostCommand(targets: readonly HostTarget[], dryRun: boolean, line: HostLine): Next | undefined {
  if (dryRun) {
    const planned = named(targets.filter(({ state }) => state === 'planned'));
    return planned.length === 0 ? undefined : { command: again(planned, line), text: 'makes these changes' };
  }
  const open = targets.filter((one) => !SETTLED.includes(one.exit));
  if (open.length === 0) return undefined;
  const verified = open.every(({ state }) => state === 'unverified') ? verifying(open, line) : undefined;
  return (
    verified ?? { command: again(named(open), line), text: 'goes on with what is left; what is done stays unchanged' }
  );
}

const named = (targets: readonly HostTarget[]) => targets.map(({ key }) => ({ key, named: [key] }));

/** Only where one workspace is meant, and the machines are reached by a name under which they report. */
function verifying(open: readonly HostTarget[], { flags }: HostLine): Next | undefined {
  const workspaces = new Set(open.map(({ change }) => change?.destination?.workspaceId));
  const [workspace] = workspaces;
  const keys = open.map(({ key }) => key);
  if (workspaces.size !== 1 || workspace === undefined || keys.includes('local')) return undefined;
  const command = typedCommand('azmon verify', { ...flags, workspace }, ['workspace'], keys);
  return { command, text: 'looks again for the first record' };
}
