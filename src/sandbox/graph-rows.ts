import {
  AGENT_EXTENSIONS,
  ALL_MACHINES,
  MACHINES_NAMED,
  RULE_ASSOCIATIONS,
  WORKSPACE_BY_ID,
  WORKSPACES,
  WORKSPACES_NAMED,
} from '../target/graph-queries.ts';
import { type ArcMachine, isArc } from './hybrid-find.ts';
import { systemOf } from './hybrid-shape.ts';
import { profileOf } from './profile.ts';
import type { SandboxMachine, SandboxScaleSet, SandboxState, SandboxWorkspace } from './state.ts';

export type GraphRow = Readonly<Record<string, unknown>> & { readonly id: string };

/** The rows of a query in the subscriptions (lower case), by id; undefined: it is none of azmon's queries. */
export function graphRows(
  query: string,
  subscriptions: readonly string[],
  state: SandboxState,
): readonly GraphRow[] | undefined {
  const text = query.trim();
  const rows =
    machineRows(text, state) ??
    extensionRows(text, state) ??
    associationRows(text, state) ??
    workspaceRows(text, state);
  return rows
    ?.filter(({ id }) => subscriptions.includes(id.split('/')[2]?.toLowerCase() ?? ''))
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

function machineRows(text: string, { machines, scaleSets = {} }: SandboxState): GraphRow[] | undefined {
  const named = MACHINES_NAMED.read(text);
  if (named === undefined && ALL_MACHINES.read(text) === undefined) return undefined;
  const rows = [...Object.values(machines).map(machineRow), ...Object.values(scaleSets).map(scaleSetRow)];
  return named === undefined
    ? rows
    : rows.filter(({ name, type }) => isSame(`${name}`, named.name) && isSame(`${type}`, named.type));
}

function machineRow(machine: SandboxMachine): GraphRow {
  const { id, name, location, subscription, group, vmId } = machine;
  return {
    ...{ id, name, location, subscriptionId: subscription, resourceGroup: group.toLowerCase(), vmId },
    ...{ identity: identityOf(machine), ...(isArc(machine) ? arcColumns(machine) : vmColumns(machine)) },
  };
}

/** What the guest says is only there while its VM agent reports. */
function vmColumns(machine: SandboxMachine): object {
  const reports = machine.power === 'running' && machine.vmAgent === 'ready';
  const { publisher, offer, sku } = machine.image;
  const { osName, osVersion } = reports ? profileOf(machine) : { osName: '', osVersion: '' };
  return {
    ...{ type: 'microsoft.compute/virtualmachines', os: machine.system === 'windows' ? 'Windows' : 'Linux', arcOs: '' },
    ...{ power: `PowerState/${machine.power}`, osName, osVersion, computerName: machine.computerName },
    ...{ image: `${publisher}:${offer}:${sku}`, arcStatus: '', arcAgent: '', arcSku: '' },
  };
}

/** What was known last stays, whether the machine is connected or not. */
function arcColumns(machine: ArcMachine): object {
  const { osName, osVersion, osType, osSku } = systemOf(machine);
  return {
    ...{ type: 'microsoft.hybridcompute/machines', os: '', arcOs: osType, power: '', osName, osVersion, image: '::' },
    ...{ computerName: machine.computerName, arcStatus: machine.arc.status, arcAgent: machine.arc.agentVersion },
    arcSku: osSku,
  };
}

/** Its model stands elsewhere than that of a machine: the columns are empty. */
const scaleSetRow = (set: SandboxScaleSet): GraphRow => ({
  ...{ id: set.id, name: set.name, type: 'microsoft.compute/virtualmachinescalesets', location: set.location },
  ...{ subscriptionId: set.subscription, resourceGroup: set.group.toLowerCase(), vmId: '', identity: identityOf(set) },
  ...{ os: '', arcOs: '', power: '', osName: '', osVersion: '', computerName: '', image: '::' },
  ...{ arcStatus: '', arcAgent: '', arcSku: '' },
});

function identityOf({ identity }: Pick<SandboxMachine, 'identity'>): string {
  const words = [...(identity.system ? ['SystemAssigned'] : []), ...(identity.user.length > 0 ? ['UserAssigned'] : [])];
  return words.join(', ');
}

const PUBLISHERS = ['microsoft.enterprisecloud.monitoring', 'microsoft.azure.monitor'];

function extensionRows(text: string, { machines }: SandboxState): GraphRow[] | undefined {
  if (AGENT_EXTENSIONS.read(text) === undefined) return undefined;
  return Object.values(machines).flatMap(({ id, extensions }) =>
    extensions
      .filter(({ publisher }) => PUBLISHERS.includes(publisher.toLowerCase()))
      .map(({ name, publisher, type, provisioning, version, settings }) => ({
        ...{ id: `${id}/extensions/${name}`, name, publisher, extensionType: type, state: provisioning, version },
        workspaceId: typeof settings.workspaceId === 'string' ? settings.workspaceId : '',
      })),
  );
}

function associationRows(text: string, { associations }: SandboxState): GraphRow[] | undefined {
  if (RULE_ASSOCIATIONS.read(text) === undefined) return undefined;
  return Object.values(associations).map(({ id, name, rule = '' }) => ({ id, name, rule }));
}

function workspaceRows(text: string, { workspaces }: SandboxState): GraphRow[] | undefined {
  const all = Object.values(workspaces);
  if (WORKSPACES.read(text) !== undefined) return all.map(workspaceRow);
  const named = WORKSPACES_NAMED.read(text);
  if (named !== undefined) return all.filter(({ name }) => isSame(name, named.name)).map(workspaceRow);
  const byId = WORKSPACE_BY_ID.read(text);
  return byId === undefined
    ? undefined
    : all.filter(({ customerId }) => isSame(customerId, byId.workspaceId)).map(workspaceRow);
}

const workspaceRow = ({ id, name, location, subscription, group, customerId }: SandboxWorkspace): GraphRow => ({
  ...{ id, name, location, subscriptionId: subscription, resourceGroup: group.toLowerCase(), workspaceId: customerId },
});
