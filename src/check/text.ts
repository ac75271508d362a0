import { AZURE_TEXT } from './azure/text.ts';
import { BOTH_TEXT } from './both/text.ts';
import type { CheckText } from './check-text.ts';
import { LINUX_TEXT } from './linux/text.ts';
import { NETWORK_TEXT } from './network/text.ts';
import { SUPPORT_TEXT } from './support/text.ts';
import { WINDOWS_TEXT } from './windows/text.ts';

/** Words for every check; a check without an entry here does not compile. */
export const TEXT = {
  ...SUPPORT_TEXT,
  ...BOTH_TEXT,
  ...LINUX_TEXT,
  ...WINDOWS_TEXT,
  ...NETWORK_TEXT,
  ...AZURE_TEXT,
} as const satisfies Record<string, CheckText>;

export type CheckId = keyof typeof TEXT;
