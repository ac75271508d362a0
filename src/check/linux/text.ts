import type { CheckText } from '../text.ts';

export const LINUX_TEXT = {} as const satisfies Record<string, CheckText>;
