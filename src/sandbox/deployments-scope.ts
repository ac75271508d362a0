import type { DeploymentScope } from './arm-context.ts';
import type { World } from './world.ts';

/** The scope of a deployment by its resource id: what is in front of `/providers/Microsoft.Resources/deployments/name`. */
export function scopeOf(
  id: string,
  location: string | undefined,
  { state, origin }: Pick<World, 'state' | 'origin'>,
): DeploymentScope {
  const [, above = '', name = ''] = /^(.*)\/providers\/Microsoft\.Resources\/deployments\/([^/]+)$/i.exec(id) ?? [];
  const [, subscription = '', inGroup] = /^\/subscriptions\/([^/]+)(?:\/resourceGroups\/([^/]+))?$/i.exec(above) ?? [];
  const known = state.groups[above.toLowerCase()];
  const group = inGroup === undefined ? undefined : (known ?? { id: above, name: inGroup, location: '', tags: {} });
  return {
    ...{ id: group?.id ?? above, name, tenant: state.tenant, origin },
    subscription: {
      id: subscription,
      name: state.subscriptions.find((one) => one.id === subscription.toLowerCase())?.name ?? '',
    },
    ...(group === undefined ? {} : { group }),
    ...(location === undefined ? {} : { location }),
  };
}
