import type { LinuxSystem } from './system.ts';

export function detectLinux(_release: readonly string[]): LinuxSystem {
  return { family: 'linux', id: 'unknown', name: 'unknown', version: '', source: '' };
}
