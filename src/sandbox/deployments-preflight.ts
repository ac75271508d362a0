import type { PlannedResource } from './arm-resources.ts';
import type { DeploymentPlan } from './deployments-plan.ts';
import { bodyOf } from './deployments-plan.ts';
import type { SandboxRequest } from './exchange.ts';
import { gate } from './gate.ts';
import { type Refusal, refuse } from './refusal.ts';
import type { World } from './world.ts';

interface Error {
  readonly code: string;
  readonly message: string;
  readonly additionalInfo?: readonly object[];
}

/** What ends a deployment as a whole before anything is touched: no right to a resource, a policy, a lock. */
const BEFORE = [
  'AuthorizationFailed',
  'RequestDisallowedByPolicy',
  'ScopeLocked',
  'ResourceGroupNotFound',
  'SubscriptionNotFound',
];

/** Asks for every resource what ARM itself would ask of it. Undefined: nothing stands against it. */
export function deniedBefore(
  plans: readonly DeploymentPlan[],
  request: SandboxRequest,
  world: World,
): Refusal | undefined {
  const all = plans.flatMap(({ resources }) => resources.filter(({ skipped }) => !skipped));
  const groups = new Set(all.filter(({ type }) => /\/resourceGroups$/i.test(type)).map(({ id }) => id.toLowerCase()));
  const errors = all.flatMap((one): [PlannedResource, Error][] => {
    const error = errorOf(one, request, world);
    const [, group = ''] = /^(\/subscriptions\/[^/]+\/resourceGroups\/[^/]+)\//i.exec(one.id) ?? [];
    const isMade = error?.code === 'ResourceGroupNotFound' && groups.has(group.toLowerCase());
    return error === undefined || isMade || !BEFORE.includes(error.code) ? [] : [[one, error]];
  });
  return errors.length === 0 ? undefined : refused(errors);
}

function errorOf(one: PlannedResource, { headers }: SandboxRequest, world: World): Error | undefined {
  const body = bodyOf({ ...one, context: { ...one.context, unknown: 'as-text' } });
  const asked = {
    method: 'PUT',
    path: one.id,
    query: new URLSearchParams(),
    headers,
    body,
    params: {},
    apiVersion: one.apiVersion,
  };
  return (gate(asked, world)?.body as { error: Error } | undefined)?.error;
}

function refused(errors: readonly (readonly [PlannedResource, Error])[]): Refusal {
  const all = errors.map(([, error]) => error);
  if (all.every(({ code }) => code === 'AuthorizationFailed')) {
    const told = errors.map(
      ([{ name, type }, { message }]) =>
        `Authorization failed for template resource '${name}' of type '${type}'. ${message.replace('authorization to perform', 'permission to perform').replace(/ or the scope is invalid.*$/s, '.')}`,
    );
    return refuse(403, 'InvalidTemplateDeployment', `Deployment failed with multiple errors: '${told.join(':')}'`, {
      by: 'gateway',
    });
  }
  const policy = all.some(({ code }) => code === 'RequestDisallowedByPolicy');
  const why = policy ? 'because of policy violation' : `with error: '${all[0]?.message}'`;
  return refuse(
    400,
    'InvalidTemplateDeployment',
    `The template deployment failed ${why}. Please see details for more information.`,
    {
      ...{ by: 'gateway', details: all },
    },
  );
}
