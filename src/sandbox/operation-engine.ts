import { randomUUID } from 'node:crypto';
import type { Operations } from './operations.ts';
import type { SandboxClock } from './world.ts';

export function operationEngine(_clock: SandboxClock, _origin: () => string): Operations {
  return { begin: () => ({ headers: {}, id: randomUUID() }), look: () => ({ status: 404 }) };
}
