import { detectLinux } from './distro.ts';
import type { MachineFacts } from './facts.ts';
import type { System } from './system.ts';
import { detectWindows } from './windows-system.ts';

/** What system a machine runs. Facts that name no family are read as Linux, whose id is then `unknown`. */
export function detectSystem(facts: MachineFacts): System {
  return facts['os.family'] === 'windows' ? detectWindows(facts) : detectLinux(facts.release ?? []);
}
