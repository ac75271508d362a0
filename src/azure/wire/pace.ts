import { setTimeout as wait } from 'node:timers/promises';

/** Time as the room needs it: what tests replace so that nothing is waited for. */
export interface Pace {
  /** Milliseconds since 1970. */
  now(): number;
  /** Rejects with the signal's reason when it is aborted. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
  /** From 0 up to, not including, 1: so that many azmons that were refused together do not come back together. */
  random(): number;
}

export const REAL_PACE: Pace = {
  now: () => Date.now(),
  async wait(ms, signal) {
    signal.throwIfAborted();
    await wait(ms, undefined, { signal }).catch((error: unknown) => {
      signal.throwIfAborted();
      throw error;
    });
  },
  random: () => Math.random(),
};
