import { exitName } from '../problem.ts';
import type { HostChange, HostRun, HostTarget } from '../rollout/host-run.ts';
import { isNotable } from './causes.ts';
import { hostCauses } from './host-causes.ts';
import { problemRecord } from './problem.ts';

/** `result` of the envelope of what changes machines outside Azure: a target each, then the same by cause. Pure. */
export function hostResult(run: HostRun): Record<string, unknown> {
  return {
    action: run.words,
    dryRun: run.dryRun,
    targets: run.targets.map(hostTargetResult),
    causes: hostCauses(run.targets)
      .filter(({ code }) => code !== undefined)
      .map(({ fixes, ...cause }) => ({ ...cause, fixes: fixes.map(({ fix, count }) => ({ ...fix, count })) })),
    summary: { total: run.targets.length, states: countsOf(run.targets) },
    ...(run.next === undefined ? {} : { next: run.next }),
  };
}

/** One target: also what an NDJSON line says of it. */
export function hostTargetResult(target: HostTarget): Record<string, unknown> {
  const { key, state, exit, durationMs, change, problem } = target;
  return {
    ...{ target: key, state, status: exitName(exit), exitCode: exit, durationMs },
    ...(change === undefined ? {} : changeResult(change)),
    ...(problem === undefined ? {} : { error: problemRecord(problem) }),
  };
}

function changeResult(change: HostChange): Record<string, unknown> {
  const { system, destination, bundle, assessment, wrapper, proof, note } = change;
  const [judgement] = assessment?.generations ?? [];
  return {
    system,
    ...(destination === undefined ? {} : { destination: destinationResult(destination) }),
    ...(bundle === undefined ? {} : { bundle }),
    ...(judgement === undefined ? {} : { verdict: judgement.verdict, findings: judgement.findings.filter(isNotable) }),
    ...(wrapper === undefined ? {} : wrapperResult(wrapper)),
    ...(proof === undefined ? {} : { proof }),
    ...(note === undefined ? {} : { note }),
  };
}

function destinationResult({ workspaceId, cloud, name, key }: NonNullable<HostChange['destination']>): object {
  return {
    ...{ workspaceId, cloud },
    ...(name === undefined ? {} : { name }),
    ...(key === undefined ? {} : { key: { source: key.from.source, text: key.from.text, ...key.state } }),
  };
}

/** What other programs said is told where it may say why; the ledger and the logs where they were asked for. */
function wrapperResult(run: NonNullable<HostChange['wrapper']>): object {
  const { plan, steps, said, recovered, undone, left, failure, measured, state, ledger, logs, complete } = run;
  return {
    ...(run.run === undefined ? {} : { machineRun: run.run }),
    ...{ plan, steps, recovered, undone, left, complete },
    ...(failure === undefined ? {} : { failure, said }),
    ...(measured === undefined ? {} : { measured }),
    ...(state === undefined ? {} : { agent: state }),
    ...(ledger.length === 0 ? {} : { ledger }),
    ...(logs.length === 0 ? {} : { logs }),
  };
}

function countsOf(targets: readonly HostTarget[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { state } of targets) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}
