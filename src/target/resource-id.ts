import { EXIT, Problem } from '../problem.ts';

/** A machine as Azure Resource Manager names it. */
export interface ResourceId {
  readonly type: 'vm' | 'scale-set' | 'arc';
  readonly subscription: string;
  readonly group: string;
  readonly name: string;
  /** Canonical: the fixed words in Microsoft's spelling, the subscription in lower case, group and name as written. */
  readonly id: string;
  /** `id` in lower case: Azure compares ids without case and mixes cases in what it returns. */
  readonly key: string;
}

const TYPES: Readonly<Record<string, { readonly type: ResourceId['type']; readonly path: string }>> = {
  'microsoft.compute/virtualmachines': { type: 'vm', path: 'Microsoft.Compute/virtualMachines' },
  'microsoft.compute/virtualmachinescalesets': { type: 'scale-set', path: 'Microsoft.Compute/virtualMachineScaleSets' },
  'microsoft.hybridcompute/machines': { type: 'arc', path: 'Microsoft.HybridCompute/machines' },
};

const SUBSCRIPTION = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** Naming rules of resource groups: up to 90 letters, digits, `_ - . ( )`, not ending in a full stop. */
const GROUP = /^[\p{L}\p{N}_().-]{0,89}[\p{L}\p{N}_()-]$/u;
/** Naming rules of machines, the widest of the three types: up to 64 letters, digits, `_ - .`, not ending in a full stop. */
const NAME = /^[\p{L}\p{N}_.-]{0,63}[\p{L}\p{N}_-]$/u;

export const isGroupName = (text: string): boolean => GROUP.test(text);
export const isMachineName = (text: string): boolean => NAME.test(text);

/**
 * Reads the resource id of a virtual machine, a scale set or an Azure Arc machine, in any case.
 * Throws AZMON-TARGET-ID (2) that says which part is wrong.
 */
export function parseResourceId(text: string): ResourceId {
  const parts = text.replace(/\/$/, '').split('/');
  const [empty, word, subscription = '', groupWord, group = '', providers, provider = '', kind = '', name = ''] = parts;
  if (empty !== '' || !is(word, 'subscriptions')) throw wrong('it does not begin with /subscriptions/');
  if (!SUBSCRIPTION.test(subscription)) throw wrong('the part after /subscriptions/ is not a GUID');
  if (!is(groupWord, 'resourcegroups')) throw wrong('the word /resourceGroups/ is missing after the subscription');
  if (!isGroupName(group)) throw wrong('the name of the resource group is missing or not allowed');
  if (!is(providers, 'providers')) throw wrong('the word /providers/ is missing after the resource group');
  const known = TYPES[`${provider}/${kind}`.toLowerCase()];
  if (known === undefined) throw wrong('it names neither a virtual machine, nor a scale set, nor an Azure Arc machine');
  if (!isMachineName(name)) throw wrong('the name of the machine is missing or not allowed');
  if (parts.length > 9) throw wrong('something follows the name of the machine');
  const id = `/subscriptions/${subscription.toLowerCase()}/resourceGroups/${group}/providers/${known.path}/${name}`;
  return { type: known.type, subscription: subscription.toLowerCase(), group, name, id, key: id.toLowerCase() };
}

/** The key of the machine that an extension or an association belongs to, from the id of either. */
export const machineKeyOf = (id: string): string =>
  id.toLowerCase().replace(/\/extensions\/[^/]+$|\/providers\/microsoft\.insights\/[^/]+\/[^/]+$/, '');

/** A machine as a command line names it shortly: `azure:group/name`, `arc:group/name`, `vmss:group/name`; a target that is no resource id as it is. */
export function shortTarget(target: string): string {
  const [, group, type = '', name] = MACHINE.exec(target) ?? [];
  const prefix = PREFIXES[type.toLowerCase()];
  return prefix === undefined ? target : `${prefix}:${group}/${name}`;
}

const MACHINE = /^\/subscriptions\/[^/]+\/resourcegroups\/([^/]+)\/providers\/([^/]+\/[^/]+)\/([^/]+)$/i;

const PREFIXES: Readonly<Record<string, string>> = {
  'microsoft.compute/virtualmachines': 'azure',
  'microsoft.hybridcompute/machines': 'arc',
  'microsoft.compute/virtualmachinescalesets': 'vmss',
};

/** The last part of a resource id: what people call the resource. */
export const nameIn = (id: string): string => id.split('/').at(-1) ?? id;

const is = (part: string | undefined, word: string): boolean => part?.toLowerCase() === word;

function wrong(why: string): Problem {
  return new Problem({
    code: 'AZMON-TARGET-ID',
    exit: EXIT.usage,
    message: 'a resource id cannot be read',
    why,
    fix: [
      {
        text: 'an id looks like /subscriptions/<guid>/resourceGroups/<group>/providers/Microsoft.Compute/virtualMachines/<name> (Arc: Microsoft.HybridCompute/machines)',
      },
      { text: 'list the ids of the virtual machines you can see', command: 'az vm list --query [].id -o tsv' },
    ],
  });
}
