import { associatedId } from './every-machine.ts';
import type { HeartbeatSpan } from './heartbeats.ts';
import type { SandboxExtension, SandboxMachine, SandboxWorkspace } from './state.ts';
import type { World } from './world.ts';

/** What the agents that were installed as extensions report to a workspace. */
export function extensionRecords(
  machine: SandboxMachine,
  workspace: SandboxWorkspace,
  ties: ReadonlyMap<string, number>,
  world: World,
): readonly HeartbeatSpan[] {
  // When a machine was stopped is not kept: what is not running reports nothing at all.
  if (machine.networkBlocked === true || machine.power !== 'running' || isGone(machine)) return [];
  const spans = machine.extensions.flatMap((extension) => spanOf(extension, machine, workspace, ties, world) ?? []);
  return spans.length > 0 && isSilenced(machine, world) ? [] : spans;
}

function spanOf(
  extension: SandboxExtension,
  machine: SandboxMachine,
  workspace: SandboxWorkspace,
  ties: ReadonlyMap<string, number>,
  world: World,
): HeartbeatSpan | undefined {
  if (extension.workingSince === undefined) return undefined;
  const publisher = extension.publisher.toLowerCase();
  if (publisher === 'microsoft.azure.monitor')
    return successor(extension, extension.workingSince, machine, ties.get(associatedId(machine.id)), world);
  return publisher === 'microsoft.enterprisecloud.monitoring'
    ? legacy(extension, extension.workingSince, machine, workspace, world)
    : undefined;
}

/** It signs in with the workspace's key: nothing arrives where keys are not taken. */
function legacy(
  { workspaceId, silentSince, installedVersion }: SandboxExtension,
  workingSince: number,
  machine: SandboxMachine,
  { customerId, localAuthDisabled }: SandboxWorkspace,
  { settings }: World,
): HeartbeatSpan | undefined {
  if (workspaceId?.toLowerCase() !== customerId || localAuthDisabled) return undefined;
  return {
    ...{ machine, category: 'Direct Agent', version: agentVersion(machine.system, installedVersion) },
    ...{ managementGroup: `AOI-${customerId}`, first: workingSince + delayOf(settings) },
    ...(silentSince === undefined ? {} : { until: silentSince }),
  };
}

/** On Windows the agent's own version: extension 1.0.18076.0 brings agent 10.20.18076.0. */
const agentVersion = (system: 'linux' | 'windows', extension: string): string =>
  system === 'windows' ? extension.replace(/^1\.0\./, '10.20.') : extension;

/** Reports as soon as it runs, the machine has an identity, and a rule sends to this workspace: whichever came last. */
function successor(
  { silentSince, installedVersion }: SandboxExtension,
  workingSince: number,
  machine: SandboxMachine,
  tied: number | undefined,
  { settings }: World,
): HeartbeatSpan | undefined {
  const { identity } = machine;
  if (tied === undefined || (!identity.system && identity.user.length === 0)) return undefined;
  return {
    ...{ machine, category: 'Azure Monitor Agent', version: installedVersion, managementGroup: '' },
    first: Math.max(workingSince, tied) + delayOf(settings),
    ...(silentSince === undefined ? {} : { until: silentSince }),
  };
}

/** An Arc machine that does not reach Azure has no way to its workspace either. */
const isGone = ({ arc }: SandboxMachine): boolean => arc !== undefined && arc.status !== 'Connected';

/** A record comes after what it came of, also where nothing takes time: who looks from that moment on must find it. */
const delayOf = ({ heartbeatDelayMs }: World['settings']): number => Math.max(1, heartbeatDelayMs);

/** The fault `silent`: what was installed never reports. */
const isSilenced = ({ name, id }: SandboxMachine, { faults }: World): boolean =>
  faults.take({ method: '*', path: id, machine: name, kinds: ['silent'] }) !== undefined;
