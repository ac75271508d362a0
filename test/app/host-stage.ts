import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer } from '../../src/app/answer.ts';
import type { HostDoor } from '../../src/app/host-begin.ts';
import { parseProbeOutput } from '../../src/machine/probe-output.ts';
import type { ProbeRequest } from '../../src/ports.ts';
import type { Downloads, LocalFile, PushRequest, ScriptRequest, ScriptTransport } from '../../src/ports-scripts.ts';
import { EXIT, Problem } from '../../src/problem.ts';
import { FIRST_HEARTBEAT_OF_COMPUTER, SERVICE_NOW } from '../../src/verify/log-queries.ts';
import type { FakeWorld } from '../support/azure-fake.ts';
import { ROOT } from '../support/source.ts';
import { type DoorOptions, deployDoor, NOW, type PlayedDoor } from './deploy-door.ts';

export const TARGET_WORKSPACE = '11111111-2222-3333-4444-555555555555';
export const OTHER_WORKSPACE = '99999999-2222-3333-4444-555555555555';

/** A machine of the day the page was written, with everything in place. */
const READY = readFileSync(join(ROOT, 'test/transcripts/machines/ubuntu-18.04-ready.facts'), 'utf8');
const WINDOWS = [
  ...['probe.version=1', 'os.family=windows', 'user.id=0', 'windows.build=17763', 'windows.edition=ServerDatacenter'],
  ...[
    'windows.name=Windows Server 2019 Datacenter',
    'windows.architecture=AMD64',
    'host.name=win-01',
    'probe.end=ok',
    '',
  ],
].join('\n');

/** Facts of a machine with some of them replaced: `{ 'oms.version': '1.19.0-0' }`. */
export const factsOf = (changed: Readonly<Record<string, string>> = {}, base = READY): string => {
  const names = Object.keys(changed);
  const lines = base.split('\n').filter((line) => !names.some((name) => line.startsWith(`${name}=`)));
  const [head = '', ...rest] = lines;
  return [head, ...names.map((name) => `${name}=${changed[name]}`), ...rest].join('\n');
};

export const windowsFacts = (changed: Readonly<Record<string, string>> = {}): string => factsOf(changed, WINDOWS);

/** How a machine answers a run of the wrapper: lines between its first and its last. */
export type Answering = (asked: RunAsked) => readonly string[];

export interface FakeHost {
  /** Missing: ready for the agent. */
  readonly facts?: string | ((asked: ProbeRequest) => string);
  readonly system?: 'linux' | 'windows';
  /** What answers a login over ssh is no POSIX shell, and says so in words that nobody knows. */
  readonly foreign?: true;
  /** By verb; a verb that is not there is not expected. */
  readonly on?: Readonly<Record<string, Answering>>;
  /** Its answer has no end. */
  readonly cut?: true;
  /** Thrown in place of a run. */
  readonly broken?: (asked: RunAsked) => Error | undefined;
}

/** What was sent to a machine; secrets opened, as a transport would. */
export interface RunAsked {
  readonly key: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly system: string | undefined;
  readonly sudo: string | undefined;
}

export interface HostOptions extends DoorOptions {
  readonly hosts?: Readonly<Record<string, FakeHost>>;
  readonly by?: string;
  readonly here?: 'linux' | 'windows';
  /** Files and addresses that can be fetched, with what is in them. */
  readonly fetched?: Readonly<Record<string, string>>;
  readonly verbose?: boolean;
  readonly words?: string;
}

export interface PlayedHosts extends Omit<PlayedDoor, 'door'> {
  readonly door: HostDoor;
  readonly runs: readonly RunAsked[];
  readonly pushes: readonly (PushRequest & { readonly key: string })[];
  readonly removed: readonly string[];
  readonly probed: readonly string[];
  readonly fetches: readonly string[];
}

const READ_AT = 1_580_817_600_000;

export const RUN = '00000000-0000-4000-8000-000000000001';

