import { AGENTS } from '../agent/index.ts';
import type { System } from '../machine/system.ts';
import { hardStops } from '../method/removal-stops.ts';
import type { AzureVm } from '../target/azure-vm.ts';
import type { PolicyAssignment } from '../target/scope.ts';
import type { Heartbeat } from './heartbeat.ts';
import type { Hold } from './machine-state.ts';

/** What may hold the Log Analytics agent in its place. */
export interface Holding {
  readonly vm: AzureVm;
  readonly system: System | undefined;
  readonly heartbeats: readonly Heartbeat[];
  /** Those that apply to the machine, as far as they could be read. */
  readonly policies: readonly PolicyAssignment[];
}

/** The same for a machine of which nothing but its records is known. Pure. */
export function holdsInRecords(heartbeats: readonly Heartbeat[]): readonly Hold[] {
  const agent = AGENTS['log-analytics'];
  const categories = agent.extension.operationsManagerCategories ?? [];
  const found = heartbeats.find((one) => one.agent === agent.id && categories.includes(one.category));
  if (found === undefined) return [];
  const why = `seen: Heartbeat of a ${found.category}, management group ${found.managementGroup ?? 'not told'}`;
  return [{ name: 'operations-manager', message: 'the agent serves Operations Manager too', why }];
}

/** What `azmon remove` would stop at, but for locks, which say nothing about the agent. Pure. */
export function holdsOn({ vm, system, heartbeats, policies }: Holding): readonly Hold[] {
  const agent = AGENTS['log-analytics'];
  const rows = heartbeats.filter((one) => one.agent === agent.id);
  const stops = hardStops({
    ...{ vm, agent, system, policies, associations: [], locks: [], options: {} },
    seen: {
      categories: [...new Set(rows.map(({ category }) => category))],
      managementGroups: [...new Set(rows.flatMap(({ managementGroup }) => managementGroup ?? []))],
    },
  });
  return stops.map(({ name, message, why }) => ({ name, message, why }));
}
