import { createHash } from 'node:crypto';
import { type BoundParameter, isSecure, shownType } from './arm-parameters.ts';
import type { BoundTemplate } from './arm-template.ts';
import { type DeploymentPlan, isDeployment } from './deployments-plan.ts';
import type { SandboxDeployment, SandboxDeploymentOperation } from './state.ts';

/** A deployment as Azure shows it. */
export function shownDeployment(deployment: SandboxDeployment, now: number): object {
  const { id, name, location, tags, state, parameters, correlationId, templateHash } = deployment;
  const { providers, dependencies, error, outputs, resources, at, endedAt } = deployment;
  const isOver = endedAt !== undefined;
  const succeeded = { outputs, outputResources: resources.map((one) => ({ id: one })) };
  return {
    ...{ id, name, type: 'Microsoft.Resources/deployments' },
    ...{ ...(location === undefined ? {} : { location }), ...(tags === undefined ? {} : { tags }) },
    properties: {
      ...{ templateHash, parameters, mode: 'Incremental', provisioningState: state },
      ...{
        timestamp: new Date(endedAt ?? at).toISOString(),
        duration: durationOf((endedAt ?? now) - at),
        correlationId,
      },
      ...{ providers, dependencies, ...(error === undefined ? {} : { error }) },
      ...(isOver && state === 'Succeeded' ? succeeded : {}),
    },
  };
}

/** ISO 8601, as ARM writes it: `PT1M3.99S`. */
export function durationOf(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  const rest = Number((seconds % 60).toFixed(7));
  return `PT${hours > 0 ? `${hours}H` : ''}${minutes > 0 ? `${minutes}M` : ''}${rest}S`;
}

/** Parameters as history keeps them: secure ones without a value. */
export const shownParameters = ({ parameters, context }: BoundTemplate): Record<string, unknown> =>
  Object.fromEntries(parameters.map((one) => [one.name, shownParameter(one, (name) => context.parameter(name))]));

function shownParameter({ name, type }: BoundParameter, value: (name: string) => unknown): object {
  return isSecure(type) ? { type: shownType(type) } : { type: shownType(type), value: value(name) };
}

/** Which types of which providers a deployment has, and what waits for what. */
export function summaryOf({ resources, order }: DeploymentPlan): Pick<SandboxDeployment, 'providers' | 'dependencies'> {
  const shown = resources.filter(({ skipped }) => !skipped);
  const namespaces = new Map<string, Map<string, Set<string | null>>>();
  for (const { type, source, context } of shown) {
    const [namespace = '', ...types] = type.split('/');
    const ofNamespace = namespaces.get(namespace) ?? new Map<string, Set<string | null>>();
    const places = ofNamespace.get(types.join('/')) ?? new Set<string | null>();
    const location =
      typeof source.location === 'string' && !source.location.startsWith('[')
        ? source.location
        : context.scope.group?.location;
    namespaces.set(
      namespace,
      ofNamespace.set(types.join('/'), places.add(isDeployment({ type }) ? null : (location ?? null))),
    );
  }
  const providers = [...namespaces].map(([namespace, types]) => ({
    namespace,
    resourceTypes: [...types].map(([resourceType, locations]) => ({ resourceType, locations: [...locations] })),
  }));
  const basic = ({ id, type, name }: (typeof shown)[number]) => ({ id, resourceType: type, resourceName: name });
  const dependencies = shown.flatMap((one) => {
    const before = shown.filter(({ id }) => order.get(one.id.toLowerCase())?.has(id.toLowerCase()));
    return before.length === 0 ? [] : [{ dependsOn: before.map(basic), ...basic(one) }];
  });
  return { providers, dependencies };
}

/** Twenty digits of a template, the same for the same one. */
export const hashOf = (template: unknown): string =>
  BigInt(`0x${createHash('sha256').update(JSON.stringify(template)).digest('hex').slice(0, 16)}`).toString();

/** Sixteen capitals and digits, from what the operation is about. */
const operationId = (resource: string): string =>
  createHash('sha256').update(resource.toLowerCase()).digest('hex').slice(0, 16).toUpperCase();

/** One operation of a deployment, as Azure shows it. */
export function shownOperation(
  { id }: SandboxDeployment,
  operation: SandboxDeploymentOperation,
): { readonly operationId: string; readonly properties: object } {
  const { resource, state, statusCode, at, tookMs, message } = operation;
  const own = operationId(resource);
  const target = resource === '' ? {} : { targetResource: targetOf(resource) };
  return {
    ...{ id: `${id}/operations/${own}`, operationId: own },
    properties: {
      provisioningOperation: resource === '' ? 'EvaluateDeploymentOutput' : 'Create',
      ...{ provisioningState: state, timestamp: new Date(at).toISOString(), duration: durationOf(tookMs) },
      statusCode,
      ...(message === undefined ? {} : { statusMessage: message }),
      ...target,
    },
  };
}

function targetOf(id: string): object {
  const [, namespace, rest = ''] = /^.*\/providers\/([^/]+)\/(.*)$/i.exec(id) ?? [];
  if (namespace === undefined)
    return { id, resourceType: 'Microsoft.Resources/resourceGroups', resourceName: id.split('/').at(-1) };
  const parts = rest.split('/');
  const every = (odd: number): string => parts.filter((_, index) => index % 2 === odd).join('/');
  return { id, resourceType: `${namespace}/${every(0)}`, resourceName: every(1) };
}
