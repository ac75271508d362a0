import type { Waiting } from '../../ports.ts';
import { EXIT, Problem } from '../../problem.ts';
import type { Attempt } from '../problem/attempt.ts';
import { problemOfRefusal } from '../problem/problem-of-refusal.ts';
import { readErrors } from '../problem/refusal.ts';
import { cancelled } from './cancelled.ts';
import type { Pace } from './pace.ts';
import { retryAfterMs } from './retry-after.ts';

/** An answer as the poller needs it. */
export interface Answer {
  readonly status: number;
  header(name: string): string | undefined;
  /** Parsed; undefined where there is none. */
  readonly body: unknown;
}

export interface Following {
  /** GET of an address, byte for byte. */
  get(url: string, signal: AbortSignal): Promise<Answer>;
  readonly pace: Pace;
  readonly signal: AbortSignal;
  readonly attempt: Attempt;
}

/** Without Retry-After: short at first, then slower than the 15 looks a minute that Compute allows for one operation. */
const LOOKS_MS = [1_000, 2_000, 2_000, 3_000] as const;
const LATER_LOOKS_MS = 5_000;
/** Retry-After: 0 means at once; a second time it does not. */
const SHORTEST_MS = 250;
/** How long Azure may be out of reach in mid-operation before azmon stops looking. */
const OUT_OF_REACH_MS = 120_000;

/**
 * Waits for a long-running operation and gives the last body: of the operation (Azure-AsyncOperation), or of its result (Location).
 * The address is followed byte for byte: it may carry a signature. Failed and Canceled come with HTTP 200; they are thrown as the
 * Problem of their error. Without `wait` the first body comes back. Source: arm-contract "Long-running operations".
 */
export async function follow(first: Answer, following: Following, waiting: Waiting): Promise<unknown> {
  const address = addressOf(first);
  if (address === undefined || waiting.wait === false) return first.body;
  const { signal, stop } = limit(following, waiting);
  try {
    return await lookUntilDone(first, address, following, signal);
  } catch (error) {
    throw signal.aborted && !isLost(error) ? ending(signal, following.attempt) : error;
  } finally {
    stop();
  }
}

/** A Location beside a 200 or 201 is the resource's own address (workspaces, solutions), not one of an operation. */
const addressOf = (answer: Answer): string | undefined =>
  answer.header('azure-asyncoperation') ?? (answer.status === 202 ? answer.header('location') : undefined);

async function lookUntilDone(
  first: Answer,
  address: string,
  following: Following,
  signal: AbortSignal,
): Promise<unknown> {
  let url = address;
  let last = first;
  for (let looks = 0; ; looks++) {
    await following.pace.wait(pauseBefore(looks, last, following.pace), signal);
    last = await lookOnce(url, following, signal);
    const state = stateOf(last);
    if (state === 'succeeded') return last.body;
    if (state !== 'running') throw problemOfRefusal(failureOf(last), following.attempt);
    url = addressOf(last) ?? url;
  }
}

function pauseBefore(looks: number, last: Answer, pace: Pace): number {
  const asked = retryAfterMs((name) => last.header(name), pace.now());
  if (asked === undefined) return LOOKS_MS[looks] ?? LATER_LOOKS_MS;
  return looks === 0 ? asked : Math.max(asked, SHORTEST_MS);
}

/** One look, tried again while Azure cannot be reached: the operation goes on meanwhile. When the time is over, that is why. */
async function lookOnce(url: string, { get, pace, attempt }: Following, signal: AbortSignal): Promise<Answer> {
  const since = pace.now();
  let last: Problem | undefined;
  for (;;) {
    try {
      if (last !== undefined) await pace.wait(LATER_LOOKS_MS, signal);
      return await get(url, signal);
    } catch (error) {
      if (last !== undefined && signal.reason === TIME) throw lost(last, attempt);
      if (!(error instanceof Problem)) throw error;
      // The sign-in or a right that ended meanwhile ends nothing in Azure.
      if (error.exit === EXIT.auth) throw lost(error, attempt);
      if (!error.retryable) throw error;
      if (pace.now() - since > OUT_OF_REACH_MS) throw lost(error, attempt);
      last = error;
    }
  }
}

function stateOf({ status, body }: Answer): 'running' | 'succeeded' | 'failed' {
  const word = statusWord(body);
  if (word === undefined) return status === 202 ? 'running' : 'succeeded';
  if (word === 'succeeded') return 'succeeded';
  return /^(failed|cancell?ed)$/.test(word) ? 'failed' : 'running';
}

const statusWord = (body: unknown): string | undefined => {
  const status = typeof body === 'object' && body !== null ? (body as { status?: unknown }).status : undefined;
  return typeof status === 'string' ? status.toLowerCase() : undefined;
};

/** The body of a failed operation, read as a refusal. Cancelled operations often come without an error. */
function failureOf({ header, body }: Answer): Parameters<typeof problemOfRefusal>[0] {
  const errors = readErrors(body);
  const requestId = header('x-ms-request-id');
  const cancelledByOther = statusWord(body) !== 'failed' && errors.messages.length === 0;
  return {
    status: 200,
    ...errors,
    ...(cancelledByOther ? { messages: ['the operation was cancelled in Azure'] } : {}),
    ...(requestId === undefined ? {} : { requestId }),
  };
}

/** A signal that is aborted by the caller's (without one the run's), or by the end of the time that there is. */
function limit({ signal }: Following, waiting: Waiting): { readonly signal: AbortSignal; stop(): void } {
  const time = new AbortController();
  const timer = waiting.timeoutMs === undefined ? undefined : setTimeout(() => time.abort(TIME), waiting.timeoutMs);
  return { signal: AbortSignal.any([time.signal, waiting.signal ?? signal]), stop: () => clearTimeout(timer) };
}

const TIME = Symbol('the time is over');

function ending(signal: AbortSignal, { verb, thing }: Attempt): Problem {
  if (signal.reason !== TIME) return stillGoing(cancelled(signal), `${verb} ${thing}`);
  return new Problem({
    code: 'AZMON-AZURE-TIMEOUT',
    exit: EXIT.pending,
    message: `Azure is not done yet: ${verb} ${thing}`,
    why: 'the time to wait is over; the operation goes on in Azure',
    fix: [LOOK],
    retryable: true,
  });
}

const LOOK = { text: 'shows what became of it', command: 'azmon status' };

/** Whoever stops azmon does not stop Azure. */
const stillGoing = (problem: Problem, what: string): Problem =>
  new Problem({
    code: problem.code,
    exit: problem.exit,
    message: problem.message,
    why: `${problem.why === undefined ? '' : `${problem.why}; `}Azure goes on: ${what}`,
    fix: problem.fix.some(({ command }) => command === LOOK.command) ? problem.fix : [...problem.fix, LOOK],
    cause: problem.cause,
  });

const LOST = 'AZMON-AZURE-LOST';

const isLost = (error: unknown): boolean => error instanceof Problem && error.code === LOST;

/** Azure took the change, and what became of it cannot be seen. */
export const lost = (problem: Problem, { verb, thing }: Attempt): Problem =>
  new Problem({
    code: LOST,
    exit: problem.exit === EXIT.auth ? EXIT.auth : EXIT.unavailable,
    message: `Azure began to ${verb} ${thing}, and ${problem.exit === EXIT.auth ? 'no longer answers azmon' : 'can no longer be reached'}`,
    why: `the operation may still be going on or done; ${problem.message}${problem.why === undefined ? '' : `: ${problem.why}`}`,
    fix: [LOOK, ...problem.fix],
    retryable: true,
    cause: problem,
  });
