import type { DeploymentRequest, Deployments, Waiting } from '../../ports.ts';
import { API } from '../api-versions.ts';
import { afterwards } from '../compute/extensions.ts';
import { follow } from '../wire/follow.ts';
import { ask, following, listAll, send, type Wire } from '../wire/wire.ts';
import { changesOf, type RawChange } from './changes-of.ts';
import { bodyOf, secretsIn } from './deployment-body.ts';
import { failureOf, isFailedOperation } from './failure-of.ts';
import { scrubbed, scrubbedProblem } from './scrub.ts';

const version = API.deployments.sent;
const DEPLOYMENTS = 'providers/Microsoft.Resources/deployments';

/**
 * Template deployments into a resource group or a subscription, always incremental. Values that are secrets are opened while the request
 * is built; no text that comes back repeats one.
 */
export function deploymentsBy(wire: Wire): Deployments {
  return {
    validate: (request, waiting) => guarded(request, () => validate(wire, request, waiting)),
    whatIf: (request, waiting) => guarded(request, () => whatIf(wire, request, waiting)),
    deploy: (request, waiting) => guarded(request, () => deploy(wire, request, waiting)),
    names: (scope) => names(wire, scope),
  };
}

const pathOf = ({ scope, name }: DeploymentRequest): string => `${scope}/${DEPLOYMENTS}/${encodeURIComponent(name)}`;

async function guarded<T>(request: DeploymentRequest, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw scrubbedProblem(error, secretsIn(request));
  }
}

interface RawDeployment {
  readonly id?: string;
  readonly name?: string;
  readonly properties?: {
    readonly timestamp?: string;
    readonly validatedResources?: readonly { readonly id?: string }[] | null;
    readonly outputResources?: readonly { readonly id?: string }[] | null;
  } | null;
}

async function validate(wire: Wire, request: DeploymentRequest, waiting: Waiting): Promise<readonly string[]> {
  const { signal } = waiting;
  const first = await send(wire, 'post', `${pathOf(request)}/validate`, { version, body: bodyOf(request), signal });
  const body = await follow(first, following(wire, about('validate', request)), { ...waiting, wait: true });
  return idsOf((body as RawDeployment | undefined)?.properties?.validatedResources);
}

async function whatIf(wire: Wire, request: DeploymentRequest, waiting: Waiting) {
  const { signal } = waiting;
  const body = bodyOf(request, { whatIfSettings: { resultFormat: 'FullResourcePayloads' } });
  const first = await send(wire, 'post', `${pathOf(request)}/whatIf`, { version, body, signal });
  const result = await follow(first, following(wire, about('foresee', request)), { ...waiting, wait: true });
  const { properties } = (result ?? {}) as { properties?: { changes?: readonly RawChange[] | null } | null };
  return scrubbed(changesOf(properties?.changes ?? []), secretsIn(request));
}

async function deploy(wire: Wire, request: DeploymentRequest, waiting: Waiting) {
  const path = pathOf(request);
  const { signal } = waiting;
  const first = await send(wire, 'put', path, { version, body: bodyOf(request), signal });
  const attempt = about('run', request);
  await follow(first, following(wire, attempt), waiting).catch(async (error: unknown) => {
    throw isFailedOperation(error) ? await failureOf(wire, request, path, error) : error;
  });
  const done = await ask<RawDeployment>(wire, 'get', path, { version, signal }).catch(afterwards(attempt));
  return { id: done.id ?? path, resources: idsOf(done.properties?.outputResources) };
}

/** A deployment that was never dated would stand last. */
async function names(wire: Wire, scope: string): Promise<readonly string[]> {
  const all = await listAll<RawDeployment>(wire, `${scope}/${DEPLOYMENTS}/`, { version });
  const at = ({ properties }: RawDeployment): number => Date.parse(properties?.timestamp ?? '') || 0;
  return [...all].sort((a, b) => at(b) - at(a)).flatMap(({ name }) => name ?? []);
}

const about = (verb: string, { name }: DeploymentRequest) => ({ verb, thing: `the deployment ${name}` });

const idsOf = (resources: readonly { readonly id?: string }[] | null | undefined): readonly string[] =>
  (resources ?? []).flatMap(({ id }) => id ?? []);
