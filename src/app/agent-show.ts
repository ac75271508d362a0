import type { AgentState } from '../manage/agent-state.ts';
import { readHeartbeats } from '../manage/read-heartbeats.ts';
import type { Azure } from '../ports.ts';
import { EXIT, Problem, worstExit } from '../problem.ts';
import { shownLines, shownResult } from '../report/agent-shown.ts';
import type { HostTarget, ShownAgent } from '../rollout/host-run.ts';
import type { AgentVerbFlags } from './agent-values.ts';
import { reaching } from './agent-verb.ts';
import type { Answer } from './answer.ts';
import { DeployProgress } from './deploy-progress.ts';
import { beginHosts, type HostBegun, type HostDoor } from './host-begin.ts';
import { throughAzure } from './host-jobs.ts';
import { said } from './host-parameters.ts';
import { runHosts, type Turn } from './host-run.ts';
import { runWrapper } from './host-wrapper.ts';
import { once } from './once.ts';

/** Shows the agent of each machine, and, where somebody is signed in, the newest record of each of its workspaces. Changes nothing. */
export async function agentShow(targets: readonly string[], flags: AgentVerbFlags, door: HostDoor): Promise<Answer> {
  const begun = await beginHosts(targets, flags, door, throughAzure(door.words, true));
  const reach = reaching(begun, flags);
  const { world, signal, talk, event, asked } = door;
  const done = await runHosts(
    begun.jobs,
    {
      plan: ({ machine }: Turn) => reach(machine),
      async perform(turn, { target, system }) {
        await runWrapper({ target, system, verb: 'show', dryRun: false, values: said({}) }, turn, begun.wrapping);
        return { state: 'unchanged', exit: EXIT.ok };
      },
    },
    {
      ...{ concurrency: flags.concurrency, clock: world.clock, signal, talk, event },
      told: ({ key, exit }) => ({ target: key, exitCode: exit }),
      progress: new DeployProgress(begun.jobs.length, talk),
    },
  );
  const records = recordsOf(begun, signal);
  const shown = await Promise.all(done.map((target) => shownOf(target, records)));
  const exit = worstExit(shown.map((one) => one.exit));
  return {
    ...{ exit, result: () => shownResult(shown) },
    text: (paint) => shownLines(shown, { paint, verbose: asked.verbose, now: world.clock.now() }),
    errors: shown.flatMap(({ problem }) => (problem === undefined ? [] : [problem])),
  };
}

/** Newest records by workspace; a Problem: why they cannot be read. */
type Records = (workspaceId: string, host: string) => Promise<string | undefined | Problem>;

/** So old may a record be that is shown. */
const DAYS = 30;

function recordsOf({ azure }: HostBegun, signal: AbortSignal): Records {
  const signedIn = once(async (): Promise<Azure> => {
    const opened = await azure();
    await opened.signIn.identity(signal);
    return opened;
  });
  const read = new Map<string, ReturnType<typeof readHeartbeats>>();
  return async (workspaceId, host) => {
    try {
      const world = await signedIn();
      const records = read.get(workspaceId) ?? readHeartbeats(world, [workspaceId], DAYS, signal);
      read.set(workspaceId, records);
      const { rows, unread } = await records;
      const [problem] = unread.values();
      if (problem !== undefined) return problem;
      const own = rows.filter(({ computer }) => labelOf(computer) === labelOf(host));
      return own
        .map(({ at }) => at)
        .toSorted()
        .at(-1);
    } catch (error) {
      if (error instanceof Problem && error.exit !== EXIT.interrupted) return error;
      throw error;
    }
  };
}

/** The first label counts, in any case. */
const labelOf = (name: string): string => name.split('.')[0]?.toLowerCase() ?? '';

async function shownOf({ key, exit, durationMs, change, problem }: HostTarget, records: Records): Promise<ShownAgent> {
  const { state, ledger } = change?.wrapper ?? {};
  const head = { key, durationMs, exit, ...(problem === undefined ? {} : { problem }) };
  if (state === undefined) return head;
  const { seen, unread } = await withRecords(state, records);
  return {
    ...{ ...head, state: seen },
    ...(ledger === undefined || ledger.length === 0 ? {} : { ledger }),
    ...(unread === undefined ? {} : { heartbeatsUnread: unread.message }),
  };
}

async function withRecords(
  state: AgentState,
  records: Records,
): Promise<{ readonly seen: AgentState; readonly unread?: Problem }> {
  const { host, workspaces } = state;
  if (host === undefined || workspaces.length === 0) return { seen: state };
  const found = await Promise.all(workspaces.map(({ id }) => records(id, host)));
  const unread = found.find((one) => one instanceof Problem);
  return {
    seen: {
      ...state,
      workspaces: workspaces.map((one, index) => {
        const at = found[index];
        return typeof at === 'string' ? { ...one, lastHeartbeat: at } : one;
      }),
    },
    ...(unread instanceof Problem ? { unread } : {}),
  };
}
