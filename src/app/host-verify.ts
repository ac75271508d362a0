import type { AgentState } from '../manage/agent-state.ts';
import { isRegistered } from '../manage/agent-state.ts';
import type { Azure, Clock } from '../ports.ts';
import { EXIT, type ExitCode, Problem } from '../problem.ts';
import { clockedLogs } from '../verify/clocked-logs.ts';
import { pacedLogs } from '../verify/paced-logs.ts';
import type { Proof, VerifyLevel } from '../verify/proof.ts';
import type { VerifyPorts } from '../verify/request.ts';
import { serviceMark } from '../verify/service-mark.ts';
import { verifyMachine } from '../verify/verify.ts';
import { once } from './once.ts';

export interface HostVerifying {
  /** Missing: a record where somebody is signed in, else what the agent itself says. */
  readonly level: VerifyLevel | undefined;
  readonly timeoutMs: number;
  /** YYYY-MM-DD */
  readonly asOf: string;
  readonly azure: () => Promise<Azure>;
  readonly clock: Clock;
  readonly sleep: VerifyPorts['sleep'];
  readonly signal: AbortSignal;
}

export interface HostProof {
  readonly proof: Proof;
  readonly note?: string;
}

export interface Proving {
  /** Before the change: records after this count. Throws where a record is wanted by name and nobody is signed in. */
  before(workspaceId: string): Promise<Mark>;
  after(what: { workspaceId: string; computer: string; state: AgentState | undefined }, mark: Mark): Promise<HostProof>;
}

/** `since` by the service's clock; `unasked`: why no workspace is asked. */
export type Mark = { readonly since?: string; readonly lookBackMs?: number } | { readonly unasked: string };

/** As old as status lets a machine's newest record be. */
const LOOK_BACK_MS = 15 * 60_000;
export const ALREADY: Mark = { lookBackMs: LOOK_BACK_MS };

/** How the machines of a run are proven: one way to Azure for all, opened when it is first needed. */
export function hostProving(verifying: HostVerifying): Proving {
  const { level, clock, sleep, signal } = verifying;
  const ports = once(async (): Promise<VerifyPorts> => {
    const azure = await verifying.azure();
    await azure.signIn.identity(signal);
    const logs = clockedLogs(pacedLogs(azure.logs, clock, sleep), clock);
    return { azure: { ...azure, logs }, clock, sleep, signal, looks: new Map() };
  });
  let refusal: Promise<Problem | undefined> | undefined;
  const whyNot = (): Promise<Problem | undefined> => {
    refusal ??= ports().then(() => undefined, unlessInternal);
    return refusal;
  };
  return {
    async before(workspaceId) {
      if (level === 'none' || level === 'connected') return { unasked: '' };
      const problem = await whyNot();
      if (problem !== undefined && level === 'reporting') throw problem;
      if (problem !== undefined) return { unasked: problem.message };
      return markOf(await ports(), workspaceId, level);
    },
    async after({ workspaceId, computer, state }, mark) {
      if (level === 'none') return { proof: { state: 'not-asked' } };
      if ('unasked' in mark) return connected(workspaceId, state, mark.unasked);
      const request = { agent: 'log-analytics', workspaces: [workspaceId], computer, level: 'reporting' } as const;
      try {
        const { timeoutMs, asOf } = verifying;
        return { proof: await verifyMachine({ ...request, timeoutMs, asOf, ...mark }, await ports()) };
      } catch (error) {
        if (!(error instanceof Problem) || level === 'reporting' || signal.aborted) throw error;
        return connected(workspaceId, state, error.message);
      }
    },
  };
}

function unlessInternal(error: unknown): Problem {
  if (error instanceof Problem && error.exit !== EXIT.interrupted && error.exit !== EXIT.terminated) return error;
  throw error;
}

async function markOf(ports: VerifyPorts, workspaceId: string, level: VerifyLevel | undefined): Promise<Mark> {
  try {
    return { since: await serviceMark(ports.azure.logs, [workspaceId], ports.signal) };
  } catch (error) {
    if (!(error instanceof Problem || error instanceof RangeError)) throw error;
    if (level === 'reporting' && error instanceof Problem) throw error;
    return { unasked: error.message };
  }
}

/** What the agent says of itself; nobody was asked whether data arrives. */
function connected(workspaceId: string, state: AgentState | undefined, why: string): HostProof {
  const here = state?.workspaces.find(({ id }) => id === workspaceId);
  const note = why === '' ? 'not asked: whether data arrives' : `not proven: that data arrives (${why})`;
  if (here === undefined || !isRegistered(here))
    return {
      proof: {
        ...{ state: 'silent', waitedMs: 0 },
        broken: {
          link: 'agent',
          evidence: here === undefined ? 'the agent does not name the workspace' : `the agent says: ${here.text}`,
          fix: [{ text: "the last lines of the agent's logs: azmon agent logs" }],
        },
      },
      note,
    };
  return {
    proof: { state: 'connected', evidence: here.text === '' ? here.status : here.text },
    note: `proven: connected; ${note}`,
  };
}

export const exitOfProof = ({ state }: Proof): ExitCode => (state === 'silent' ? EXIT.unverified : EXIT.ok);
