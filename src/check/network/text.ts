import type { CheckText } from '../text.ts';

export const NETWORK_TEXT = {} as const satisfies Record<string, CheckText>;
