import type { Check } from '../check.ts';

/** In the order in which they are shown. */
export const SUPPORT_CHECKS: readonly Check[] = [];
