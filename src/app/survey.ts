import type { AgentId, MethodId } from '../agent/agent.ts';
import { hostsToProbe } from '../agent/hosts.ts';
import { AGENTS } from '../agent/index.ts';
import { assess, type Evidenced, exitOf, type Question } from '../check/assess.ts';
import type { CheckedTarget } from '../check/checked.ts';
import { gather, problemOf } from '../machine/gather.ts';
import type { Clock, Files, ProbeRequest, Transport } from '../ports.ts';
import { Problem } from '../problem.ts';
import type { TargetRow } from '../target/inventory-row.ts';
import { proxyParameters } from '../target/proxy.ts';
import { isOfAzure, type Target } from '../target/target.ts';
import { isWorkspaceId } from '../target/workspace.ts';
import { FactsEntries } from './facts-entries.ts';
import { type Job, jobName } from './job.ts';
import { type AzureSide, azureSight } from './look-at-azure.ts';
import { pauses } from './pause.ts';
import { stopGrowing } from './thrift.ts';

export interface Survey {
  readonly question: Question;
  readonly strict: boolean;
  readonly concurrency: number;
  /** The part of a probe request that does not depend on the machine. */
  readonly probing: Omit<ProbeRequest, 'parameters' | 'secrets'>;
  readonly transport: Transport;
  readonly azure: AzureSide;
  readonly files: Files;
  readonly clock: Clock;
  readonly started: (target: string) => void;
  readonly finished: (checked: CheckedTarget) => void;
}

/**
 * Looks at every machine, several side by side, and judges each. Results stand in the order of the jobs, whatever finished first;
 * what goes wrong with one becomes its problem and never stops the others.
 */
export async function survey(jobs: readonly Job[], settings: Survey): Promise<readonly CheckedTarget[]> {
  const results: (readonly CheckedTarget[])[] = [];
  const { azure, transport } = settings;
  const running: Running = { ...settings, entries: new FactsEntries(jobs), sight: azureSight(azure, transport) };
  const pause = pauses();
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < jobs.length; index = next++) {
      if (settings.probing.signal?.aborted === true) return;
      stopGrowing(index);
      results[index] = await work(jobs[index] as Job, running);
      await pause();
    }
  };
  await Promise.all(Array.from({ length: Math.min(settings.concurrency, jobs.length) }, worker));
  return results.flat();
}

/** What the jobs of one run have in common. */
type Running = Survey & { readonly entries: FactsEntries; readonly sight: ReturnType<typeof azureSight> };

async function work(job: Job, settings: Running): Promise<readonly CheckedTarget[]> {
  const done = await RESULTS[job.kind](job as never, settings);
  for (const checked of done) settings.finished(checked);
  return done;
}

const RESULTS: {
  [K in Job['kind']]: (job: Extract<Job, { kind: K }>, settings: Running) => Promise<readonly CheckedTarget[]>;
} = {
  row: async (job, settings) => [await lookAndJudge(job, settings)],
  facts: readAndJudge,
  broken: async ({ name, problem, line }) => [{ ...failed(name, problem, 0), ...(line === undefined ? {} : { line }) }],
};

async function lookAndJudge({ row, path }: Extract<Job, { kind: 'row' }>, settings: Running): Promise<CheckedTarget> {
  const { key } = row.target;
  const origin = {
    ...(path === undefined ? {} : { line: row.line }),
    ...(Object.keys(row.labels).length > 0 ? { labels: row.labels } : {}),
  };
  settings.started(key);
  const startedAt = settings.clock.now();
  const question = questionFor(row, settings.question);
  const seen = await lookAt(row.target, question, settings);
  const durationMs = settings.clock.now() - startedAt;
  if ('problem' in seen) return { ...failed(key, seen.problem, durationMs), ...origin };
  const machine = seen.machine === undefined ? {} : { machine: seen.machine };
  return { ...judged(key, seen.evidence, question, settings.strict, durationMs), ...machine, ...origin };
}

type Seen = { readonly evidence: Evidenced; readonly machine?: string } | { readonly problem: Problem };

/** Machines of Azure are asked about there first; all others are reached by themselves. */
async function lookAt(target: Target, question: Question, settings: Running): Promise<Seen> {
  const request = requestFor(question, settings.probing);
  if (!isOfAzure(target)) {
    const gathered = await gather(settings.transport, target, request);
    return 'problem' in gathered ? gathered : { evidence: gathered };
  }
  try {
    return await settings.sight(target, question.agents, request);
  } catch (error) {
    return { problem: problemOf(error, target.key) };
  }
}

async function readAndJudge(
  job: Extract<Job, { kind: 'facts' }>,
  settings: Running,
): Promise<readonly CheckedTarget[]> {
  const startedAt = settings.clock.now();
  try {
    const entries = await settings.entries.read(job, settings.files);
    return entries.map(([name, entry]) => {
      const durationMs = settings.clock.now() - startedAt;
      if ('problem' in entry) return failed(name, entry.problem, durationMs);
      return judged(name, { facts: entry.facts }, settings.question, settings.strict, durationMs);
    });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return [failed(jobName(job), error, settings.clock.now() - startedAt)];
  }
}

function judged(
  target: string,
  machine: Evidenced,
  question: Question,
  strict: boolean,
  durationMs: number,
): CheckedTarget {
  const assessment = assess(machine, question);
  return { target, assessment, exit: exitOf(assessment.verdict, strict), durationMs };
}

const failed = (target: string, problem: Problem, durationMs: number): CheckedTarget => ({
  target,
  problem: problem.on(target),
  exit: problem.exit,
  durationMs,
});

/** A row of a target file may name its own generation, method, workspace and proxy. */
function questionFor(row: TargetRow, question: Question): Question {
  const { agent, method, workspace, proxy } = row;
  return {
    ...question,
    ...(agent === undefined ? {} : { agents: [AGENTS[agent as AgentId]] }),
    ...(method === undefined ? {} : { method: method as MethodId }),
    ...(workspace === undefined ? {} : { place: placeOf(workspace, question.place) }),
    ...(proxy === undefined ? {} : { proxy }),
  };
}

/** The id of a workspace that is only named is not known here; that of the flag would be another workspace's. */
function placeOf(workspace: string, { workspaceId: _, ...place }: Question['place']): Question['place'] {
  return isWorkspaceId(workspace) ? { ...place, workspaceId: workspace.toLowerCase() } : place;
}

/** What the probe is told: the hosts to test and the way out. Nothing when the network is left out. */
export function probeParameters({
  agents,
  cloud,
  place,
  proxy,
  offline,
}: Question): Pick<ProbeRequest, 'parameters' | 'secrets'> {
  if (offline) return { parameters: {}, secrets: {} };
  const way = proxyParameters(proxy);
  return {
    parameters: { AZMON_HOSTS: hostsToProbe(agents, cloud, place).join(' '), ...way.parameters },
    secrets: way.secrets,
  };
}

const requestFor = (question: Question, probing: Survey['probing']): ProbeRequest => ({
  ...probing,
  ...probeParameters(question),
});
