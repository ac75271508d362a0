import { setFlagsFromString } from 'node:v8';

/** From this many machines on, memory counts more than the last tenth of speed. */
const MANY = 500;

/**
 * Judging a fleet makes and drops much and keeps little. V8 would answer by growing its young generation to 128 MB; kept at the
 * size it has, it is cleared more often and the whole run stays below 200 MB (v8.setFlagsFromString, node --v8-options).
 */
export function beThrifty(machines: number): void {
  if (machines >= MANY) setFlagsFromString('--semi-space-growth-factor=1');
}
