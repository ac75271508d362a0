import type { CheckText } from '../text.ts';

export const WINDOWS_TEXT = {} as const satisfies Record<string, CheckText>;
