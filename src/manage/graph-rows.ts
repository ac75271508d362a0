import { osOfTitle } from '../machine/arc-system.ts';
import type { GraphRow } from '../ports.ts';
import type { ArcPart, AzureVm, ImageReference, PowerState, VmExtension } from '../target/azure-vm.ts';
import { parseResourceId } from '../target/resource-id.ts';

/** A row of ALL_MACHINES or MACHINES_NAMED as the machine it stands for; what Resource Graph does not hold is empty. */
export function vmOfRow(row: GraphRow, extensions: readonly VmExtension[]): AzureVm {
  const { type, key, subscription, group, name } = parseResourceId(text(row, 'id'));
  const image = imageOf(text(row, 'image'));
  const identity = text(row, 'identity');
  const system = /windows/i.test(text(row, 'os') || text(row, 'arcOs')) ? 'windows' : 'linux';
  return {
    kind: type,
    ...{ id: text(row, 'id'), key, subscription, group, name, location: text(row, 'location') },
    system,
    ...(text(row, 'vmId') === '' ? {} : { vmId: text(row, 'vmId') }),
    ...(text(row, 'computerName') === '' ? {} : { computerName: text(row, 'computerName') }),
    ...(image === undefined ? {} : { image }),
    ...osOf(row, type, system),
    ...{ tags: {}, provisioning: '', power: powerOf(text(row, 'power')), vmAgent: { state: 'absent' } },
    ...(type === 'arc' ? { arc: arcOf(row) } : {}),
    ...{ extensionsAllowed: true, identity: { system: /systemassigned/i.test(identity), user: [] }, extensions },
  };
}

function osOf(row: GraphRow, type: AzureVm['kind'], system: AzureVm['system']): Pick<AzureVm, 'os'> {
  const [name, version] = [text(row, 'osName'), text(row, 'osVersion')];
  if (type === 'arc') return osOfTitle(system, text(row, 'arcSku'), version);
  return name === '' ? {} : { os: { name, version } };
}

const arcOf = (row: GraphRow): ArcPart => ({
  status: text(row, 'arcStatus'),
  ...(text(row, 'arcAgent') === '' ? {} : { agentVersion: text(row, 'arcAgent') }),
});

/** A row of AGENT_EXTENSIONS. */
export function extensionOfRow(row: GraphRow): VmExtension {
  const workspaceId = text(row, 'workspaceId');
  return {
    name: text(row, 'name'),
    publisher: text(row, 'publisher'),
    type: text(row, 'extensionType'),
    version: text(row, 'version'),
    provisioning: text(row, 'state'),
    settings: workspaceId === '' ? {} : { workspaceId },
    statuses: [],
  };
}

/** Columns that Resource Graph has no value for come as null or as an empty text. */
export const text = (row: GraphRow, column: string): string => {
  const value = row[column];
  return typeof value === 'string' ? value : '';
};

/** `publisher:offer:sku`; `::` for a machine made from a disk. */
function imageOf(joined: string): ImageReference | undefined {
  const [publisher = '', offer = '', sku = ''] = joined.split(':');
  return publisher === '' ? undefined : { publisher, offer, sku, version: '' };
}

const POWERS: readonly PowerState[] = ['running', 'starting', 'stopping', 'stopped', 'deallocating', 'deallocated'];

/** `PowerState/running` */
const powerOf = (code: string): PowerState =>
  POWERS.find((power) => code.toLowerCase() === `powerstate/${power}`) ?? 'unknown';
