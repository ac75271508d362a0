import type { SandboxClock } from './world.ts';

/** Begins at the machine's time and runs `speed` times as fast. */
export function sandboxClock(speed = 1): SandboxClock {
  const begun = Date.now();
  return { speed, now: () => begun + Math.round((Date.now() - begun) * speed) };
}
