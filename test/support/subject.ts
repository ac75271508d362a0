import { type Agent, type AgentId, METHODS, type MethodId, type Place } from '../../src/agent/agent.ts';
import { AGENTS } from '../../src/agent/index.ts';
import type { Subject, Unprobed } from '../../src/check/check.ts';
import type { AzureLook } from '../../src/machine/azure-look.ts';
import { detectSystem } from '../../src/machine/detect.ts';
import type { MachineFacts } from '../../src/machine/facts.ts';
import type { NetworkLook } from '../../src/machine/network-look.ts';
import type { LinuxSystem, System, WindowsSystem } from '../../src/machine/system.ts';
import { CLOUDS, type CloudId } from '../../src/target/cloud.ts';
import type { ProxyRoute } from '../../src/target/proxy.ts';

export interface SubjectOptions {
  readonly facts?: MachineFacts;
  /** Missing: read from the facts, and Ubuntu 18.04 where they tell no system. */
  readonly system?: System;
  readonly agent?: AgentId | Agent;
  /** Version of the agent's release, e.g. 1.19.0; missing: the first. */
  readonly release?: string;
  readonly asOf?: string;
  readonly method?: MethodId;
  readonly cloud?: CloudId;
  readonly place?: Place;
  readonly proxy?: ProxyRoute;
  readonly offline?: boolean;
  readonly looks?: readonly NetworkLook[];
  readonly gathered?: { readonly startedAt: number; readonly finishedAt: number };
  readonly azure?: AzureLook;
  readonly unprobed?: Unprobed;
}

/** The day on which tests are read. */
export const TODAY = '2026-11-22';

/** A subject of a check: one fact is enough, everything else has a sensible value. */
export function subject(options: SubjectOptions = {}): Subject {
  const facts = options.facts ?? {};
  const agent = typeof options.agent === 'object' ? options.agent : AGENTS[options.agent ?? 'log-analytics'];
  const release = agent.releases.find((one) => one.version === (options.release ?? agent.releases[0].version));
  if (release === undefined) throw new Error(`no release ${options.release} of ${agent.id}`);
  if (options.method !== undefined && !(options.method in METHODS)) throw new Error(`no method ${options.method}`);
  return {
    facts,
    system: options.system ?? systemOf(facts),
    looks: new Map((options.looks ?? []).map((look) => [look.host, look])),
    agent,
    release,
    asOf: options.asOf ?? TODAY,
    cloud: CLOUDS[options.cloud ?? 'public'],
    place: options.place ?? {},
    offline: options.offline ?? false,
    ...(options.method === undefined ? {} : { method: options.method }),
    ...(options.proxy === undefined ? {} : { proxy: options.proxy }),
    ...(options.gathered === undefined ? {} : { gathered: options.gathered }),
    ...(options.azure === undefined ? {} : { azure: options.azure }),
    ...(options.unprobed === undefined ? {} : { unprobed: options.unprobed }),
  };
}

function systemOf(facts: MachineFacts): System {
  return facts['os.family'] === undefined && facts.release === undefined
    ? linux('ubuntu', '18.04')
    : detectSystem(facts);
}

/** A Linux system by name and version: `linux('rhel', '8.10')`. */
export function linux(id: string, version: string, more: Partial<LinuxSystem> = {}): LinuxSystem {
  return { family: 'linux', id, name: id, version, source: '/etc/os-release', ...more };
}

/** A Windows server by id, e.g. `windows('2019', 17763)`. */
export function windows(id: string, build: number, more: Partial<WindowsSystem> = {}): WindowsSystem {
  return {
    family: 'windows',
    id,
    name: `Windows ${id}`,
    build,
    servicePack: 0,
    server: true,
    edition: 'ServerDatacenter',
    core: false,
    multiSession: false,
    architecture: 'AMD64',
    ...more,
  };
}
