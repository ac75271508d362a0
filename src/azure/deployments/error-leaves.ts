import type { DeploymentError } from '../../target/deployment-failure.ts';

interface RawError {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly target?: unknown;
  readonly details?: unknown;
}

/** As deep as errors are followed; recorded nested deployments wrap theirs seven deep. */
const DEEPEST = 14;
/** Longest text that is repeated to people; a handler's log of 4 kB fits. */
const LONGEST = 4_500;

/**
 * The errors of a body that nothing lies beneath: DeploymentFailed, ResourceDeploymentFailure, Conflict and the like only wrap others, in
 * `details` or as JSON within a message. Total. An error's resource is the nearest above it that is named.
 */
export const errorLeaves = (body: unknown, resource?: string): readonly DeploymentError[] =>
  leavesOf(body, resource, undefined, DEEPEST);

function leavesOf(
  body: unknown,
  resource: string | undefined,
  outer: string | undefined,
  depth: number,
): readonly DeploymentError[] {
  if (depth === 0) return [];
  if (typeof body === 'string') {
    const packed = fromJson(body);
    return packed === undefined ? leaf(outer, body, resource) : leavesOf(packed, resource, outer, depth - 1);
  }
  if (!isObject(body)) return [];
  const error: RawError = isObject(body.error) ? body.error : body;
  const code = typeof error.code === 'string' && error.code !== '' ? error.code : outer;
  const place = isResource(error.target) ? error.target : resource;
  const details = Array.isArray(error.details) ? error.details.slice(0, MOST_DETAILS) : [];
  const below = details.flatMap((one) => leavesOf(one, place, code, depth - 1));
  if (below.length > 0) return below;
  return typeof error.message === 'string' ? leavesOf(error.message, place, code, depth - 1) : leaf(code, '', place);
}

/** A deployment holds 800 resources at most. */
const MOST_DETAILS = 800;

function leaf(code: string | undefined, message: string, resource: string | undefined): readonly DeploymentError[] {
  const text = message.replaceAll(/\s+/g, ' ').trim().slice(0, LONGEST);
  if (code === undefined && text === '') return [];
  return [{ ...(resource === undefined ? {} : { resource }), code: code ?? 'Failed', message: text }];
}

const isResource = (target: unknown): target is string =>
  typeof target === 'string' && /^\/subscriptions\/[^/]+\/.*providers\//i.test(target);

function fromJson(text: string): unknown {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) && (isObject(value.error) || value.code !== undefined || value.message !== undefined)
      ? value
      : undefined;
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
