import { badCall } from './arm-argument.ts';
import type { DeploymentScope } from './arm-context.ts';

/**
 * What resourceId and its sisters give: `[subscription], [group], type, names...`. Throws TemplateError where names and types do not go
 * together.
 */
export function resourceIdOf(name: string, args: readonly string[], scope: DeploymentScope): string {
  const at = args.findIndex((one) => one.includes('/'));
  const [type = '', ...names] = at === -1 ? [] : args.slice(at);
  const [namespace = '', ...types] = type.split('/');
  if (at === -1 || at > 2 || types.length !== names.length)
    throw badCall(
      name,
      at === -1
        ? 'it has no argument that is a type'
        : `the type '${type}' requires '${types.length}' resource name argument(s)`,
    );
  const tail = types.map((one, index) => `/${one}/${names[index]}`).join('');
  return `${prefixOf(name, args.slice(0, at), scope)}/providers/${namespace}${tail}`;
}

function prefixOf(name: string, before: readonly string[], { subscription, group }: DeploymentScope): string {
  if (name === 'tenantResourceId') return '';
  if (name === 'subscriptionResourceId') return `/subscriptions/${before[0] ?? subscription.id}`;
  const [id, inGroup] = before.length === 2 ? before : [subscription.id, before[0] ?? group?.name];
  return inGroup === undefined ? `/subscriptions/${id}` : `/subscriptions/${id}/resourceGroups/${inGroup}`;
}
