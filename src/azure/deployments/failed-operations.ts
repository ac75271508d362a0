import { Problem } from '../../problem.ts';
import type { DeploymentError } from '../../target/deployment-failure.ts';
import { API } from '../api-versions.ts';
import { listAll, type Wire } from '../wire/wire.ts';
import { errorLeaves } from './error-leaves.ts';

const version = API.deployments.sent;

interface RawOperation {
  readonly properties?: {
    readonly provisioningState?: string | null;
    readonly statusMessage?: unknown;
    readonly targetResource?: { readonly id?: string | null; readonly resourceType?: string | null } | null;
  } | null;
}

/** Deployments nest; Azure allows less. */
const DEEPEST = 6;

/**
 * What failed in a deployment and in those below it, each error with the resource it happened to. Empty where the operations tell nothing
 * or cannot be read: this explains a failure, and must not become another one.
 */
export async function failedOperations(wire: Wire, deployment: string, depth = DEEPEST): Promise<DeploymentError[]> {
  const operations = await listAll<RawOperation>(wire, operationsOf(deployment), { version }).catch(
    (error: unknown) => {
      if (error instanceof Problem && !/CANCELLED|UNREACHABLE/.test(error.code)) return [];
      throw error;
    },
  );
  const failed = operations.filter(({ properties }) => /^failed$/i.test(properties?.provisioningState ?? ''));
  const errors: DeploymentError[] = [];
  for (const one of failed) errors.push(...(await errorsOf(wire, one, depth)));
  // What failed without a resource (the outputs of a template) failed because something else did.
  const causes = errors.filter(({ resource }) => resource !== undefined);
  return unique(causes.length > 0 ? causes : errors);
}

async function errorsOf(wire: Wire, { properties }: RawOperation, depth: number): Promise<readonly DeploymentError[]> {
  const { id, resourceType } = properties?.targetResource ?? {};
  const isNested = /^Microsoft\.Resources\/deployments$/i.test(resourceType ?? '');
  const inner = isNested && typeof id === 'string' && depth > 0 ? await failedOperations(wire, id, depth - 1) : [];
  return inner.length > 0 ? inner : errorLeaves(properties?.statusMessage, id ?? undefined);
}

/** Of a group's deployment they are listed without the word of the provider, of a subscription's with it. */
const operationsOf = (deployment: string): string =>
  `${deployment.replace(/^(\/subscriptions\/[^/]+\/resourceGroups\/[^/]+)\/providers\/Microsoft\.Resources\//i, '$1/')}/operations`;

/** Azure lists an operation that was tried again more than once. */
function unique(errors: readonly DeploymentError[]): DeploymentError[] {
  const byText = errors.map(
    (one) => [JSON.stringify([one.resource?.toLowerCase(), one.code, one.message]), one] as const,
  );
  return [...new Map(byText).values()];
}