/** Machines outside Azure that answer in the wrapper's language, and fail on whatever is not expected. */
export function hostStage(options: HostOptions = {}, world: FakeWorld = {}): PlayedHosts {
  const {
    hosts = { local: {} },
    by = 'ops@ci-7',
    here = 'linux',
    fetched = {},
    words = 'azmon install linux',
  } = options;
  const played = deployDoor({ identity: SIGNED_IN, logs: reportingByName, ...world }, options);
  const [runs, pushes]: [RunAsked[], (PushRequest & { key: string })[]] = [[], []];
  const [removed, probed, fetches]: [string[], string[], string[]] = [[], [], []];
  const hostOf = (key: string): FakeHost => hosts[key] ?? unexpected(`the machine ${key}`);
  const lookedAtByScript = async (key: string, { system, secrets }: ScriptRequest) => {
    const { facts, system: own, foreign } = hostOf(key);
    if (foreign === true && own !== 'windows') throw isWindows();
    if (own !== 'windows' || system !== own || typeof facts !== 'string' || Object.keys(secrets).length > 0)
      unexpected(`a look at ${key} by a script`);
    probed.push(`${key} by script`);
    return { output: facts, startedAt: READ_AT, finishedAt: READ_AT, exitCode: 0 };
  };
  const transport: ScriptTransport = {
    async probe({ key, kind }, request) {
      probed.push(key);
      if (kind === 'ssh' && hostOf(key).foreign === true) throw noShell();
      if (kind === 'ssh' && hostOf(key).system === 'windows') throw isWindows();
      const { facts = READY } = hostOf(key);
      const output = typeof facts === 'string' ? facts : facts(request);
      if (!parseProbeOutput(output).complete) unexpected(`facts of ${key} that are not whole`);
      // When its clock was read.
      return { output, startedAt: READ_AT, finishedAt: READ_AT };
    },
    async run({ key }, request) {
      if (request.windows === PROBE) return lookedAtByScript(key, request);
      const asked = askedOf(key, request);
      runs.push(asked);
      const { on = {}, broken, cut } = hostOf(key);
      const verb = asked.parameters.AZMON_DO ?? '';
      const error = broken?.(asked);
      if (error !== undefined) throw error;
      const answer = on[verb] ?? unexpected(`the verb ${verb} on ${key}`);
      const lines = [
        'wrapper.version=1',
        `wrapper.system=${asked.system}`,
        ...answer(asked),
        ...(cut === true ? [] : ['wrapper.end=ok']),
      ];
      for (const line of lines) request.line?.(line);
      return { output: `${lines.join('\n')}\n`, startedAt: 0, finishedAt: 1, exitCode: 0 };
    },
    async push({ key }, request) {
      pushes.push({ key, ...request });
      const path = `/tmp/azmon-push/${request.name}`;
      return { path, remove: async () => void removed.push(`${key}:${path}`) };
    },
  };
  const door: HostDoor = {
    ...played.door,
    ...{ words, runId: RUN, asked: { ...played.door.asked, verbose: options.verbose === true } },
    world: {
      ...played.door.world,
      hosts: () => ({
        ...{ transport, by, system: here, path: (path: string) => (path.startsWith('/') ? path : `/here/${path}`) },
        wrappers: { linux: LINUX, windows: WINDOWS_CMD, windowsPath: 'windows.cmd' },
        probing: { linux: PROBE, windows: PROBE, timeoutMs: 1000 },
        downloads: downloadsOf(fetched, fetches, removed),
      }),
    },
  };
  return { ...played, door, runs, pushes, removed, probed, fetches };
}

/** Every computer's record is there as soon as somebody looks. */
const reportingByName: NonNullable<FakeWorld['logs']> = (_, query) => {
  const now = new Date(NOW).toISOString();
  if (SERVICE_NOW.read(query) !== undefined) return [{ Now: now }];
  const asked = FIRST_HEARTBEAT_OF_COMPUTER.read(query) ?? unexpected(`the query ${query}`);
  const at = new Date(NOW + 60_000).toISOString();
  return [{ TimeGenerated: at, Ingested: at, Computer: asked.computer, Version: '1.19.0', Now: at }];
};

