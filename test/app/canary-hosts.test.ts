import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  canaryStage,
  inBoth,
  inEach,
  KEY,
  PASSWORD,
  PROXY,
  type Stage,
  saying,
  secrets,
  silent,
  sourcesOf,
  WRONG_KEY,
} from '../support/canary-stage.ts';
import { ROOT } from '../support/source.ts';
import { sshStandIn } from '../support/ssh-stand-in.ts';

/**
 * The key of a workspace and the password of a proxy, planted wherever they may come from and where they do not belong, in the commands
 * that change machines outside Azure. They must go to the machine on the stdin of ssh, and nowhere else.
 */
interface Call {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: string;
}

let stage: Stage;
let record = '';
beforeAll(async () => {
  stage = await canaryStage();
  record = join(stage.given, 'ssh.ndjson');
  const facts = readFileSync(join(ROOT, 'test/transcripts/machines/ubuntu-18.04-ready.facts'), 'utf8');
  stage.put('bin/ssh', sshStandIn(process.execPath, facts.replace(/^clock\.now=.*\n/m, ''), record), 0o755);
});
afterAll(() => stage.close());

const azmon: Stage['azmon'] = (...how) => stage.azmon(...how);
const calls = (): readonly Call[] =>
  !existsSync(record)
    ? []
    : readFileSync(record, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Call);
const HASH = 'a'.repeat(64);
const AT = 'ssh://web-01';
const DAY = ['--as-of', '2020-02-04', '--offline', '--sha256', HASH, '--verify', 'connected'];
const install = (...more: readonly string[]): readonly string[] => [
  ...['install', 'linux', AT, '--workspace', 'logs-westeurope', ...DAY],
  ...more,
];

describe('an install with the key from', () => {
  it.each(inEach([...sourcesOf(() => stage), ['the look-up', () => ({})] as const]))(
    '%s',
    async (_, [, way], output) => {
      silent(await azmon(install(), saying(way(KEY), output)), 0);
    },
  );

  it.each(inEach(sourcesOf(() => stage)))('%s, and it is wrong', async (_, [, way], output) => {
    silent(await azmon(install(), saying(way(WRONG_KEY), output)), 2);
  });
});

describe('a proxy with a login from', () => {
  const WAYS = [
    ['AZMON_PROXY', () => ({ env: { AZMON_PROXY: PROXY } })],
    ['--proxy-file', () => ({ argv: ['--proxy-file', stage.put('proxy.txt', `${PROXY}\n`)] })],
  ] as const;
  it.each(inEach(WAYS))('%s', async (_, [, way], output) => {
    silent(await azmon(install(), saying(way(), output)), 0);
    silent(await azmon(['agent', 'set-proxy', AT], saying(way(), output)), 0);
    silent(await azmon(['install', 'linux', '--script', '--workspace-id', HASH_ID], saying(way(), output)), 2);
  });
});

const HASH_ID = '11111111-2222-3333-4444-555555555555';

describe('with the key and the proxy in the environment', () => {
  const around = (): Readonly<Record<string, string>> => ({ AZMON_WORKSPACE_KEY: KEY, AZMON_PROXY: PROXY });
  const ROWS: readonly (readonly [string, readonly string[], number])[] = [
    ['a dry run', install('--dry-run'), 0],
    ['a removal', ['remove', 'linux', AT, '--yes'], 0],
    ['agent show', ['agent', 'show', AT], 0],
    ['agent logs', ['agent', 'logs', AT], 0],
    ['agent set-workspace', ['agent', 'set-workspace', AT, '--workspace', 'logs-westeurope'], 0],
    ['agent restart', ['agent', 'restart', AT], 0],
    ['a machine of Azure', ['install', 'linux', 'azure:web-01', '--workspace', 'logs-westeurope'], 2],
    ['a bundle from elsewhere', install('--bundle', 'http://example.com/a.sh'), 2],
  ];
  it.each(inEach(ROWS))('%s', async (_, [, argv, exit], output) => {
    silent(await azmon([...argv], saying({ env: around() }, output)), exit);
  });
});

