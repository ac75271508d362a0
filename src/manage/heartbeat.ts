import type { AgentId } from '../agent/agent.ts';
import { AGENTS } from '../agent/index.ts';

/** The newest record of one agent in one workspace. */
export interface Heartbeat {
  /** GUID of the workspace, lower case. */
  readonly workspace: string;
  readonly agent: AgentId;
  readonly category: string;
  /** ISO 8601 */
  readonly at: string;
  /** How old it was when it was asked for, by the service's clock, milliseconds. */
  readonly ageMs: number;
  readonly computer: string;
  readonly version?: string;
  readonly system: 'linux' | 'windows' | 'unknown';
  readonly managementGroup?: string;
  /** As the agent says, in lower case; missing outside Azure. */
  readonly resourceId?: string;
  /** Lower case. */
  readonly vmId?: string;
}

/** A row of LAST_HEARTBEATS; undefined where its category is of neither generation (or it has no time). */
export function heartbeatOf(row: Readonly<Record<string, unknown>>, workspace: string): Heartbeat | undefined {
  const text = (name: string): string => (typeof row[name] === 'string' ? row[name] : '');
  const at = Date.parse(text('TimeGenerated'));
  const category = text('Category');
  const agent = AGENT_OF.get(category.toLowerCase());
  if (agent === undefined || Number.isNaN(at)) return undefined;
  const now = Date.parse(text('Now'));
  return {
    workspace,
    agent,
    category,
    at: new Date(at).toISOString(),
    ageMs: Number.isNaN(now) ? 0 : Math.max(0, now - at),
    computer: text('Computer'),
    system: systemOf(text('OSType')),
    ...given('version', text('Version')),
    ...given('managementGroup', text('ManagementGroupName')),
    ...given('resourceId', text('ResourceId').toLowerCase()),
    ...given('vmId', text('VMUUID').toLowerCase()),
  };
}

const AGENT_OF: ReadonlyMap<string, AgentId> = new Map(
  Object.values(AGENTS).flatMap(({ id, extension }) =>
    extension.heartbeatCategories.map((category) => [category.toLowerCase(), id] as const),
  ),
);

const given = <K extends string>(name: K, value: string): { readonly [P in K]?: string } =>
  value === '' ? {} : ({ [name]: value } as { readonly [P in K]?: string });

function systemOf(word: string): Heartbeat['system'] {
  const system = word.toLowerCase();
  return system === 'linux' || system === 'windows' ? system : 'unknown';
}
