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
    ...osOf(properties, system),
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

/** osSku is a system's own title ("Ubuntu 20.04.6 LTS", "Windows Server 2019 Datacenter"); osVersion of Linux is that of its kernel. */
function osOf({ osSku, osVersion }: RawProperties, system: AzureVm['system']): Pick<AzureVm, 'os'> {
  const title = osSku?.trim() ?? '';
  if (system === 'windows')
    return title === '' || typeof osVersion !== 'string' ? {} : { os: { name: title, version: osVersion } };
  const [, name, version, servicePack] = LINUX_TITLE.exec(title) ?? [];
  if (name === undefined || version === undefined) return {};
  return { os: { name: shortName(name), version: servicePack === undefined ? version : `${version}.${servicePack}` } };
}

/** SUSE counts service packs: 12 SP5 is 12.5 everywhere else. */
const LINUX_TITLE = /^(\D+?)\s*\b(\d+(?:\.\d+)*)\b(?:\s+SP\s?(\d+))?/i;

/** As a VM agent reports it: the distribution's id. The first that fits counts. */
const NAMES: readonly (readonly [title: RegExp, name: string])[] = [
  [/red hat/i, 'redhat'],
  [/oracle/i, 'oracle'],
  [/suse/i, 'suse'],
  [/amazon/i, 'amzn'],
  [/rocky/i, 'rocky'],
  [/alma/i, 'almalinux'],
];

const shortName = (title: string): string =>
  NAMES.find(([pattern]) => pattern.test(title))?.[1] ?? (title.split(/[\s/]/)[0] ?? '').toLowerCase();
