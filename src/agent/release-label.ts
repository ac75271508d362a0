import type { System } from '../machine/system.ts';
import type { Release } from './agent.ts';

/** The version of a release under which it is known on a family of systems: the bundle's on Linux, that of the setup on Windows. */
export function releaseLabel({ version, windows }: Release, family: System['family']): string {
  return family === 'windows' ? (windows.version ?? version) : version;
}
