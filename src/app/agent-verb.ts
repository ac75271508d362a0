import type { AgentState } from '../manage/agent-state.ts';
import { refuseBeyond } from '../manage/limits.ts';
import type { WrapperRun } from '../manage/wrapper-run.ts';
import { EXIT, Problem } from '../problem.ts';
import type { Target } from '../target/target.ts';
import { subscriptionIds } from '../workspace/subscriptions.ts';
import { AGENT_TASKS, type AgentTask, type AgentVerb, type AgentVerbFlags } from './agent-values.ts';
import type { Answer } from './answer.ts';
import { beginHosts, finishHosts, type HostBegun, type HostDoor, hashOf } from './host-begin.ts';
import { type BundleChoice, bundleShown, chooseBundle, type Pin, refuseBundleFlags } from './host-bundle.ts';
import { Fetched, pinOfFile } from './host-bundle-file.ts';
import { runWithBundle } from './host-bundle-push.ts';
import { type HostMachine, located, throughAzure } from './host-jobs.ts';
import { type HostLook, lookAtHost, MAY_BE_WINDOWS } from './host-look.ts';
import { NOTHING, said, together, type WrapperValues } from './host-parameters.ts';
import { QUESTION } from './host-remove.ts';
import type { HostEnded, Turn } from './host-run.ts';
import { runWrapper, type WrapperAsked } from './host-wrapper.ts';
import { once } from './once.ts';

/** A machine with the system it runs, reached by itself or through Azure. */
export interface Reached {
  readonly target: Target;
  readonly system: 'linux' | 'windows';
  /** Missing: it is reached through Azure, and not looked at. */
  readonly look?: HostLook;
}

/** Which system a machine runs, and whether sudo wants a password there. */
export function reaching(begun: HostBegun, flags: AgentVerbFlags): (machine: HostMachine) => Promise<Reached> {
  const { azure, wrapping } = begun;
  const subscriptions = once(async () =>
    flags.subscription === undefined || flags.subscription.length === 0
      ? []
      : subscriptionIds(flags.subscription, await azure()),
  );
  return async (machine) => {
    const { target, system } = await located(machine, azure, subscriptions);
    if (system !== undefined) return { target, system };
    const own = target.kind === 'local' ? wrapping.hosts.system : undefined;
    const look = await lookAtHost(target, QUESTION, wrapping.hosts, wrapping.sudo, own).catch((error: unknown) => {
      if (!(error instanceof Problem) || !MAY_BE_WINDOWS.includes(error.code)) throw error;
      return lookAtHost(target, QUESTION, wrapping.hosts, wrapping.sudo, 'windows').catch((second: unknown) => {
        // Where it may be no Windows either, the first answer says more.
        throw error.code === 'AZMON-SSH-SHELL' && !wrapping.hosts.probing.signal?.aborted ? error : second;
      });
    });
    return { target, system: look.facts['os.family'] === 'windows' ? 'windows' : 'linux', look };
  };
}

/** What these say to Azure is kept there: nothing of them is a secret, and they change nothing but whether the agent runs. */
const THROUGH_AZURE: readonly AgentVerb[] = ['restart', 'logs'];
const READS: readonly AgentVerb[] = ['logs'];

interface VerbPlan {
  readonly reached: Reached;
  readonly bundle?: BundleChoice;
}

/** Changes an agent that is there, or reads its logs: looks first, and refuses what the agent does not take before anything is changed. */
export async function agentVerb(
  verb: AgentVerb,
  targets: readonly string[],
  flags: AgentVerbFlags,
  door: HostDoor,
): Promise<Answer> {
  refuseBundleFlags(flags);
  const begun = await beginHosts(targets, flags, door, throughAzure(door.words, THROUGH_AZURE.includes(verb)));
  const { world, interactive, typed } = door;
  const task = await AGENT_TASKS[verb](flags, door, { ...typed, azure: begun.azure, interactive, files: world.files });
  const reach = reaching(begun, flags);
  const fetched = new Fetched(begun.wrapping.hosts.downloads);
  const { hosts } = begun.wrapping;
  const waiting = { step: door.talk, signal: door.signal };
  const pin = await pinOfFile(flags, fetched, hashOf(hosts.system, verb, begun), waiting, begun.wrapping);
  const changing: Changing = { verb, task, flags, begun, fetched, pin };
  const work = {
    async plan(turn: Turn): Promise<VerbPlan> {
      turn.step('looking');
      const reached = await reach(turn.machine);
      turn.draft.system = reached.system;
      if (!READS.includes(verb) && reached.look !== undefined) await refuse(turn, reached, changing);
      return verb === 'upgrade' ? { reached, bundle: bundleFor(reached, turn, changing) } : { reached };
    },
    perform: (turn: Turn, plan: VerbPlan) => perform(turn, plan, changing),
  };
  try {
    return await finishHosts(begun, work, flags, door, () => []);
  } finally {
    await fetched.remove();
  }
}

interface Changing {
  readonly verb: AgentVerb;
  readonly task: AgentTask;
  readonly flags: AgentVerbFlags;
  readonly begun: HostBegun;
  readonly fetched: Fetched;
  readonly pin: Pin | undefined;
}

/** Asks the agent itself how it is: what it does not take is refused while nothing is changed. */
async function refuse(turn: Turn, { target, system }: Reached, { verb, task, begun }: Changing): Promise<void> {
  const { wrapping } = begun;
  const shown = await runWrapper({ target, system, verb: 'show', dryRun: false, values: said({}) }, turn, wrapping);
  const { workspaceId, group } = task;
  const absent: AgentState = { system, installed: false, workspaces: [], groups: [] };
  refuseBeyond(verb, shown.state ?? absent, {
    ...{ agent: wrapping.agent, target: turn.machine.key, words: wrapping.words, workspaceId, group },
  });
}

function bundleFor({ target, system, look }: Reached, { draft }: Turn, { flags, begun, pin }: Changing): BundleChoice {
  const chosen = chooseBundle(flags, target, system, look?.facts, begun.wrapping.hosts.path, pin);
  draft.bundle = bundleShown(chosen);
  return chosen;
}

async function perform(turn: Turn, { reached, bundle }: VerbPlan, changing: Changing): Promise<HostEnded> {
  const { verb, task, flags, begun, fetched } = changing;
  const { target, system } = reached;
  const dryRun = flags['dry-run'] === true && !READS.includes(verb);
  const asked = (more: WrapperValues, dry: boolean): WrapperAsked => ({
    ...{ target, system, verb, dryRun: dry, values: together(task.values(system), more) },
    context: {
      ...(task.workspaceId === undefined ? {} : { workspaceId: task.workspaceId }),
      ...(bundle === undefined ? {} : { bundle: bundle.name, sha256Said: flags.sha256 !== undefined }),
    },
  });
  const { wrapping } = begun;
  if (bundle === undefined) return endOf(await runWrapper(asked(NOTHING, dryRun), turn, wrapping), dryRun);
  const run = { turn, target, system, bundle, flags, fetched, dryRun, wrapping, asked, isThere: true };
  return endOf(await runWithBundle(run), dryRun);
}

function endOf({ result, plan }: WrapperRun, dryRun: boolean): HostEnded {
  if (dryRun) return { state: plan.length === 0 ? 'unchanged' : 'planned', exit: EXIT.ok };
  return { state: result === 'changed' || result === 'removed' ? 'changed' : 'unchanged', exit: EXIT.ok };
}
