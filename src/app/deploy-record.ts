import type { Action } from '../method/action.ts';
import { EXIT, type ExitCode, Problem } from '../problem.ts';
import type { ActionRecord, ActionState } from '../rollout/deploy-run.ts';

/** Keeps what became of each action of one machine, so that nothing is half done and unreported. */
export class DeployRecord {
  readonly #actions: { readonly action: Action; state: ActionState; left?: true }[];

  constructor(actions: readonly Action[]) {
    this.#actions = actions.map((action) => ({ action, state: 'not-done' }));
  }

  /** As a dry run shows them. */
  static planned(actions: readonly Action[]): readonly ActionRecord[] {
    return actions.map((action) => ({ action, state: 'planned' }));
  }

  get actions(): readonly ActionRecord[] {
    return this.#actions.map(({ action, state }) => ({ action, state }));
  }

  /** Sent; until its end is known that is all that is known. */
  begin(action: Action): void {
    this.#set(action, 'begun');
  }

  done(action: Action): void {
    this.#set(action, 'done');
  }

  /** Nobody waits for its end: what goes wrong later is not its failure. */
  leave(action: Action): void {
    const one = this.#find(action);
    if (one !== undefined) one.left = true;
  }

  /** What was under way when it came to an end: failed, or sent with its end not seen. */
  stopped(error: unknown): void {
    if (error instanceof Problem && isUnseen(error)) return;
    for (const one of this.#actions) if (one.state === 'begun' && one.left !== true) one.state = 'failed';
  }

  /** Anything that Azure was asked to do. */
  get touched(): boolean {
    return this.#actions.some(({ state }) => state !== 'not-done');
  }

  /** Everything that was to be done is. */
  get complete(): boolean {
    return this.#actions.every(({ state }) => state === 'done');
  }

  stateOf(kind: Action['kind']): ActionState | undefined {
    return this.#actions.find(({ action }) => action.kind === kind)?.state;
  }

  #set(action: Action, state: ActionState): void {
    const one = this.#find(action);
    if (one !== undefined) one.state = state;
  }

  #find(action: Action) {
    return this.#actions.find((other) => other.action === action);
  }
}

/** Whether Azure may well go on, or have done it. */
const isUnseen = ({ code, exit }: Problem): boolean =>
  code === 'AZMON-AZURE-LOST' || (UNSEEN.includes(exit) && !REFUSED.includes(code));

/** Ends of waiting, not of the work. */
const UNSEEN: readonly ExitCode[] = [EXIT.pending, EXIT.unavailable, EXIT.interrupted, EXIT.terminated];
/** Answers that say that nothing was taken, though the same may be taken later. */
const REFUSED: readonly string[] = ['AZMON-AZURE-THROTTLED', 'AZMON-AZURE-CONFLICT'];
