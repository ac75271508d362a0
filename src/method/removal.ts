import type { Plan } from './action.ts';
import type { RemovalRequest } from './request.ts';

export function planRemoval(_request: RemovalRequest): Plan {
  throw new Error('to be written');
}
