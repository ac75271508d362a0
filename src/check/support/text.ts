import type { CheckText } from '../text.ts';

export const SUPPORT_TEXT = {} as const satisfies Record<string, CheckText>;
