import { versionTrouble } from './api-version.ts';
import { unauthenticated } from './authenticate.ts';
import type { SandboxAnswer, SandboxRequest } from './exchange.ts';
import { Refusal, refusal } from './refusal.ts';
import type { Found } from './router.ts';
import type { World } from './world.ts';

export type Raw = Omit<SandboxRequest, 'params' | 'apiVersion'>;

/** A request's way through the sandbox: route, authenticate, validate, throttle, handle. What the stages refuse is an answer like any other. */
export async function answerOf(
  raw: Raw,
  world: World,
  find: (method: string, path: string) => Found | 'other-method' | undefined,
): Promise<SandboxAnswer> {
  const found = find(raw.method, raw.path);
  if (found === undefined || found === 'other-method') return notImitated(raw, found);
  const request = { ...raw, params: found.params, apiVersion: raw.query.get('api-version') ?? '' };
  const early = unauthenticated(found.route, request, world) ?? versionTrouble(found.route, request);
  if (early !== undefined) return early;
  try {
    return await found.route.answer(request, world);
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}

/** Azure has it perhaps; the sandbox says that it does not. 501 is not tried again by the SDKs. */
function notImitated({ method, path }: Raw, found: 'other-method' | undefined): SandboxAnswer {
  if (found !== undefined)
    return refusal(405, 'HttpMethodNotAllowed', `The sandbox does not imitate ${method} of this resource.`, {
      by: 'gateway',
    });
  return refusal(501, 'NotImitatedBySandbox', `The sandbox does not imitate ${method} ${path}`, { by: 'gateway' });
}
