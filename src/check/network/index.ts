import type { Check } from '../check.ts';

/** In the order in which they are shown. */
export const NETWORK_CHECKS: readonly Check[] = [];
