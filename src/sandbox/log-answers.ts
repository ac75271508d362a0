import {
  FIRST_HEARTBEAT,
  FIRST_HEARTBEAT_OF_COMPUTER,
  INGESTION_TROUBLE,
  LAST_HEARTBEATS,
  SERVICE_NOW,
} from '../verify/log-queries.ts';
import { firstRecordAfter, type HeartbeatSpan, heartbeatsOf, lastRecord } from './heartbeats.ts';
import type { SandboxWorkspace } from './state.ts';
import { since } from './timespan.ts';
import type { World } from './world.ts';

export interface LogTable {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly unknown[])[];
}

/** The table that one of azmon's queries has for an answer; undefined: it is none of them. */
export function answerQuery(
  text: string,
  timespan: string | undefined,
  workspace: SandboxWorkspace,
  world: World,
): LogTable | undefined {
  const now = world.clock.now();
  const from = since(timespan, now);
  if (SERVICE_NOW.read(text) !== undefined) return { columns: columns('Now'), rows: [[iso(now)]] };
  const last = LAST_HEARTBEATS.read(text);
  if (last !== undefined)
    return lastHeartbeats(heartbeatsOf(workspace, world), Math.max(from, now - Number(last.days) * DAY), now);
  const first = FIRST_HEARTBEAT.read(text);
  if (first !== undefined) {
    const spans = heartbeatsOf(workspace, world, first.resourceId).filter((span) => isOf(span, first.categories));
    return firstHeartbeat(spans, Math.max(from, Date.parse(first.since)), now);
  }
  const named = FIRST_HEARTBEAT_OF_COMPUTER.read(text);
  if (named !== undefined) {
    const spans = heartbeatsOf(workspace, world).filter(
      (span) => isNamed(span, named.computer) && isOf(span, named.categories),
    );
    return firstHeartbeat(spans, Math.max(from, Date.parse(named.since)), now);
  }
  return INGESTION_TROUBLE.read(text) === undefined ? undefined : ingestionTrouble(workspace, now);
}

const DAY = 86_400_000;
const iso = (time: number): string => new Date(time).toISOString();
const isOf = ({ category }: HeartbeatSpan, wanted: string): boolean =>
  wanted.toLowerCase().split(',').includes(category.toLowerCase());
const isNamed = ({ machine }: HeartbeatSpan, name: string): boolean =>
  machine.computerName.split('.')[0]?.toLowerCase() === name.toLowerCase();

const DATES = ['TimeGenerated', 'Ingested', 'Now'];
const columns = (...names: readonly string[]): LogTable['columns'] =>
  names.map((name) => ({ name, type: DATES.includes(name) ? 'datetime' : 'string' }));

function lastHeartbeats(spans: readonly HeartbeatSpan[], from: number, now: number): LogTable {
  const rows = spans
    .map((span) => ({ span, at: lastRecord(span, now) }))
    .filter(({ at }) => at > from)
    .map(({ span: { machine, category, version, managementGroup }, at }) => [
      ...[machine.vmId, category, iso(at), machine.computerName, version],
      ...[machine.system === 'windows' ? 'Windows' : 'Linux', managementGroup],
      // As the service has them: the id in lower case, the other in capitals.
      ...[machine.id.toLowerCase(), machine.vmId.toUpperCase(), iso(now)],
    ])
    .sort(([a = ''], [b = '']) => a.localeCompare(b));
  return {
    columns: columns(
      ...['SourceComputerId', 'Category', 'TimeGenerated', 'Computer', 'Version', 'OSType', 'ManagementGroupName'],
      ...['ResourceId', 'VMUUID', 'Now'],
    ),
    rows,
  };
}

/** Without a group, `summarize` makes one row even of nothing: its times are null, its texts empty. */
function firstHeartbeat(spans: readonly HeartbeatSpan[], from: number, now: number): LogTable {
  const found = spans
    .map((span) => ({ span, at: firstRecordAfter(span, from, now) }))
    .filter((one): one is { span: HeartbeatSpan; at: number } => one.at !== undefined)
    .sort((a, b) => a.at - b.at)[0];
  const row =
    found === undefined
      ? [null, null, '', '']
      : [iso(found.at), iso(found.at), found.span.machine.computerName, found.span.version];
  return { columns: columns('TimeGenerated', 'Ingested', 'Computer', 'Version', 'Now'), rows: [[...row, iso(now)]] };
}

function ingestionTrouble({ overQuota }: SandboxWorkspace, now: number): LogTable {
  const midnight = Math.floor(now / DAY) * DAY;
  const detail = 'The ingestion of data was stopped: the daily cap of the workspace was reached.';
  return {
    columns: columns('OperationKey', 'TimeGenerated', 'Detail'),
    rows: overQuota === true ? [['Data collection stopped', iso(midnight), detail]] : [],
  };
}
