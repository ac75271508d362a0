import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AZMON,
  canaryStage,
  type Environment,
  inEach,
  install,
  KEY,
  OTHER_KEY,
  PASSWORD,
  PROXY,
  plantedFleet,
  type Ran,
  type Stage,
  saying,
  secrets,
  silent,
  sourcesOf,
  type Way,
  WRONG_KEY,
} from '../support/canary-stage.ts';
import { describeWith } from '../support/needs.ts';
import { readTrace, STRACE, straced, type Trace } from '../support/strace.ts';
import { atTerminal } from '../support/terminal.ts';

/** What azmon starts, types and serves: no key and no password is on a command line, in an environment, on a screen or in a file of azmon's. */
let stage: Stage;
let traces: string;
beforeAll(async () => {
  stage = await canaryStage();
  traces = join(stage.given, 'traces');
  mkdirSync(traces);
});
afterAll(() => stage.close());

const SOURCES = sourcesOf(() => stage);
const TERMINAL = { script: 'bsdutils' };
const ASKS: Environment = { AZMON_NON_INTERACTIVE: '0' };
const QUESTION = /Key of the workspace [0-9a-f-]{36}:/;

describeWith({ commands: TERMINAL })('a key that is typed', () => {
  const typed = (machine: string, answer: string, ...more: string[]) =>
    atTerminal([...AZMON, ...install(machine, 'logs-other'), ...more], [[QUESTION, answer]], stage.environment(ASKS));

  type Row = readonly [title: string, answer: string, exit: number, sent: readonly string[], more?: readonly string[]];
  const ROWS: readonly Row[] = [
    ['as it is', `${OTHER_KEY}\r`, 0, [OTHER_KEY]],
    ['with -v --debug', `${OTHER_KEY}\r`, 0, [OTHER_KEY], ['-v', '--debug']],
    ['with blanks around', `  ${OTHER_KEY} \r`, 0, [OTHER_KEY]],
    ['that is none of the workspace', `${WRONG_KEY}\r`, 7, [WRONG_KEY]],
    ['and cut off', `${OTHER_KEY.slice(0, 60)}\r`, 2, []],
    ['and taken back', `${OTHER_KEY}\u0003`, 130, []],
  ];
  it.concurrent.for(ROWS)('%s', async ([, answer, exit, sent, more = []]) => {
    const machine = stage.machine();
    const { exit: ended, raw, seen } = await typed(machine, answer, ...more);
    expect(secrets.in(raw)).toEqual([]);
    expect([ended, QUESTION.test(seen)], seen).toEqual([exit, true]);
    expect(stage.keysOn(machine)).toEqual(sent);
  });
});

/** What was started, without what was started first: azmon itself, whose own words and environment are its user's. */
function searched({ own, rest, started }: Trace, expected: RegExp): void {
  expect(own).toContain('run.js');
  expect(started.filter((path) => expected.test(path))).not.toEqual([]);
  expect(secrets.in(rest)).toEqual([]);
}

describeWith({ commands: STRACE })('what azmon starts and writes is given no secret', () => {
  const BY_AZ = ['--auth', 'az', '-v', '--debug'];
  const traced = async (name: string, argv: readonly string[], way: Way, exit: number): Promise<Trace> => {
    const file = join(traces, name.replaceAll(/\W+/g, '-'));
    silent(await stage.run([...straced(file), ...AZMON, ...argv], way), exit);
    return readTrace(file);
  };

  it.concurrent.each([...SOURCES, ['the look-up', (): Way => ({})] as const])('the key from %s', async (name, way) => {
    const machine = stage.machine();
    const trace = await traced(name, [...install(machine), ...BY_AZ], way(KEY), 0);
    searched(trace, /\/az$/);
    expect(stage.keysOn(machine)).toEqual([KEY]);
    // The environment of azmon itself holds what its user put there: the search finds it.
    expect(secrets.in(trace.own)).toEqual(name === 'the environment' ? expect.arrayContaining(['secret 1 raw']) : []);
  });

  it.concurrent('a wrong key', async () => {
    const env = { AZMON_WORKSPACE_KEY: WRONG_KEY };
    searched(await traced('wrong', [...install('web-01'), ...BY_AZ], { env }, 2), /\/az$/);
  });

  it.concurrent.each([
    ['a flag that is none', ['--workspace-key', KEY]],
    ['the path of a file', ['--workspace-key-file', KEY]],
  ])('a key in the place of %s', async (name, words) => {
    const trace = await traced(name, [...install('web-01'), ...words, ...BY_AZ], {}, 2);
    expect(secrets.in(trace.own)).not.toEqual([]);
    expect(secrets.in(trace.rest)).toEqual([]);
  });

  it.concurrent.each([
    ['the Log Analytics agent', ['--agent', 'log-analytics'], { workspaceKey: KEY, proxy: PROXY }],
    ['the Azure Monitor Agent', ['--default-rule'], { proxy: { username: 'ops', password: PASSWORD } }],
  ])('the password of the proxy for %s', async (name, words, sent) => {
    const machine = stage.machine();
    const argv = ['install', 'extension', `azure:${machine}`, '--workspace', 'logs-westeurope', ...words, ...BY_AZ];
    searched(await traced(name, argv, { env: { AZMON_PROXY: PROXY } }, 0), /\/az$/);
    expect(stage.putsOn(machine).map(({ properties }) => properties.protectedSettings)).toEqual([sent]);
  });

  it.concurrent('any way to sign in that is tried', async () => {
    const env = { AZMON_WORKSPACE_KEY: KEY, AZMON_PROXY: PROXY, AZURE_CLIENT_SECRET: '', AZURE_CLIENT_ID: '' };
    const away = { IDENTITY_ENDPOINT: '', IDENTITY_HEADER: '', MSI_ENDPOINT: '', MSI_SECRET: '', AZURE_TENANT_ID: '' };
    const argv = [...install('web-01'), '--dry-run', '-v', '--debug'];
    searched(await traced('any', argv, { env: { ...env, ...away } }, 0), /\/az$/);
  });

  it.concurrent('a command in a sandbox', async () => {
    const argv = ['sandbox', 'run', '--no-delays', '--', ...AZMON, 'workspace', 'show', 'logs-westeurope'];
    const trace = await traced('run', argv, { env: { AZMON_WORKSPACE_KEY: KEY } }, 0);
    expect(secrets.in(trace.own)).not.toEqual([]);
    searched(trace, /\/node$/);
  });
});

