import { setImmediate } from 'node:timers/promises';

/** So long may signals and timers wait, in milliseconds. */
const MOST_MS = 50;

/**
 * Work that never waits for the outside (facts files are read in one go) would let no signal and no timer through until its end.
 * The returned function lets them through when it is time, and costs nothing otherwise.
 */
export function pauses(): () => Promise<void> | undefined {
  let last = performance.now();
  return () => {
    if (performance.now() - last < MOST_MS) return undefined;
    return setImmediate().then(() => {
      last = performance.now();
    });
  };
}
