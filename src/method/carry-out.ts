import type { Azure, Waiting } from '../ports.ts';
import type { Secret } from '../secret.ts';
import type { Action, SecretName } from './action.ts';

export interface CarryOut {
  readonly azure: Azure;
  readonly secrets: ReadonlyMap<SecretName, Secret>;
  /** `wait: false` is only kept by a last action; one that others build on is always waited for. */
  readonly waiting: Waiting;
  /** Before each action. */
  readonly step: (action: Action) => void;
  /** After each action that came to its end; without `wait`, the last one has only begun. */
  readonly done?: (action: Action) => void;
}

/** Performs the actions of a plan in order. A machine that was started is stopped again even when an action between fails. */
export async function carryOut(_actions: readonly Action[], _how: CarryOut): Promise<void> {
  throw new Error('to be written');
}
