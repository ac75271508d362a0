import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import type { Fault } from '../../src/sandbox/faults.ts';
import { fleet } from '../../src/sandbox/fleet.ts';
import type { SandboxState, SandboxWorkspace } from '../../src/sandbox/state.ts';
import { canaryKey, searchFor } from './canary.ts';
import { sandbox, type TestSandbox } from './sandbox.ts';
import { ROOT } from './source.ts';

/** Of the workspace logs-westeurope, which can be looked up. */
export const KEY = canaryKey('logs-westeurope');
/** Of the workspace logs-other, whose keys may not be read. */
export const OTHER_KEY = canaryKey('logs-other');
/** Of the right form, and of no workspace. */
export const WRONG_KEY = canaryKey('nothing');
export const PASSWORD = 'Pr0xy+c4n4ry/0fTheWayOut=24';
/** Nobody listens there: it is the agent's way out, not azmon's. */
export const PROXY = `http://ops:${encodeURIComponent(PASSWORD)}@127.0.0.1:9`;
export const secrets = searchFor(KEY, OTHER_KEY, WRONG_KEY, PASSWORD, `ops:${PASSWORD}`);

export type Environment = Readonly<Record<string, string>>;

/** What is given to a command beside its words. */
export interface Way {
  readonly argv?: readonly string[];
  readonly env?: Environment;
  readonly input?: string;
}

export interface Ran {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Put {
  readonly properties: { readonly settings: object; readonly protectedSettings?: Readonly<Record<string, unknown>> };
}

/** A sandbox whose keys are the canaries, and folders of which each has its part. */
export interface Stage {
  readonly at: TestSandbox;
  /** The same state, with faults. */
  faulty(faults: readonly Fault[]): Promise<TestSandbox>;
  /** Writes what holds a secret where azmon has no business; gives the path. */
  put(name: string, text: string, mode?: number): string;
  /** Where `put` writes. */
  readonly given: string;
  /** Where azmon may write: its home, its folder for temporary files, the folder it is started in. */
  readonly own: readonly string[];
  environment(more?: Environment, at?: TestSandbox): Environment;
  run(words: readonly string[], way?: Way, at?: TestSandbox): Promise<Ran>;
  azmon(argv: readonly string[], way?: Way, at?: TestSandbox): Promise<Ran>;
  /** Makes a machine that nothing is installed on; gives its name. */
  machine(name?: string): string;
  putsOn(machine: string): readonly Put[];
  /** The keys that were sent to a machine. */
  keysOn(machine: string): readonly unknown[];
  close(): Promise<void>;
}

export const AZMON: readonly string[] = [process.execPath, join(ROOT, 'bin/run.js')];

export async function canaryStage(): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'azmon-stage-'));
  const [home, temporary, work, given] = ['home', 'tmp', 'work', 'given'].map((name) => {
    mkdirSync(join(folder, name), { mode: 0o700 });
    return join(folder, name);
  }) as [string, string, string, string];
  const state = plantedFleet();
  const at = await sandbox({ state });
  const others: TestSandbox[] = [];
  const put = writer(given);
  put('bin/az', standInForAz(await at.token(), state.tenant), 0o755);

  const environment = (more: Environment = {}, other = at): Environment => ({
    ...{ PATH: `${join(given, 'bin')}:/usr/bin:/bin`, HOME: home, TMPDIR: temporary, LANG: 'C.UTF-8', TERM: 'xterm' },
    ...{ XDG_CONFIG_HOME: join(home, 'none'), AZMON_NON_INTERACTIVE: '1' },
    // Machines are looked for in all subscriptions.
    ...{ ...other.env, AZURE_SUBSCRIPTION_ID: '' },
    ...more,
  });
  const run: Stage['run'] = (words, { env, input, argv = [] } = {}, other = at) =>
    ranTo([...words, ...argv], { cwd: work, env: environment(env, other), input: input ?? '' });
  const putsOn: Stage['putsOn'] = (name) =>
    [at, ...others]
      .flatMap(({ exchanges }) => exchanges)
      .filter(({ method, url }) => method === 'PUT' && url.includes(`/${name}/extensions/`))
      .map(({ requestBody }) => requestBody as Put);
  let machines = 0;
  return {
    ...{ at, put, given, own: [home, temporary, work], environment, run, putsOn },
    async faulty(faults) {
      const other = await sandbox({ state, faults });
      others.push(other);
      return other;
    },
    azmon: (argv, way, other) => run([...AZMON, ...argv], way, other),
    machine: (name = `canary-${++machines}`) => freshMachine(state, name),
    keysOn: (name) => putsOn(name).map(({ properties }) => properties.protectedSettings?.workspaceKey),
    async close() {
      await Promise.all([at, ...others].map((one) => one.close()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A fleet whose keys are the canaries; those of logs-other may not be read. */
export function plantedFleet(): SandboxState {
  const state = fleet({ machines: 30, now: Date.now() });
  const keyed = (name: string, primaryKey: string): SandboxWorkspace => {
    const found = Object.entries(state.workspaces).find(([, workspace]) => workspace.name === name);
    if (found === undefined) throw new Error(`no workspace ${name}`);
    state.workspaces[found[0]] = { ...found[1], primaryKey };
    return found[1];
  };
  keyed('logs-westeurope', KEY);
  state.permissions[keyed('logs-other', OTHER_KEY).id.toLowerCase()] = { actions: ['*/read'], notActions: [] };
  Object.assign(state.vault, { 'workspace-key': KEY, 'wrong-key': WRONG_KEY });
  return state;
}

function freshMachine(state: SandboxState, name: string): string {
  const web = Object.values(state.machines).find((one) => one.name === 'web-01');
  if (web === undefined) throw new Error('no web-01');
  const id = web.id.replace(/[^/]+$/, name);
  state.machines[id.toLowerCase()] = { ...structuredClone(web), id, name, computerName: name };
  return name;
}

/** An az that is signed in: it gives a token, and nothing else. */
function standInForAz(accessToken: string, tenant: string): string {
  const until = { expires_on: Math.floor(Date.now() / 1000) + 86_000, expiresOn: '2099-01-01 00:00:00.000000' };
  return `#!/bin/sh\ncat <<'END'\n${JSON.stringify({ accessToken, ...until, tenant, tokenType: 'Bearer' })}\nEND\n`;
}

const writer =
  (folder: string): Stage['put'] =>
  (name, text, mode = 0o600) => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { mode });
    // What was there keeps its mode.
    chmodSync(path, mode);
    return path;
  };

interface Starting {
  readonly cwd: string;
  readonly env: Environment;
  readonly input: string;
}

function ranTo([command = '', ...args]: readonly string[], { cwd, env, input }: Starting): Promise<Ran> {
  const child = spawn(command, args, { cwd, env });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  // Who ends without reading is no error.
  child.stdin.on('error', () => {}).end(input);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exit) => resolve({ exit, stdout, stderr }));
  });
}

