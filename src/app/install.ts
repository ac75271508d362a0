import { setTimeout } from 'node:timers/promises';
import type { Agent, AgentId } from '../agent/agent.ts';
import { AGENTS } from '../agent/index.ts';
import type { Question } from '../check/assess.ts';
import { azureLooker } from '../machine/look-azure.ts';
import { Problem } from '../problem.ts';
import { deployedResult } from '../report/deploy-json.ts';
import type { MachineChange } from '../rollout/deploy-run.ts';
import type { Task } from '../rollout/task.ts';
import { promptChoice } from '../terminal/prompt.ts';
import type { Answer } from './answer.ts';
import { deployAnswer } from './deploy-answer.ts';
import { type Begun, type BothFlags, begin, type Door } from './deploy-begin.ts';
import { nextCommand } from './deploy-next.ts';
import { putsRulesOnce } from './deploy-perform.ts';
import { DeployProgress } from './deploy-progress.ts';
import { deployAll, exitOfAll } from './deploy-run.ts';
import type { LocatedMachine } from './deploy-targets.ts';
import type { Aim, AimWish } from './install-aim.ts';
import { type Aims, aimsFor, canRun } from './install-aims.ts';
import { type Installing, installTask } from './install-machine.ts';
import {
  instancesOf,
  type OptionFlags,
  optionsOf,
  proxySecrets,
  type VerifyFlags,
  verifyingOf,
} from './install-options.ts';
import { insideOf } from './look-at-azure.ts';
import { proxyText } from './proxy-text.ts';
import { type QuestionFlags, questionOf } from './question.ts';
import { retirementNotices } from './retirement.ts';
import { probeParameters } from './survey.ts';
import { typedCommand } from './typed-command.ts';
import { type WorkspaceFlags, workspaceResolver } from './workspace.ts';

export type InstallFlags = BothFlags &
  OptionFlags &
  VerifyFlags &
  WorkspaceFlags &
  Pick<QuestionFlags, 'agent' | 'as-of' | 'ignore' | 'proxy'> & {
    readonly 'proxy-file'?: string | undefined;
    readonly rule?: string | undefined;
    readonly 'default-rule'?: boolean | undefined;
    readonly 'dry-run'?: boolean | undefined;
    readonly probe?: boolean | undefined;
    readonly wait?: boolean | undefined;
    readonly concurrency?: number | undefined;
    readonly timeout?: number | undefined;
  };

/** Everything an install needs before it looks at the first machine. */
export interface Prepared {
  readonly begun: Begun;
  readonly aims: Aims;
  readonly installing: Installing;
  readonly startedAt: number;
  readonly asOf: string;
}

/** What is wrong with the command line, the workspace or the rule is found here, before anything is touched (thrown). */
export async function prepareInstall(
  targets: readonly string[],
  flags: InstallFlags,
  door: Door,
  resolver: typeof workspaceResolver = workspaceResolver,
): Promise<Prepared> {
  const startedAt = door.world.clock.now();
  const today = new Date(startedAt).toISOString().slice(0, 10);
  const proxy = await proxyText(flags, door.given('proxy'), door.world.files);
  const question = questionOf({ ...flags, proxy, method: 'extension' }, today);
  const verify = verifyingOf(flags, question.asOf);
  instancesOf(flags);
  const begun = await begin(targets, flags, door);
  const aims = await aimed(begun, flags, question, door, resolver);
  const installing: Installing = {
    ...(await waysIn(begun, flags, question, door)),
    ...{ verify, dryRun: flags['dry-run'] === true, clock: door.world.clock, sleep },
    waiting: {
      ...(flags.wait === undefined ? {} : { wait: flags.wait }),
      ...(flags.timeout === undefined ? {} : { timeoutMs: flags.timeout }),
    },
    tag: `azmon-${new Date(startedAt).toISOString()}`,
  };
  return { begun, aims, installing, startedAt, asOf: question.asOf };
}

/** Puts the agent on machines of Azure as an extension. What goes wrong with a machine is its own; throws as `prepareInstall`. */
export async function installExtension(targets: readonly string[], flags: InstallFlags, door: Door): Promise<Answer> {
  const { begun, aims, installing, startedAt, asOf } = await prepareInstall(targets, flags, door);
  const progress = new DeployProgress(begun.located.length, door.talk);
  const { concurrency } = flags;
  const done = await deployAll(begun.located, (machine) => taskOf(machine, aims, installing), {
    ...{ concurrency, clock: door.world.clock, signal: door.signal, progress, event: door.event, told: deployedResult },
  });
  const dryRun = installing.dryRun;
  const next = nextCommand(done, dryRun, begun.line);
  return deployAnswer(
    {
      ...{ verb: 'install', method: 'extension', dryRun, targets: done, exit: exitOfAll(done) },
      durationMs: door.world.clock.now() - startedAt,
      ...(next === undefined ? {} : { next }),
    },
    door.asked,
    retirementNotices(retired(begun, aims, asOf)),
  );
}

