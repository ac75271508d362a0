import {
  isRestError,
  type PipelinePolicy,
  type PipelineRequest,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import { NEVER_LEFT } from '../problem/problem-of-network.ts';
import { readErrors } from '../problem/refusal.ts';
import type { Pace } from './pace.ts';
import { retryAfterMs } from './retry-after.ts';

/** The first try counted. */
const MOST_TRIES = 5;
/** A service that wants to be left alone longer than this is reported instead of waited for: Compute's old windows last 30 minutes. */
const LONGEST_WAIT_MS = 300_000;
const FIRST_WAIT_MS = 800;
/** Another operation on the same resource takes its time. */
const FIRST_CONFLICT_WAIT_MS = 4_000;

/** Answers after which the same request may succeed. */
const PASSING = new Set([408, 500, 502, 503, 504]);
/** Of the 409s only these pass by themselves. */
const PASSING_CONFLICTS = new Set([
  'AnotherOperationInProgress',
  'RetryableError',
  'RetryableErrorDueToAnotherOperation',
  // Arc: another extension of the machine is still being worked on.
  'HCRP409',
]);

/**
 * The retry rule: 429 and 503 with Retry-After are waited out, 408 and 5xx are tried again ever later, 409 only for the codes that
 * pass by themselves, no other 4xx. The SDKs' own policy leaves out 429 without Retry-After and every 409, and sends a script to a
 * machine a second time when the answer to the first was lost. A run command is therefore only sent again when it was surely not taken.
 */
export function retries(pace: Pace, signal: AbortSignal): PipelinePolicy {
  return {
    name: 'azmonRetries',
    async sendRequest(request, next) {
      for (let tries = 1; ; tries++) {
        const outcome = await attempt(request, next);
        const wait = tries >= MOST_TRIES ? undefined : waitAfter(outcome, request, tries, pace);
        if (wait === undefined) return settled(outcome);
        await pace.wait(wait, request.abortSignal instanceof AbortSignal ? request.abortSignal : signal);
      }
    },
  };
}

type Outcome = { readonly response: PipelineResponse } | { readonly error: unknown };

async function attempt(
  request: PipelineRequest,
  next: (request: PipelineRequest) => Promise<PipelineResponse>,
): Promise<Outcome> {
  try {
    return { response: await next(request) };
  } catch (error) {
    return { error };
  }
}

function settled(outcome: Outcome): PipelineResponse {
  if ('error' in outcome) throw outcome.error;
  return outcome.response;
}

/** Milliseconds; undefined: not again. */
function waitAfter(outcome: Outcome, request: PipelineRequest, tries: number, pace: Pace): number | undefined {
  if ('error' in outcome)
    return isCut(outcome.error) && (isHarmless(request) || neverLeft(outcome.error))
      ? backoff(FIRST_WAIT_MS, tries, pace)
      : undefined;
  const { response } = outcome;
  const asked = retryAfterMs((name) => response.headers.get(name), pace.now());
  if (response.status === 429 || (response.status === 503 && asked !== undefined)) return throttled(asked, tries, pace);
  if (PASSING.has(response.status)) return isHarmless(request) ? backoff(FIRST_WAIT_MS, tries, pace) : undefined;
  return response.status === 409 && passes(response)
    ? Math.max(asked ?? 0, backoff(FIRST_CONFLICT_WAIT_MS, tries, pace))
    : undefined;
}

/** As long as asked plus a tenth at most: asking earlier starts the wait anew. */
function throttled(asked: number | undefined, tries: number, pace: Pace): number | undefined {
  if (asked === undefined) return backoff(2 * FIRST_WAIT_MS, tries, pace);
  return asked > LONGEST_WAIT_MS ? undefined : asked + Math.round((asked / 10) * pace.random());
}

/** Twice as long every time, a fifth more or less. */
const backoff = (firstMs: number, tries: number, pace: Pace): number =>
  Math.round(firstMs * 2 ** (tries - 1) * (0.8 + 0.4 * pace.random()));

const passes = (response: PipelineResponse): boolean =>
  readErrors(response.bodyAsText ?? '').codes.some((code) => PASSING_CONFLICTS.has(code));

const CUTS =
  /^(ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|ESOCKETTIMEDOUT|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH)$/;

const codeOf = (error: unknown): string => (isRestError(error) ? (error.code ?? '') : '');
const isCut = (error: unknown): boolean => CUTS.test(codeOf(error));
const neverLeft = (error: unknown): boolean => NEVER_LEFT.test(codeOf(error));

/** Whether it does no harm to send the request twice. */
const isHarmless = ({ method, url }: PipelineRequest): boolean =>
  !(method === 'POST' || method === 'PUT') || !/\/runCommands?(\/[^/]+)?$/i.test(new URL(url).pathname);