/** It said something and ended so, and no secret is in what it said. */
export function silent({ exit, stdout, stderr }: Ran, expected: number): void {
  const said = stdout + stderr;
  expect(secrets.in(said)).toEqual([]);
  expect([exit, said.length > 0], said.slice(-2_000)).toEqual([expected, true]);
}

/** What SDKs and Node write when they are asked to tell everything. */
const LOUD: Environment = {
  ...{ DEBUG: '*', NODE_DEBUG: 'http,https,tls,net,fetch,undici', AZURE_LOG_LEVEL: 'verbose' },
};

export type Output = readonly [title: string, argv: readonly string[], env?: Environment];
const LOUD_TEXT: Output = ['text and DEBUG=*', ['-v', '--debug'], LOUD];
const JSON_: Output = ['JSON', ['--json', '--debug']];
const NDJSON: Output = ['NDJSON', ['-o', 'ndjson', '-v', '--debug']];
const OUTPUTS: readonly Output[] = [LOUD_TEXT, JSON_, NDJSON];
/** For what ends before there are events to tell. */
const EARLY_OUTPUTS: readonly Output[] = [LOUD_TEXT, JSON_];

type Rows<R> = readonly (readonly [title: string, row: R, output: Output])[];
const times = <R extends readonly unknown[]>(rows: readonly R[], outputs: readonly Output[]): Rows<R> =>
  rows.flatMap((row) => outputs.map((output) => [`${row[0]}, ${output[0]}`, row, output] as const));
/** Each row in each output. */
export const inEach = <R extends readonly unknown[]>(rows: readonly R[]): Rows<R> => times(rows, OUTPUTS);
export const inBoth = <R extends readonly unknown[]>(rows: readonly R[]): Rows<R> => times(rows, EARLY_OUTPUTS);

/** A way with what asks for an output. */
export const saying = (way: Way, [, argv, env]: Output): Way => ({
  ...way,
  argv: [...(way.argv ?? []), ...argv],
  env: { ...way.env, ...env },
});

export const LEGACY: readonly string[] = ['--agent', 'log-analytics'];
export const install = (machine: string, workspace = 'logs-westeurope'): readonly string[] => [
  ...['install', 'extension', `azure:${machine}`, ...LEGACY, '--workspace', workspace],
];

/** Where a key may be given. */
export const sourcesOf = (stage: () => Stage): readonly (readonly [title: string, way: (key: string) => Way])[] => [
  ['a file', (key) => ({ argv: ['--workspace-key-file', stage().put(`${nameOf(key)}.txt`, `${key}\n`)] })],
  ['stdin', (key) => ({ argv: ['--workspace-key-file', '-'], input: `${key}\r\n` })],
  ['the environment', (key) => ({ env: { AZMON_WORKSPACE_KEY: key } })],
  ['Key Vault', (key) => ({ argv: ['--workspace-key-vault', `akvs://kv-prod/${nameOf(key)}`] })],
  [
    'the configuration file',
    (key) => ({ argv: ['--config', stage().put(`${nameOf(key)}.yaml`, `workspace-key: ${key}\n`)] }),
  ],
];
/** As the secrets of the vault are named. */
const nameOf = (key: string): string => (key === KEY ? 'workspace-key' : 'wrong-key');
