import type { PlannedResource } from './arm-resources.ts';
import type { Inner } from './deployments-inner.ts';
import type { SandboxAnswer } from './exchange.ts';

/** How far a resource of a deployment has come. */
export type Progress =
  /** Its provider works on it: the address that says how it stands. */
  | {
      readonly state: 'working';
      readonly poll: string;
      readonly by: 'status' | 'location' | 'resource';
      readonly created: boolean;
    }
  /** It could not be begun, for a reason that goes away. */
  | { readonly state: 'later' }
  | { readonly state: 'Succeeded'; readonly statusCode: string }
  | { readonly state: 'Failed'; readonly statusCode: string; readonly message: unknown };

/** Sends what a template says of a resource to its provider, registering the provider where it must. */
export async function begin(
  resource: PlannedResource,
  body: unknown,
  inner: Inner,
  authorization: string,
): Promise<Progress> {
  const address = `${resource.id}?api-version=${resource.apiVersion}`;
  const answer = await inner({ method: 'PUT', address, authorization, body });
  if (answer.status === 429) return { state: 'later' };
  if (codeOf(answer) === 'MissingSubscriptionRegistration') return register(resource, inner, authorization);
  if (answer.status >= 300) return refused(answer);
  const created = answer.status === 201;
  const headers = answer.headers ?? {};
  if (headers['azure-asyncoperation'] !== undefined)
    return { state: 'working', poll: headers['azure-asyncoperation'], by: 'status', created };
  if (answer.status === 202 && headers.location !== undefined)
    return { state: 'working', poll: headers.location, by: 'location', created };
  return isWorking(answer) ? { state: 'working', poll: address, by: 'resource', created } : done(created);
}

/** How a resource stands that is being worked on. */
export async function look(
  at: Progress & { state: 'working' },
  inner: Inner,
  authorization: string,
): Promise<Progress> {
  const answer = await inner({ method: 'GET', address: at.poll, authorization });
  // What polls are refused for a moment is asked again.
  if (answer.status === 429 || answer.status >= 500 || answer.status === 202) return at;
  if (answer.status >= 300) return refused(answer);
  if (at.by === 'location') return done(at.created);
  if (at.by === 'resource') return isWorking(answer) ? at : done(at.created);
  const { status, error } = answer.body as { status: string; error?: unknown };
  if (status === 'Succeeded') return done(at.created);
  if (status !== 'Failed' && status !== 'Canceled') return at;
  return { state: 'Failed', statusCode: 'Conflict', message: { status, error } };
}

const done = (created: boolean): Progress => ({ state: 'Succeeded', statusCode: created ? 'Created' : 'OK' });

/** Docs "Resolve errors for resource provider registration": deployments register what they need by themselves. */
async function register({ id }: PlannedResource, inner: Inner, authorization: string): Promise<Progress> {
  const [, subscription = '', namespace = ''] = /^(\/subscriptions\/[^/]+).*\/providers\/([^/]+)\//i.exec(id) ?? [];
  const address = `${subscription}/providers/${namespace}/register?api-version=2021-04-01`;
  const answer = await inner({ method: 'POST', address, authorization });
  return answer.status >= 300 ? refused(answer) : { state: 'later' };
}

const codeOf = ({ body }: SandboxAnswer): string | undefined =>
  (body as { error?: { code?: string } } | undefined)?.error?.code;

function isWorking({ body }: SandboxAnswer): boolean {
  const state = (body as { properties?: { provisioningState?: string } } | undefined)?.properties?.provisioningState;
  return state !== undefined && !['succeeded', 'failed', 'canceled'].includes(state.toLowerCase());
}

const NAMES: Readonly<Record<number, string>> = {
  ...{
    400: 'BadRequest',
    401: 'Unauthorized',
    403: 'Forbidden',
    404: 'NotFound',
    405: 'MethodNotAllowed',
    409: 'Conflict',
  },
  ...{ 412: 'PreconditionFailed', 500: 'InternalServerError', 501: 'NotImplemented', 503: 'ServiceUnavailable' },
};

/** An answer that ends it, with the name of its status as operations of deployments show it. */
export function refused({ status, body }: SandboxAnswer): Progress & { state: 'Failed' } {
  const error = (body as { error?: unknown } | undefined)?.error ?? {
    code: NAMES[status] ?? 'InternalServerError',
    message: `The resource provider answered with ${status}.`,
  };
  return { state: 'Failed', statusCode: NAMES[status] ?? 'InternalServerError', message: { error } };
}
