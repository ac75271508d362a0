import { describeAction } from '../method/describe.ts';
import { exitName } from '../problem.ts';
import type { DeployedTarget, DeployRun, DestinationShown, MachineChange } from '../rollout/deploy-run.ts';
import { isNotable } from './causes.ts';
import { deployCauses } from './deploy-causes.ts';
import { instanceRows } from './instances.ts';
import { problemRecord } from './problem.ts';

/** `result` of the envelope of `azmon install` and `azmon remove`: a target each, then the same by cause. Pure. */
export function deployResult(run: DeployRun): Record<string, unknown> {
  return {
    method: run.method,
    dryRun: run.dryRun,
    targets: run.targets.map(deployedResult),
    causes: deployCauses(run.targets)
      .filter(({ code }) => code !== undefined)
      .map(({ fixes, ...cause }) => ({ ...cause, fixes: fixes.map(({ fix, count }) => ({ ...fix, count })) })),
    summary: { total: run.targets.length, states: countsOf(run.targets) },
    ...(run.next === undefined ? {} : { next: run.next }),
  };
}

/** One target: also what an NDJSON line says of it. */
export function deployedResult(target: DeployedTarget): Record<string, unknown> {
  const { key, name, named, state, exit, durationMs, change, problem } = target;
  return {
    ...{ target: change?.vm.id ?? key, name, named, state, status: exitName(exit), exitCode: exit, durationMs },
    ...(change === undefined ? {} : changeResult(change)),
    ...(problem === undefined ? {} : { error: problemRecord(problem) }),
  };
}

function changeResult(change: MachineChange): Record<string, unknown> {
  const { vm, agent, destination, note, actions, assessment, proof, outstanding, stays } = change;
  const [judgement] = assessment?.generations ?? [];
  return {
    ...{ system: vm.system, location: vm.location, power: vm.power },
    ...(agent === undefined ? {} : { agent: agent.id }),
    ...(destination === undefined ? {} : { destination: destinationResult(destination) }),
    ...(note === undefined ? {} : { note }),
    ...(vm.kind === 'vm' ? {} : { kind: vm.kind }),
    ...(vm.arc === undefined ? {} : { arc: vm.arc }),
    ...(vm.set === undefined ? {} : { instances: instanceRows(vm, agent) }),
    ...(outstanding === undefined ? {} : { outstanding }),
    ...(judgement === undefined ? {} : { verdict: judgement.verdict, findings: judgement.findings.filter(isNotable) }),
    actions: actions.map(({ action, state }) => ({ ...action, state, text: describeAction(action) })),
    ...(proof === undefined ? {} : { proof }),
    ...(stays === undefined ? {} : { stays }),
  };
}

function destinationResult(destination: DestinationShown): Record<string, unknown> {
  if (destination.kind === 'rule') return { kind: 'rule', rule: destination.rule.id, name: destination.rule.name };
  const { kind, workspaceId, name, cloud, key } = destination;
  return {
    ...{ kind, workspaceId, cloud },
    ...(name === undefined ? {} : { name }),
    ...(key === undefined ? {} : { key: { source: key.from.source, text: key.from.text, ...key.state } }),
  };
}

function countsOf(targets: readonly DeployedTarget[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { state } of targets) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}
