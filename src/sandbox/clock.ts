import type { SandboxClock } from './world.ts';

/** Begins at the machine's time, or at a later one that a kept state had come to, and runs `speed` times as fast. */
export function sandboxClock(speed = 1, notBefore = 0): SandboxClock {
  const here = Date.now();
  const begun = Math.max(here, notBefore);
  return { speed, now: () => begun + Math.round((Date.now() - here) * speed) };
}
