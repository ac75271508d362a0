import type { Azure, Waiting } from '../ports.ts';
import { EXIT, Problem } from '../problem.ts';
import type { Secret } from '../secret.ts';
import type { Action, ActionKind, SecretName } from './action.ts';
import { perform } from './perform.ts';

export interface CarryOut {
  readonly azure: Azure;
  readonly secrets: ReadonlyMap<SecretName, Secret>;
  /** `wait: false` is not kept by an action that others build on: that is always waited for. */
  readonly waiting: Waiting;
  /** Before each action. */
  readonly step: (action: Action) => void;
  /** After each action that came to its end. */
  readonly done?: (action: Action) => void;
  /** After each action that was sent without waiting for its end. */
  readonly left?: (action: Action) => void;
  /** When all is done that is to be done while the machine is up, and before it is stopped again: the time to look for its data. */
  readonly whileUp?: () => Promise<void>;
}

/**
 * Performs the actions of a plan in order. A machine that was started is stopped again even when an action between fails or the run
 * is cancelled: it costs money. Throws the first failure; where the machine could not be stopped after it, that is said too.
 */
export async function carryOut(actions: readonly Action[], how: CarryOut): Promise<void> {
  const afterwards = actions.filter(({ kind }) => kind === 'stop');
  const now = actions.filter(({ kind }) => kind !== 'stop');
  let begun: Action | undefined;
  try {
    for (const [index, action] of now.entries()) {
      await one(action, how, [...now.slice(index + 1), ...afterwards].some(needsTheOthers));
      begun = action;
    }
    await how.whileUp?.();
  } catch (error) {
    if (begun !== undefined || mayHaveBegun(error, how)) throw await afterFailure(error, afterwards, how);
    throw error;
  }
  await restore(afterwards, how);
}

/** A wait that was given up: what it waited for goes on. */
const mayHaveBegun = (error: unknown, { waiting }: CarryOut): boolean =>
  waiting.signal?.aborted === true || (error instanceof Problem && error.exit === EXIT.pending);

async function afterFailure(error: unknown, afterwards: readonly Action[], how: CarryOut): Promise<unknown> {
  try {
    await restore(afterwards, how);
    return error;
  } catch (other) {
    return error instanceof Problem ? leftRunning(error, other) : error;
  }
}

function leftRunning(problem: Problem, other: unknown): Problem {
  const why = other instanceof Problem ? `: ${other.message}` : '';
  return new Problem({
    code: problem.code,
    exit: problem.exit,
    message: problem.message,
    why: `${problem.why ?? 'it was not said why'}; afterwards the machine could not be stopped again${why}`,
    fix: [{ text: 'the machine is left running: stop it' }, ...problem.fix],
    retryable: problem.retryable,
    cause: problem.cause,
    ...(problem.target === undefined ? {} : { target: problem.target }),
  });
}

/** Azure's own records, made by one request: they wait for nothing on the machine, and are there when it has answered. */
const AT_ONCE: readonly ActionKind[] = ['put-rule', 'associate', 'dissociate'];
const needsTheOthers = ({ kind }: Action): boolean => !AT_ONCE.includes(kind);

async function one(action: Action, how: CarryOut, followed: boolean): Promise<void> {
  how.waiting.signal?.throwIfAborted();
  await send(action, how, followed ? { ...how.waiting, wait: true } : how.waiting);
}

async function send(action: Action, how: CarryOut, waiting: Waiting): Promise<void> {
  const { azure, secrets, step, done, left } = how;
  step(action);
  await perform(action, azure, secrets, waiting);
  const isLeft = waiting.wait === false && needsTheOthers(action);
  (isLeft ? left : done)?.(action);
}

/** That the run was cancelled must not keep the machine running. */
async function restore(actions: readonly Action[], how: CarryOut): Promise<void> {
  const unhindered = { ...how.waiting, signal: new AbortController().signal };
  for (const action of actions) await send(action, how, unhindered);
}
