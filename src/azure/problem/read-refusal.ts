import { retryAfterMs } from '../wire/retry-after.ts';
import { type Refusal, readErrors } from './refusal.ts';

/** An HTTP answer as every client of the room has it. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in any case. */
  header(name: string): string | undefined;
  /** undefined or empty: there was no body. */
  readonly text: string | undefined;
}

/** Everything that can be told about an answer that says no. `now` in milliseconds, for a Retry-After that is a date. */
export function readRefusal(answer: HttpAnswer, now: number): Refusal {
  const retry = retryAfterMs((name) => answer.header(name), now);
  const found = {
    requestId: answer.header('x-ms-request-id'),
    correlationId: answer.header('x-ms-correlation-request-id'),
    challenge: answer.header('www-authenticate'),
  };
  return {
    status: answer.status,
    ...readErrors(answer.text ?? ''),
    ...Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)),
    ...(retry === undefined ? {} : { retryAfterMs: retry }),
  };
}
