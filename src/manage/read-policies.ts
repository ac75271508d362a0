import type { Azure } from '../ports.ts';
import type { AzureVm } from '../target/azure-vm.ts';
import type { PolicyAssignment } from '../target/scope.ts';
import type { StatusSource } from './machine-state.ts';
import { orUnread } from './read-fleet.ts';
import { sideBySide } from './side-by-side.ts';

/** How many scopes are read at a time. */
const SCOPES = 6;
/** So many resource groups are read one by one; beyond them only what stands on the subscriptions. */
const MOST_GROUPS = 200;

/** Assignments that apply to the resource groups of the machines, by `groupScope`. What cannot be read is noted among the sources. */
export async function readPolicies(
  azure: Azure,
  vms: readonly AzureVm[],
  sources: StatusSource[],
): Promise<(vm: AzureVm) => readonly PolicyAssignment[]> {
  const groups = new Set(vms.map(groupScope));
  const scopeOf = groups.size > MOST_GROUPS ? subscriptionScope : groupScope;
  if (scopeOf === subscriptionScope)
    sources.push({ source: 'policies of resource groups', read: false, why: `there are ${groups.size} groups` });
  const scopes = [...new Set(vms.map(scopeOf))];
  const tried: StatusSource[] = [];
  const read = await sideBySide(scopes, SCOPES, async (scope) => {
    const found = await orUnread(tried, `policies of ${scope}`, () => azure.resources.policies(scope));
    return [scope, found ?? []] as const;
  });
  sources.push(...tried.filter((source) => !source.read));
  const byScope = new Map(read);
  return (vm) => byScope.get(scopeOf(vm)) ?? [];
}

const subscriptionScope = ({ subscription }: AzureVm): string => `/subscriptions/${subscription.toLowerCase()}`;

const groupScope = (vm: AzureVm): string => `${subscriptionScope(vm)}/resourceGroups/${vm.group.toLowerCase()}`;
