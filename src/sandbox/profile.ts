import { detectSystem } from '../machine/detect.ts';
import type { MachineFacts } from '../machine/facts.ts';
import { parseProbeOutput } from '../machine/probe-output.ts';
import type { System } from '../machine/system.ts';
import { LINUX_PROFILES } from './profiles-linux.ts';
import { WINDOWS_PROFILES } from './profiles-windows.ts';
import type { SandboxMachine } from './state.ts';

/** A machine as its probe sees it and as its VM agent tells it to Azure. */
export interface Profile {
  readonly family: 'linux' | 'windows';
  /** What the VM agent reports, e.g. `ubuntu` and `18.04`. */
  readonly osName: string;
  readonly osVersion: string;
  /** Values of the probe by key, in the order in which it prints them; a list prints a line each. `-`: looked for, and not there. */
  readonly facts: Readonly<Record<string, string | readonly string[]>>;
}

/** The profile of a machine; what a state file names and nobody knows is read as the newest of its family. */
export function profileOf({ profile, system }: Pick<SandboxMachine, 'profile' | 'system'>): Profile {
  const known = { ...LINUX_PROFILES, ...WINDOWS_PROFILES }[profile];
  if (known !== undefined && known.family === system) return known;
  const usual = system === 'windows' ? WINDOWS_PROFILES['windows-2022'] : LINUX_PROFILES['ubuntu-22.04'];
  if (usual === undefined) throw new Error('the usual profiles are missing');
  return usual;
}

/** What the probe prints of a profile: `key=value` lines. */
export const factLines = (facts: Profile['facts']): readonly string[] =>
  Object.entries(facts).flatMap(([key, value]) =>
    Array.isArray(value) ? value.map((one) => `${key}=${one}`) : [`${key}=${value}`],
  );

const read = new Map<string, { readonly facts: MachineFacts; readonly system: System }>();

/** The facts of a profile as azmon reads them, and the system that follows; read once. */
export function knownOf(machine: Pick<SandboxMachine, 'profile' | 'system'>): {
  readonly facts: MachineFacts;
  readonly system: System;
} {
  const key = `${machine.system} ${machine.profile}`;
  const there = read.get(key);
  if (there !== undefined) return there;
  const lines = ['probe.version=1', ...factLines(profileOf(machine).facts), 'probe.end=ok'];
  const { facts } = parseProbeOutput(lines.join('\n'));
  const known = { facts, system: detectSystem(facts) };
  read.set(key, known);
  return known;
}