function aimed(
  begun: Begun,
  flags: InstallFlags,
  question: Question,
  door: Door,
  resolver: typeof workspaceResolver,
): Promise<Aims> {
  const { azure, subscriptions, located, line } = begun;
  const { interactive, typed } = door;
  const wish: AimWish = {
    ...{ agent: flags.agent, rule: flags.rule, defaultRule: flags['default-rule'], key: keySaid(flags, door) },
    workspace: flags.workspace ?? flags['workspace-id'],
  };
  const unsaid = line.given.filter((flag) => !SAYS_WHICH.includes(flag));
  return aimsFor(located, wish, {
    ...{ azure, subscriptions, interactive },
    credentials: resolver(flags, { ...typed, azure, interactive, files: door.world.files }),
    command: typedCommand(line.words, line.flags, unsaid, line.targets),
    machines: async () => canRun(located, await azure(), question),
    choose: ({ message, choices }) => promptChoice(message, choices),
  });
}

/** What says which agent is meant, and where its data goes: suggestions fill it in. */
const SAYS_WHICH: readonly string[] = ['agent', 'workspace', 'workspace-id', 'rule', 'default-rule'];

/** A key that merely stands in the environment or a file says less than one that was asked for. */
function keySaid(flags: InstallFlags, { typed }: Door): AimWish['key'] {
  const origins = (['workspace-key-file', 'workspace-key-vault'] as const).map((flag) =>
    flags[flag] === undefined ? undefined : (typed.origin(flag) ?? 'flag'),
  );
  if (origins.includes('flag')) return 'flag';
  const elsewhere = origins.some((origin) => origin !== undefined) || typed.key !== undefined;
  return elsewhere || typed.configured?.key !== undefined ? 'elsewhere' : undefined;
}

type WaysIn = Pick<Installing, 'azure' | 'look' | 'inside' | 'question' | 'options' | 'secrets'>;

async function waysIn(begun: Begun, flags: InstallFlags, question: Question, door: Door): Promise<WaysIn> {
  const azure = putsRulesOnce(await begun.azure());
  const { transport, probing } = await door.world.looking({
    ...{ machines: begun.located.length, timeoutMs: flags.timeout, sudo: undefined, azure: begun.azure },
    signal: door.signal,
  });
  const proxyOf = (row: { readonly proxy?: Question['proxy'] }): Question['proxy'] => row.proxy ?? question.proxy;
  return {
    ...{ azure, look: azureLooker(azure) },
    inside: async (look, asked) =>
      flags.probe === true
        ? insideOf(look, true, transport, { ...probing, ...probeParameters(asked) })
        : { asked: false, why: 'not asked for (--probe)' },
    question(aim, row) {
      const [workspaceId] = aim.agent.extension.destination === 'workspace' ? aim.workspaces : [];
      const route = proxyOf(row);
      return {
        ...question,
        ...{ agents: [aim.agent], release: releaseOf(aim.agent, flags, question.asOf) },
        ...(workspaceId === undefined ? {} : { place: { ...question.place, workspaceId } }),
        ...(route === undefined ? {} : { proxy: route }),
      };
    },
    options: (row) => optionsOf(flags, proxyOf(row)),
    secrets: (aim, row) => new Map([...aim.secrets, ...proxySecrets(proxyOf(row))]),
  };
}

/** Azure installs the newest release it has, unless an older minor version is pinned: that one's needs count. */
function releaseOf({ releases }: Agent, flags: InstallFlags, asOf: string): string {
  const pinned = flags['extension-version'] !== undefined && flags['auto-upgrade-minor'] === false;
  const known = pinned ? [] : releases.filter(({ date }) => date <= asOf);
  return (known.at(-1) ?? releases[0]).version;
}

export function taskOf(machine: LocatedMachine, aims: Aims, installing: Installing): Task<MachineChange> {
  const aim = aims(machine.row);
  if (!(aim instanceof Problem)) return installTask(machine, aim, installing);
  return { key: machine.id.key, run: () => Promise.reject(aim) };
}

export function retired({ located }: Begun, aims: Aims, asOf: string) {
  const wanted = located.flatMap((one) => ('row' in one ? [aims(one.row)] : []));
  const ids = new Set<AgentId>(wanted.flatMap((aim) => (aim instanceof Problem ? [] : [(aim as Aim).agent.id])));
  return Object.values(AGENTS).filter(
    ({ id, retirement }) => ids.has(id) && retirement !== undefined && asOf >= retirement.date,
  );
}

/** Ends at once when the run is cancelled, with what it was cancelled by. */
async function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await setTimeout(ms, undefined, signal === undefined ? {} : { signal }).catch(() => signal?.throwIfAborted());
}
