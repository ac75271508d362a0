import { associatedId, everyMachine, machineById } from './every-machine.ts';
import { extensionRecords } from './heartbeat-spans.ts';
import { tiesTo } from './rule-ties.ts';
import type { SandboxMachine, SandboxWorkspace } from './state.ts';
import type { World } from './world.ts';

const MINUTE = 60_000;

/** What one agent of one machine reports to one workspace: a row a minute, computed and never stored. Times in ms of the sandbox's clock. */
export interface HeartbeatSpan {
  readonly machine: SandboxMachine;
  readonly category: 'Direct Agent' | 'SCOM Agent' | 'Azure Monitor Agent';
  readonly version: string;
  readonly managementGroup: string;
  /** Its first record. */
  readonly first: number;
  /** No record after it; missing: it goes on. */
  readonly until?: number;
}

/** Everything that reports to a workspace, as far as it may take anything in; of one machine (its id), or of all. */
export function heartbeatsOf(workspace: SandboxWorkspace, world: World, only?: string): readonly HeartbeatSpan[] {
  if (!workspace.publicIngestion) return [];
  const one = only === undefined ? undefined : machineById(only, world.state);
  const asked = only === undefined ? everyMachine(world.state) : one === undefined ? [] : [one];
  const ties = tiesTo(workspace, world.state, only === undefined ? undefined : associatedId(only));
  return asked
    .flatMap((machine) => spansOf(machine, workspace, ties, world))
    .map((span) => capped(span, workspace, world.clock.now()))
    .filter(({ first, until }) => first <= world.clock.now() && (until === undefined || first <= until));
}

function spansOf(
  machine: SandboxMachine,
  workspace: SandboxWorkspace,
  ties: ReadonlyMap<string, number>,
  world: World,
): readonly HeartbeatSpan[] {
  if (machine.extensions.length === 0 && machine.otherAgents.length === 0) return [];
  const others = machine.otherAgents
    .filter((agent) => agent.workspaceId === workspace.customerId)
    .map(({ category, version, managementGroup = '', since, until }) => ({
      ...{ machine, category, version, managementGroup, first: since },
      ...(until === undefined ? {} : { until }),
    }));
  return [...extensionRecords(machine, workspace, ties, world), ...others];
}

/** A workspace over its daily cap takes in nothing more until midnight, UTC. */
function capped(span: HeartbeatSpan, workspace: SandboxWorkspace, now: number): HeartbeatSpan {
  if (workspace.overQuota !== true) return span;
  const midnight = Math.floor(now / (1440 * MINUTE)) * 1440 * MINUTE;
  return { ...span, until: Math.min(span.until ?? midnight, midnight) };
}

/** The newest record that is there at `now`. */
export function lastRecord({ first, until }: HeartbeatSpan, now: number): number {
  const end = Math.min(now, until ?? now);
  return first + Math.floor((end - first) / MINUTE) * MINUTE;
}

/** The first record after a time that is there at `now`; undefined: there is none. */
export function firstRecordAfter(span: HeartbeatSpan, since: number, now: number): number | undefined {
  const steps = since < span.first ? 0 : Math.floor((since - span.first) / MINUTE) + 1;
  const record = span.first + steps * MINUTE;
  return record <= Math.min(now, span.until ?? now) ? record : undefined;
}
