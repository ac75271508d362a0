import type { HostRun, HostTarget } from '../rollout/host-run.ts';
import type { TextOptions } from './check-words.ts';
import { causesTold } from './deploy-fleet.ts';
import { deploySummary } from './deploy-summary.ts';
import { hostCauses } from './host-causes.ts';
import { hostHead, hostOne, hostPlan } from './host-one.ts';
import { hostName } from './host-words.ts';
import { logLines } from './log-lines.ts';

export { hostResult, hostTargetResult } from './host-json.ts';

/** What was done to machines outside Azure as lines: one in detail, several by what became of them. Pure. */
export function hostLines(run: HostRun, options: TextOptions): string[] {
  const [only, second] = run.targets;
  const body =
    only !== undefined && second === undefined ? hostOne(only, run.words, options) : fleetLines(run, options);
  return [...body, ...deploySummary(run, options.paint)];
}

/** The biggest causes with a fix each, then all machines by what became of them. A dry run shows every change, `logs` every log. */
function fleetLines(run: HostRun, options: TextOptions): string[] {
  const shown = run.targets.flatMap((target) => [
    ...(run.dryRun ? plannedLines(target, options) : []),
    ...logsOf(target, options),
  ]);
  return [...shown, ...causesTold(hostCauses(run.targets), options)];
}

function plannedLines(target: HostTarget, options: TextOptions): string[] {
  const { change, state } = target;
  if (change === undefined || (state !== 'planned' && state !== 'unchanged')) return [];
  return [...hostHead(target, change, options.paint).slice(0, -1), ...hostPlan(change, options)];
}

function logsOf(target: HostTarget, { paint }: TextOptions): string[] {
  const logs = target.change?.wrapper?.logs ?? [];
  return logs.length === 0 ? [] : [paint.strong(hostName(target)), ...logLines(logs, paint), ''];
}
