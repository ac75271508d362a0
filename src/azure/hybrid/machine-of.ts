import { osOfTitle } from '../../machine/arc-system.ts';
import type { ArcPart, AzureVm, VmExtension } from '../../target/azure-vm.ts';
import { parseResourceId } from '../../target/resource-id.ts';
import type { RawMachine, RawProperties } from './raw.ts';

/** Azure's account of an Arc machine. What its agent told last is kept when it is disconnected. */
export function machineOf(raw: RawMachine, extensions: readonly VmExtension[]): AzureVm {
  const { key, subscription, group, name } = parseResourceId(raw.id);
  const properties = raw.properties ?? {};
  const arc = arcOf(properties);
  const connected = arc.status === 'Connected';
  // Heartbeat calls a machine by the number of its firmware, which is not that of the Arc resource.
  const vmId = properties.vmUuid ?? properties.vmId ?? undefined;
  const computerName = properties.osProfile?.computerName ?? properties.displayName ?? undefined;
  const system = systemOf(properties);
  return {
    kind: 'arc',
    ...{ id: raw.id, key, subscription, group, name: raw.name ?? name, location: raw.location },
    system,
    tags: raw.tags ?? {},
    provisioning: properties.provisioningState ?? 'Unknown',
    power: connected ? 'running' : 'unknown',
    vmAgent: {
      state: connected ? 'ready' : 'not-ready',
      ...(arc.agentVersion === undefined ? {} : { version: arc.agentVersion }),
      ...(connected ? {} : { message: `the Connected Machine agent is ${arc.status.toLowerCase()}` }),
    },
    extensionsAllowed: String(properties.agentConfiguration?.extensionsEnabled ?? true).toLowerCase() !== 'false',
    identity: { system: true, user: [] },
    ...{ extensions, arc },
    ...(vmId === undefined ? {} : { vmId }),
    ...(computerName === undefined ? {} : { computerName }),
    ...osOfTitle(system, properties.osSku ?? '', properties.osVersion ?? ''),
  };
}

function arcOf({ status, agentVersion, lastStatusChange }: RawProperties): ArcPart {
  return {
    status: status ?? 'Unknown',
    ...(typeof agentVersion === 'string' ? { agentVersion } : {}),
    ...(typeof lastStatusChange === 'string' ? { lastStatusChange } : {}),
  };
}

const systemOf = ({ osType, osName, osSku }: RawProperties): AzureVm['system'] =>
  /windows/i.test(osType ?? osName ?? osSku ?? '') ? 'windows' : 'linux';
