import type { Plan } from './action.ts';
import type { ExtensionRequest } from './request.ts';

export function planExtension(_request: ExtensionRequest): Plan {
  throw new Error('to be written');
}
