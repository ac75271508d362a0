import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Door } from '../../src/app/deploy-begin.ts';
import type { ProbeRun } from '../../src/ports.ts';
import { Secret } from '../../src/secret.ts';
import {
  ALL_MACHINES,
  MACHINES_NAMED,
  WORKSPACE_BY_ID,
  WORKSPACES,
  WORKSPACES_NAMED,
} from '../../src/target/graph-queries.ts';
import { FIRST_HEARTBEAT, SERVICE_NOW } from '../../src/verify/log-queries.ts';
import { type FakeAzure, type FakeWorld, fakeAzure, vm, workspace } from '../support/azure-fake.ts';
import { ROOT } from '../support/source.ts';

/** 88 characters of base64, as Azure makes keys; it opens nothing. */
export const KEY = Buffer.from('canary'.repeat(11).slice(0, 64)).toString('base64');
export const WORKSPACE = workspace();
export const NOW = Date.parse('2026-11-22T12:00:00Z');

export interface DoorOptions {
  readonly files?: Readonly<Record<string, string>>;
  /** Flags that stand on the command line itself. */
  readonly given?: readonly string[];
  readonly signal?: AbortSignal;
  /** AZMON_WORKSPACE_KEY */
  readonly key?: string;
  readonly probe?: (machine: string) => string;
  /** Takes what is written to folders. */
  readonly written?: { folder: string; path: string; text: string }[];
  readonly verb?: 'install' | 'remove';
  readonly output?: 'text' | 'json' | 'ndjson';
}

export interface PlayedDoor {
  readonly door: Door;
  readonly azure: FakeAzure;
  readonly talked: readonly string[];
  readonly events: readonly (readonly [name: string, data: Readonly<Record<string, unknown>>])[];
}

/** An Azure that knows web-01 (Ubuntu 18.04), a workspace with its keys, and whose agents report at once. */
export function deployDoor(world: FakeWorld = {}, options: DoorOptions = {}): PlayedDoor {
  const vms = world.vms ?? [vm()];
  const azure = fakeAzure({
    vms,
    workspaces: [WORKSPACE],
    keys: { [WORKSPACE.key]: [KEY, KEY.replace('Y', 'Z')] },
    graph: graphOf(vms, world.workspaces ?? [WORKSPACE]),
    logs: reporting,
    ...world,
  });
  const talked: string[] = [];
  const events: [string, Readonly<Record<string, unknown>>][] = [];
  const { files = {}, given = [], key, verb = 'install', output = 'text' } = options;
  let now = NOW;
  const door: Door = {
    words: `azmon ${verb} extension`,
    asked: { output, quiet: false, verbose: false, debug: false, color: false, input: false },
    interactive: false,
    signal: options.signal ?? new AbortController().signal,
    talk: (line) => talked.push(line),
    event: (name, data) => events.push([name, data as Readonly<Record<string, unknown>>]),
    given: (flag) => given.includes(flag),
    typed: {
      key: key === undefined ? undefined : new Secret(key),
      configured: undefined,
      origin: (flag) => (given.includes(flag) ? 'flag' : undefined),
      said: () => undefined,
    },
    world: {
      clock: { now: () => (now += 10) },
      files: filesOf(files),
      templates: { linux: '', windows: '' } as never,
      armTemplate: (name) => readFileSync(join(ROOT, 'templates', 'arm', `${name}.json`), 'utf8'),
      folders: {
        write: async (folder, files) => void options.written?.push(...files.map((one) => ({ folder, ...one }))),
      },
      azure: async () => azure,
      hosts: () => unexpected('a machine outside Azure'),
      looking: async () => ({
        transport: { probe: async (target) => probed(options, target.key) },
        probing: { linux: '', windows: '', timeoutMs: 1000 },
      }),
    },
  };
  return { door, azure, talked, events };
}

function probed({ probe }: DoorOptions, machine: string): ProbeRun {
  if (probe === undefined) throw new Error(`nobody expected ${machine} to be probed`);
  return { output: probe(machine), startedAt: NOW, finishedAt: NOW };
}

const filesOf = (files: Readonly<Record<string, string>>): Door['world']['files'] => ({
  read: async (path) => files[path] ?? unexpected(path),
  list: async (path) => (path in files ? [path] : unexpected(path)),
  readers: async (path) => (path in files ? 'owner' : unexpected(path)),
  writePrivate: async (path) => unexpected(path),
});

function unexpected(path: string): never {
  throw new Error(`nobody expected ${path} to be opened`);
}

/** Answers by the machines and workspaces that are there, and to no other query. */
export function graphOf(
  vms: NonNullable<FakeWorld['vms']>,
  workspaces: NonNullable<FakeWorld['workspaces']>,
): NonNullable<FakeWorld['graph']> {
  const same = (one: string, other: string | undefined): boolean => one.toLowerCase() === other?.toLowerCase();
  return (query) => {
    const machine = MACHINES_NAMED.read(query);
    if (machine !== undefined) return vms.filter(({ name }) => same(name, machine.name)).map(({ id }) => ({ id }));
    if (ALL_MACHINES.read(query) !== undefined) return vms.map(({ id, name }) => ({ id, name, type: VM }));
    const named = WORKSPACES_NAMED.read(query);
    const byId = WORKSPACE_BY_ID.read(query);
    if (WORKSPACES.read(query) !== undefined) return workspaces.map(({ id, name }) => ({ id, name }));
    if (named === undefined && byId === undefined) throw new Error(`nobody expected the query ${query}`);
    const found = workspaces.filter((one) => same(one.name, named?.name) || same(one.workspaceId, byId?.workspaceId));
    return found.map(({ id, name, workspaceId }) => ({ id, name, workspaceId }));
  };
}

const VM = 'microsoft.compute/virtualmachines';

/** Every machine's record is there as soon as somebody looks. */
export const reporting: NonNullable<FakeWorld['logs']> = (_, query) => {
  const now = new Date(NOW).toISOString();
  if (SERVICE_NOW.read(query) !== undefined) return [{ Now: now }];
  if (FIRST_HEARTBEAT.read(query) === undefined) throw new Error(`nobody expected the query ${query}`);
  const at = new Date(NOW + 60_000).toISOString();
  return [{ TimeGenerated: at, Ingested: at, Computer: 'web-01', Version: '1.19.0', Now: at }];
};
