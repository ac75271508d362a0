import type { Route } from './route.ts';

/** Everything but Compute, tokens and metadata. */
export const DATA_ROUTES: readonly Route[] = [];
