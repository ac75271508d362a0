import { EXIT } from '../problem.ts';
import type { DeployedTarget, DeployRun } from '../rollout/deploy-run.ts';
import { type FlagValues, typedCommand } from './typed-command.ts';

/** The command line of a run, as far as it is needed to write the next one. */
export interface TypedRun {
  /** `azmon install extension` */
  readonly words: string;
  readonly flags: FlagValues;
  /** Flags that stand on the command line itself. */
  readonly given: readonly string[];
  readonly targets: readonly string[];
  /** Rows of target files say more than which machine it is: the file is named again, not its machines. */
  readonly rowsSayMore: boolean;
}

type Next = NonNullable<DeployRun['next']>;

/** Flags of the target's side, and those that say how to answer: neither belongs to what is done. */
const NOT_AGAIN: readonly string[] = [
  ...['dry-run', 'wait', 'yes', 'file', 'validate', 'what-if', 'export', 'force', 'script', 'shared'],
  ...['json', 'output', 'quiet', 'verbose', 'debug', 'no-color', 'no-input'],
];
const OF_AZURE: readonly string[] = ['auth', 'tenant', 'subscription', 'cloud', 'config'];
/** More targets than this make no command line that anybody wants to read. */
const MOST_TARGETS = 12;

/** The one command that continues a run; none where all is as wanted, or where only a person can say what is to change. */
export function nextCommand(targets: readonly DeployedTarget[], dryRun: boolean, typed: TypedRun): Next | undefined {
  if (dryRun) return afterDryRun(targets, typed);
  const open = targets.filter((one) => one.change !== undefined && !SETTLED.includes(one.exit) && !isShielded(one));
  const [first] = open;
  if (first === undefined) return undefined;
  if (open.every(isWaitedFor)) return { command: verifying(open, typed), text: 'looks again for the first record' };
  const stopped = open.filter(({ problem }) => problem?.code === 'AZMON-MACHINE-STOPPED');
  if (stopped.length === open.length)
    return {
      command: again(open, typed, ['start-stopped']),
      text: 'starts what is stopped, and stops it again afterwards',
    };
  const behind = open.filter(({ change }) => (change?.outstanding?.instances.length ?? 0) > 0);
  if (behind.length === open.length)
    return {
      command: again(open, typed, ['upgrade-instances']),
      text: 'upgrades the instances to the newest model, a part of them at a time',
    };
  return behind.length === 0
    ? { command: again(open, typed), text: 'goes on with what is left; what is done stays unchanged' }
    : {
        command: again(open, typed, ['upgrade-instances']),
        text: 'goes on with what is left, and upgrades instances to the newest model of their scale set',
      };
}

/** Instances that are protected stay as they are, however often the command is run. */
const isShielded = ({ state, change }: DeployedTarget): boolean =>
  state === 'pending' && change?.outstanding?.instances.length === 0;

/** Nothing is left to be sent, and records are to come. */
const isWaitedFor = ({ state, change }: DeployedTarget): boolean =>
  (state === 'unverified' || state === 'started') &&
  change?.destination !== undefined &&
  change.actions.every((action) => action.state !== 'not-done');

/** As wanted; or not, and the same command would end the same until a person has changed something. */
const SETTLED: readonly number[] = [
  ...[EXIT.ok, EXIT.warnings],
  ...[EXIT.conflict, EXIT.usage, EXIT.auth, EXIT['not-ready']],
];

function afterDryRun(targets: readonly DeployedTarget[], typed: TypedRun): Next | undefined {
  const planned = targets.filter(({ state }) => state === 'planned');
  return planned.length === 0 ? undefined : { command: again(planned, typed), text: 'makes these changes' };
}

export function again(
  open: readonly Pick<DeployedTarget, 'named' | 'key'>[],
  typed: TypedRun,
  added: readonly string[] = [],
): string {
  const { words, flags, given, rowsSayMore } = typed;
  const kept = given.filter((flag) => !NOT_AGAIN.includes(flag) && !added.includes(flag));
  const more = Object.fromEntries(added.map((flag) => [flag, true]));
  const whole = rowsSayMore || open.length > MOST_TARGETS;
  const names = [...kept, ...added, ...(whole && given.includes('file') ? ['file'] : [])];
  return typedCommand(words, { ...flags, ...more }, names, whole ? typed.targets : namesOf(open));
}

/** The command as typed, without the machines: what is suggested for one of them follows. */
export const wordsAgain = ({ words, flags, given }: TypedRun): string =>
  typedCommand(
    words,
    flags,
    given.filter((flag) => !NOT_AGAIN.includes(flag)),
  );

const verifying = (open: readonly DeployedTarget[], { flags, given, targets }: TypedRun): string => {
  const whole = open.length > MOST_TARGETS;
  const names = given.filter((flag) => OF_AZURE.includes(flag) || (whole && flag === 'file'));
  return typedCommand('azmon verify', flags, names, whole ? targets : namesOf(open));
};

const namesOf = (open: readonly Pick<DeployedTarget, 'named' | 'key'>[]): readonly string[] =>
  open.map(({ named, key }) => named[0] ?? key);