describeWith({ commands: { ...STRACE, ...TERMINAL } })('a key that is typed, traced', () => {
  it('reaches no child and no file', async () => {
    const file = join(traces, 'typed');
    const machine = stage.machine();
    const argv = [...straced(file), ...AZMON, ...install(machine, 'logs-other'), '--auth', 'az'];
    const { exit, raw } = await atTerminal(argv, [[QUESTION, `${OTHER_KEY}\r`]], stage.environment(ASKS));
    expect([exit, secrets.in(raw)]).toEqual([0, []]);
    searched(readTrace(file), /\/az$/);
    expect(stage.keysOn(machine)).toEqual([OTHER_KEY]);
  });
});

describe('a sandbox whose state holds the keys', () => {
  const planted = (name: string): { readonly state: string; readonly record: string } => ({
    state: stage.put(`${name}.json`, JSON.stringify(plantedFleet())),
    record: join(stage.given, `${name}.ndjson`),
  });

  it.concurrent.each(inEach([['run']]))('%s', async (name, _, output) => {
    const { state, record } = planted(name);
    const own = ['sandbox', 'run', '--no-delays', '--state', state, '--record', record];
    // In front, as what follows -- is the inner command's.
    const { argv = [], env } = saying({ env: { AZMON_WORKSPACE_KEY: KEY } }, output);
    const inner = [...AZMON, ...install('web-01'), ...argv];
    silent(await stage.run([...AZMON, ...own, ...argv, '--', ...inner], env === undefined ? {} : { env }), 0);
    for (const path of [state, record]) {
      expect(secrets.in(readFileSync(path, 'utf8'))).not.toEqual([]);
      expect(statSync(path).mode & 0o777).toBe(0o600);
    }
  });

  it.concurrent.each(inEach([['serve']]))('%s', async (name, _, output) => {
    const { state, record } = planted(name);
    const argv = ['sandbox', 'serve', '--state', state, '--record', record];
    silent(await served([...argv, ...output[1]], { AZMON_WORKSPACE_KEY: KEY, ...output[2] }), 130);
  });

  it.concurrent('hands the key in its environment on to nobody', async () => {
    const way = { env: { AZMON_WORKSPACE_KEY: KEY } };
    silent(await stage.azmon(['sandbox', 'run', '--', 'env'], way), 0);
  });
});

/**
 * Serves until the port that it was given answers, and ends it by Ctrl+C, which it takes before it listens. Under JSON it says nothing
 * before its end.
 */
async function served(argv: readonly string[], env: Environment): Promise<Ran> {
  const port = await freePort();
  const [command = '', ...words] = AZMON;
  const child = spawn(command, [...words, ...argv, '--port', `${port}`], { env: stage.environment(env) });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const ended = new Promise<Ran>((resolve) => child.once('close', (exit) => resolve({ exit, stdout, stderr })));
  while (child.exitCode === null && !(await answers(port))) await setTimeout(50);
  child.kill('SIGINT');
  return ended;
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

describe('afterwards', () => {
  it('no file of azmon holds a secret', () => expect(secrets.inFiles(...stage.own)).toEqual([]));
});
