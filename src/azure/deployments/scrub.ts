import { Problem } from '../../problem.ts';
import type { Secret } from '../../secret.ts';
import { DeploymentFailure } from '../../target/deployment-failure.ts';
import { ExtensionFailure } from '../../target/extension-failure.ts';
import { Refused } from '../problem/problem-of-refusal.ts';

/** Shorter texts stand in half of all sentences by chance. */
const SHORTEST = 5;

/**
 * A value without the secrets of the request that it answers, at any depth. Azure keeps secure parameters to itself; a template that
 * uses one where it does not belong (a name, an output) would have it repeated.
 */
export function scrubbed<T>(value: T, secrets: readonly Secret[]): T {
  const words = secrets.map((secret) => secret.reveal()).filter((word) => word.length >= SHORTEST);
  return words.length === 0 ? value : (clean(value, words) as T);
}

function clean(value: unknown, words: readonly string[]): unknown {
  if (typeof value === 'string') return words.reduce((text, word) => text.replaceAll(word, '[secret]'), value);
  if (Array.isArray(value)) return value.map((one) => clean(one, words));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [clean(key, words), clean(one, words)]));
}

/** The same of a Problem and its cause; anything else is thrown on as it is. */
export function scrubbedProblem(error: unknown, secrets: readonly Secret[]): unknown {
  if (!(error instanceof Problem) || secrets.length === 0) return error;
  const { code, exit, message, why, fix, retryable, target } = error;
  return new Problem({
    ...{ code, exit, retryable },
    ...scrubbed({ message, fix }, secrets),
    ...(why === undefined ? {} : { why: scrubbed(why, secrets) }),
    ...(target === undefined ? {} : { target }),
    ...(error.cause === undefined ? {} : { cause: scrubbedCause(error.cause, secrets) }),
  });
}

function scrubbedCause(cause: unknown, secrets: readonly Secret[]): unknown {
  if (cause instanceof DeploymentFailure) return new DeploymentFailure(scrubbed(cause.errors, secrets));
  if (cause instanceof ExtensionFailure) return new ExtensionFailure(scrubbed(cause.handler, secrets));
  if (cause instanceof Refused) return new Refused(scrubbed(cause.refusal, secrets));
  return cause instanceof Problem ? scrubbedProblem(cause, secrets) : cause;
}
