import type { MachineFacts } from './facts.ts';
import type { WindowsSystem } from './system.ts';

export function detectWindows(_facts: MachineFacts): WindowsSystem {
  return {
    family: 'windows',
    id: 'unknown',
    name: 'unknown',
    build: 0,
    servicePack: 0,
    server: true,
    edition: '',
    core: false,
    multiSession: false,
    architecture: '',
  };
}
