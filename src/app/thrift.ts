import { setFlagsFromString } from 'node:v8';

/** So many machines in, the young generation has the size at which it is quick. */
const GROWN = 1000;

/**
 * Judging a fleet makes and drops much and keeps little. V8 answers by growing its young generation up to 128 MB; kept at the
 * size it has after the first machines, the run is as quick and stays below 200 MB (v8.setFlagsFromString, node --v8-options).
 */
export function stopGrowing(machine: number): void {
  if (machine === GROWN) setFlagsFromString('--semi-space-growth-factor=1');
}