const SIGNED_IN = { credential: 'environment', expires: '2026-11-22T13:00:00Z' };

const PROBE = 'probe';

const isWindows = (): Problem =>
  new Problem({ code: 'AZMON-SSH-WINDOWS', exit: EXIT.failed, message: 'the machine runs Windows' });

const noShell = (): Problem =>
  new Problem({ code: 'AZMON-SSH-SHELL', exit: EXIT.failed, message: 'no shell could be started' });

export const LINUX = '#!/bin/sh\nmain\n';
export const WINDOWS_CMD = '@echo off\r\ncall :main\r\n';

function askedOf(key: string, request: ScriptRequest): RunAsked {
  const { parameters, secrets, system, sudo, linux, windows } = request;
  if (linux !== LINUX || windows !== WINDOWS_CMD) unexpected('another script');
  const opened = Object.fromEntries(Object.entries(secrets).map(([name, secret]) => [name, secret.reveal()]));
  for (const value of Object.values(opened)) {
    if (value.length > 8 && JSON.stringify(parameters).includes(value)) unexpected('a secret among the parameters');
  }
  return {
    key,
    parameters,
    secrets: opened,
    system,
    sudo: sudo === undefined ? undefined : (sudo.password?.reveal() ?? ''),
  };
}

export const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

function downloadsOf(there: Readonly<Record<string, string>>, fetches: string[], removed: string[]): Downloads {
  return {
    async file(source): Promise<LocalFile> {
      fetches.push(source);
      const text = there[source];
      if (text === undefined) throw notThere();
      return {
        ...{
          path: source.startsWith('https:') ? '/tmp/azmon-fetched' : source,
          bytes: text.length,
          sha256: sha256Of(text),
        },
        remove: async () => void removed.push(`here:${source}`),
      };
    },
    async text(source) {
      fetches.push(source);
      return there[source];
    },
  };
}

const notThere = (): Problem =>
  new Problem({ code: 'AZMON-FETCH-NOT-FOUND', exit: EXIT['not-found'], message: 'there is nothing at that address' });

export function unexpected(what: string): never {
  throw new Error(`nobody expected ${what}`);
}

/** Answers of a machine whose install works. */
export const installed =
  (more: readonly string[] = []): Answering =>
  ({ parameters }) => {
    const id = parameters.AZMON_WORKSPACE_ID ?? unexpected('no workspace');
    const planned = ['plan=fetch fetch the bundle', 'plan=packages install the packages', 'plan=onboard connect it'];
    if (parameters.AZMON_DRY_RUN === 'yes') return [...planned, 'state.agent=none', 'result=planned'];
    return [
      ...['step=fetch begin fetching the bundle', 'wait=dpkg lock held by unattended-upgr (pid 812), 40 s of 450 s'],
      ...['say=Preparing to unpack', 'step=fetch done', 'step=packages done installed', ...more],
      ...['state.agent=log-analytics', 'state.version=1.19.0-0', 'state.packages=whole', 'state.by=azmon'],
      ...[`state.workspace=${id} onboarded Onboarded(OMSAgent Running)`, 'state.service=running', 'state.host=web-01'],
      'result=changed',
    ];
  };

/** As it answers when all is as wanted. */
export const unchanged: Answering = (asked) =>
  installed()({ ...asked, parameters: { ...asked.parameters, AZMON_DRY_RUN: '' } })
    .filter((line) => !line.startsWith('step=') && !line.startsWith('say=') && !line.startsWith('wait='))
    .map((line) => (line === 'result=changed' ? 'result=unchanged' : line));

export const failing =
  (word: string, ...more: readonly string[]): Answering =>
  () => [`fail=${word} so it is`, ...more, 'result=failed'];

/** A mistake of azmon, or of a fake, shows itself. */
export function foreseen({ errors = [] }: Answer): void {
  const mistake = errors.find(({ code }) => code === 'AZMON-INTERNAL');
  if (mistake !== undefined) throw mistake.cause;
}
