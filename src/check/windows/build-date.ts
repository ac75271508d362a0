import type { MachineFacts } from '../../machine/facts.ts';

/**
 * The day (YYYY-MM-DD) on which the running kernel was built, from the end of BuildLabEx (`...200102-1707`); undefined where nothing tells.
 * Monthly rollups bring a kernel, so a later day proves every update that such a rollup holds or needs.
 */
export function kernelBuilt(facts: MachineFacts): string | undefined {
  const found = /\.(\d\d)(0[1-9]|1[0-2])([0-3]\d)-\d{4}$/.exec(facts['windows.build-lab'] ?? '');
  return found === null ? undefined : `20${found[1]}-${found[2]}-${found[3]}`;
}
