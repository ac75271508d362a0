import type { Route } from './route.ts';

export const COMPUTE_ROUTES: readonly Route[] = [];