describe('the key in the place of', () => {
  const ROWS: readonly (readonly [string, () => readonly string[], number])[] = [
    ['-s', () => install('-s', KEY), 2],
    ['-s, joined', () => install(`-s${KEY}`), 2],
    ['--shared', () => install('--shared', KEY), 2],
    ['--shared=', () => install(`--shared=${KEY}`), 2],
    ['-s of the Windows setup', () => ['install', 'windows', '-s', KEY], 2],
    ['--key', () => install('--key', KEY), 2],
    ['a target', () => ['install', 'linux', KEY, '--workspace', 'logs-westeurope', ...DAY], 2],
    ['the id', () => ['install', 'linux', '-w', KEY], 2],
    ['a domain', () => install('-d', KEY), 2],
    ['a proxy', () => install('-p', KEY), 2],
    ['a bundle', () => install('--bundle', KEY), 2],
    ['a bundle of an address', () => install('--bundle', `ftp://example.com/${KEY}`), 2],
    ['a hash', () => ['install', 'linux', AT, '--workspace', 'logs-westeurope', '--sha256', KEY], 2],
    ['a signer', () => ['install', 'windows', AT, '--signer', KEY], 2],
    [
      'a further workspace',
      () => ['install', 'windows', AT, '--workspace', 'logs-westeurope', '--also-workspace', KEY],
      2,
    ],
    ['a release', () => install('--release', KEY), 2],
    ['the file of a password', () => install('--sudo-password-file', KEY), 2],
    ['a group', () => ['agent', 'add-group', AT, '--management-group', KEY], 2],
    ['a server', () => ['agent', 'add-group', AT, '--management-group', 'MG1', '--management-server', KEY], 2],
    ['a workspace to leave', () => ['agent', 'remove-workspace', AT, '--workspace-id', KEY], 2],
    ['the folder of a support bundle', () => ['support', 'bundle', AT, '--out', KEY, '--yes'], 2],
  ];
  it.each(inBoth(ROWS))('%s', async (_, [, argv, exit], output) => {
    silent(await azmon([...output[1], ...argv()], { env: { ...output[2] } }), exit);
  });
});

it('a support bundle holds nothing of them', async () => {
  const out = join(stage.own[2] ?? '', 'support');
  silent(await azmon(['support', 'bundle', AT, '--out', out, '--yes'], { env: { AZMON_WORKSPACE_KEY: KEY } }), 0);
  expect(existsSync(join(out, 'facts.json'))).toBe(true);
});

describe('afterwards', () => {
  it('no file holds a secret', () => expect(secrets.inFiles(...stage.own)).toEqual([]));

  it('no argument and no variable of an ssh held one', () => {
    const all = calls();
    expect(all.length).toBeGreaterThan(50);
    expect(secrets.in(JSON.stringify(all.map(({ argv, env }) => ({ argv, env }))))).toEqual([]);
  });

  it('the key and the proxy went to the machine on stdin, where a run needs them', () => {
    const runs = calls().filter(({ stdin }) => stdin.includes('AZMON_DO='));
    const holds = (text: string) => runs.filter(({ stdin }) => stdin.includes(text));
    expect(holds(`AZMON_WORKSPACE_KEY='${KEY}'`).length).toBeGreaterThan(0);
    expect(holds(encodeURIComponent(PASSWORD).slice(0, 8)).length).toBeGreaterThan(0);
    const needless = runs.filter(({ stdin }) => /^AZMON_DO='(show|logs|restart|remove)'$/m.test(stdin));
    expect(needless.length).toBeGreaterThan(0);
    expect(secrets.in(needless.map(({ stdin }) => stdin).join('\n'))).toEqual([]);
    const dry = runs.filter(({ stdin }) => /^AZMON_DRY_RUN='yes'$/m.test(stdin));
    expect(dry.some(({ stdin }) => stdin.includes(KEY))).toBe(false);
  });
});
