import { BOTH_TEXT } from './both/text.ts';
import { LINUX_TEXT } from './linux/text.ts';
import { NETWORK_TEXT } from './network/text.ts';
import { SUPPORT_TEXT } from './support/text.ts';
import { WINDOWS_TEXT } from './windows/text.ts';

/** The words that go with a check whatever its outcome. */
export interface CheckText {
  /** What is asked, as a noun phrase: `Python 2 under the name python`. */
  readonly title: string;
  /** One or two sentences: what goes wrong on a machine that fails it. */
  readonly why: string;
  /** The document or specification behind the rule. */
  readonly source: string;
}

/** Words for every check; a check without an entry here does not compile. */
export const TEXT = {
  ...SUPPORT_TEXT,
  ...BOTH_TEXT,
  ...LINUX_TEXT,
  ...WINDOWS_TEXT,
  ...NETWORK_TEXT,
} as const satisfies Record<string, CheckText>;

export type CheckId = keyof typeof TEXT;
