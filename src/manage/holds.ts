import type { Agent } from '../agent/agent.ts';
import type { System } from '../machine/system.ts';
import type { VmExtension } from '../target/azure-vm.ts';
import { nameIn } from '../target/resource-id.ts';
import type { PolicyAssignment } from '../target/scope.ts';
import type { Heartbeat } from './heartbeat.ts';

/** What may hold a retired agent in its place. */
export interface Holding {
  readonly agent: Agent;
  readonly system: System | undefined;
  readonly heartbeats: readonly Heartbeat[];
  readonly extensions: readonly VmExtension[];
  /** Those that apply to the machine, as far as they could be read. */
  readonly policies: readonly PolicyAssignment[];
}

/** Why the agent must not simply be taken off; undefined: nothing of the kind was seen. Pure. */
export function heldBy(holding: Holding): string | undefined {
  return byOperationsManager(holding) ?? byDefender(holding) ?? byPolicy(holding);
}

function byOperationsManager({ agent, heartbeats }: Holding): string | undefined {
  const categories = agent.extension.operationsManagerCategories ?? [];
  const row = heartbeats.find((one) => one.agent === agent.id && categories.includes(one.category));
  if (row === undefined) return undefined;
  const group = row.managementGroup === undefined || row.managementGroup === '' ? '' : ` (${row.managementGroup})`;
  return `it also serves Operations Manager${group}`;
}

/** The extension that brings the sensor of its own, without this agent. Source: docs "Defender for Endpoint integration", unified solution. */
const UNIFIED = { publisher: 'microsoft.azure.azuredefenderforservers', type: 'mde.windows' };

function byDefender({ agent, system, extensions }: Holding): string | undefined {
  if (system?.family !== 'windows' || agent.extension.windows.sensorOn?.includes(system.id) !== true) return undefined;
  const unified = extensions.some(
    ({ publisher, type, provisioning }) =>
      publisher.toLowerCase() === UNIFIED.publisher &&
      type.toLowerCase() === UNIFIED.type &&
      /^succeeded$/i.test(provisioning),
  );
  return unified ? undefined : `on ${system.name} the sensor of Defender for Endpoint may run inside it`;
}

/** Whether an assignment of that kind puts the agent back; the same data decides for a removal. */
function byPolicy({ agent, policies }: Holding): string | undefined {
  const { definitions, title } = agent.extension.deployedBy;
  const found = policies.find((policy) => {
    if (!policy.enforced || policy.effect === 'disabled') return false;
    const known = policy.definitions.some((id) => definitions.includes(nameIn(id).toLowerCase()));
    return known || (policy.effect === 'deployifnotexists' && title.test(policy.title));
  });
  return found === undefined ? undefined : `the policy "${found.title}" puts it back`;
}
