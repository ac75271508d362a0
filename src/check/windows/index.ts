import type { Check } from '../check.ts';

/** In the order in which they are shown. */
export const WINDOWS_CHECKS: readonly Check[] = [];
