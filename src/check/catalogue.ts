import { AZURE_CHECKS } from './azure/index.ts';
import { BOTH_CHECKS } from './both/index.ts';
import type { Check } from './check.ts';
import { LINUX_CHECKS } from './linux/index.ts';
import { NETWORK_CHECKS } from './network/index.ts';
import { SUPPORT_CHECKS } from './support/index.ts';
import { WINDOWS_CHECKS } from './windows/index.ts';

/** Every check there is, in the order in which they are shown. */
export const CATALOGUE: readonly Check[] = [
  ...SUPPORT_CHECKS,
  ...AZURE_CHECKS,
  ...BOTH_CHECKS,
  ...LINUX_CHECKS,
  ...WINDOWS_CHECKS,
  ...NETWORK_CHECKS,
];
