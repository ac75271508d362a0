import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formsOf } from '../support/canary.ts';
import {
  canaryStage,
  type Environment,
  inBoth,
  inEach,
  install,
  KEY,
  LEGACY,
  PASSWORD,
  PROXY,
  type Stage,
  saying,
  secrets,
  silent,
  sourcesOf,
  type Way,
  WRONG_KEY,
} from '../support/canary-stage.ts';
import type { TestSandbox } from '../support/sandbox.ts';

/**
 * Keys of workspaces and the password of a proxy are planted in every place they may come from, and in those where they do not belong.
 * They must come out nowhere, in no form: not on stdout or stderr, and in no file. Children: test/e2e/canary-trace.test.ts.
 */
let stage: Stage;
let failing: TestSandbox;
let cutting: TestSandbox;
beforeAll(async () => {
  stage = await canaryStage();
  failing = await stage.faulty([{ kind: 'extension', exitCode: 53, message: 'the handler says no' }]);
  cutting = await stage.faulty([{ kind: 'cut', path: '/operations/' }]);
});
afterAll(() => stage.close());

const azmon: Stage['azmon'] = (...how) => stage.azmon(...how);
const SOURCES = sourcesOf(() => stage);
const LOOK_UP = ['the look-up', (): Way => ({})] as const;

describe('the search', () => {
  it.each(Object.entries(formsOf(KEY)))('finds a key %s', (_, text) => {
    expect(secrets.in(`before ${text} behind`)).not.toEqual([]);
    expect(secrets.in(text.slice(30, 60))).not.toEqual([]);
    expect(secrets.in(text.toUpperCase())).not.toEqual([]);
  });

  it.each([
    ['wrapped by a terminal', `${KEY.slice(0, 20)}\n    ${KEY.slice(20)}`],
    ['coloured', `\u001b[31m${KEY.slice(0, 20)}\u001b[0m${KEY.slice(20)}`],
    ['within base64', Buffer.from(`{"workspaceKey":"${KEY}"}`).toString('base64')],
    ['as a login', Buffer.from(`ops:${PASSWORD}`).toString('base64')],
    ['as a console shows bytes', Buffer.from(KEY).toString('hex').replaceAll(/../g, '$& ')],
  ])('finds one %s', (_, text) => expect(secrets.in(text)).not.toEqual([]));

  it('finds one in a file, also in UTF-16, and nothing where nothing is', () => {
    const folder = mkdtempSync(join(tmpdir(), 'azmon-search-'));
    mkdirSync(join(folder, 'below'));
    writeFileSync(join(folder, 'a'), Buffer.from(`x ${KEY}`, 'utf16le'));
    writeFileSync(join(folder, 'below', 'b'), `{"a": ${JSON.stringify(PROXY)}}`);
    writeFileSync(join(folder, 'c'), 'nothing of that sort');
    const found = secrets.inFiles(folder).map((line) => line.split(':')[0]);
    rmSync(folder, { recursive: true });
    expect(new Set(found)).toEqual(new Set([join(folder, 'a'), join(folder, 'below', 'b')]));
  });
});

describe.concurrent('an install with the key of the workspace from', () => {
  it.each(inEach([...SOURCES, LOOK_UP]))('%s', async (_, [, way], output) => {
    const name = stage.machine();
    silent(await azmon(install(name), saying(way(KEY), output)), 0);
    expect(stage.keysOn(name)).toEqual([KEY]);
  });
});

describe.concurrent('an install with a wrong key', () => {
  it.each(inEach(SOURCES))('from %s: it is compared, and nothing is sent', async (_, [, way], output) => {
    const name = stage.machine();
    silent(await azmon(install(name), saying(way(WRONG_KEY), output)), 2);
    expect(stage.keysOn(name)).toEqual([]);
  });

  it.each(inEach([['where keys may not be read']]))('%s: the handler refuses it', async (_, __, output) => {
    const name = stage.machine();
    const env = { AZMON_WORKSPACE_KEY: WRONG_KEY };
    silent(await azmon(install(name, 'logs-other'), saying({ env }, output)), 7);
    expect(stage.keysOn(name)).toEqual([WRONG_KEY]);
  });
});

describe.concurrent('with the key and the proxy in the environment, and the key in the own configuration file', () => {
  const around = (): Environment => {
    stage.put('config/azmon/config.yaml', `workspace-key: ${KEY}\n`);
    return { AZMON_WORKSPACE_KEY: KEY, AZMON_PROXY: PROXY, XDG_CONFIG_HOME: join(stage.given, 'config') };
  };
  const hidden = (): string =>
    Object.values(stage.at.state.machines).find(({ name }) => name === 'hidden-01')?.id ?? 'no hidden-01';
  const RULE = ['--workspace', 'logs-westeurope', '--default-rule'];
  const CREATE = ['workspace', 'create', 'logs-made', '-g', 'monitoring', '-l', 'westeurope'];

  type Row = readonly [title: string, argv: () => readonly string[], exit: number, at?: () => TestSandbox];
  const ROWS: readonly Row[] = [
    ['a dry run', () => [...install('web-01'), '--dry-run'], 0],
    ['the successor', () => ['install', 'extension', `azure:${stage.machine()}`, ...RULE], 0],
    ['a handler that fails', () => install(stage.machine()), 7, () => failing],
    [
      'a network that is cut in mid-operation',
      () => [...install(stage.machine()), '--timeout', '2s'],
      9,
      () => cutting,
    ],
    ['another workspace', () => install('other-01'), 10],
    ['a stopped machine', () => install('stopped-01'), 9],
    ['no rights', () => ['install', 'extension', hidden(), ...LEGACY, '--workspace', 'logs-westeurope'], 3],
    ['an unknown machine', () => install('nobody-01'), 11],
    ['an unknown workspace', () => install('web-01', 'logs-nowhere'), 11],
    ['a workspace that takes no keys', () => install('web-01', 'logs-keyless'), 4],
    ['some done, some not', () => [...install(stage.machine()), 'azure:other-01'], 6],
    ['removing, without leave', () => ['remove', 'extension', 'azure:oms-01'], 13],
    ['removing, dry', () => ['remove', 'extension', 'azure:oms-01', '--dry-run'], 0],
    ['workspace show', () => ['workspace', 'show', 'logs-westeurope'], 0],
    ['workspace show of another', () => ['workspace', 'show', 'logs-full'], 2],
    ['workspace list', () => ['workspace', 'list'], 0],
    ['workspace create, dry', () => [...CREATE, '--subscription', 'Contoso Production', '--dry-run'], 0],
    ['verify', () => ['verify', 'azure:oms-01'], 0],
    ['verify of a silent one', () => ['verify', 'azure:failed-01', '--verify-timeout', '1s'], 8],
    ['status', () => ['status'], 0],
    ['status of one', () => ['status', 'azure:oms-01'], 0],
    ['check', () => ['check', 'azure:web-01', '--no-probe', '--agent', 'azure-monitor', '--as-of', '2026-11-22'], 0],
    ['login status', () => ['login', 'status'], 0],
    ['login status by az', () => ['login', 'status', '--auth', 'az'], 0],
    ['login status by nothing', () => ['login', 'status', '--auth', 'azd'], 3],
    ['a flag that is none', () => ['install', 'extension', '--worksapce', 'x'], 2],
    ['help', () => ['install', 'extension', '--help'], 0],
  ];
  it.each(inEach(ROWS))('%s', async (_, [, argv, exit, at], output) => {
    silent(await azmon(argv(), saying({ env: around() }, output), at?.()), exit);
  });

  it.each(inEach([['a machine that is removed']]))('%s', async (_, __, output) => {
    const name = stage.machine();
    expect((await azmon([...install(name), '--no-verify'])).exit).toBe(0);
    silent(await azmon(['remove', 'extension', `azure:${name}`, '--yes'], saying({ env: around() }, output)), 0);
  });

  it.each(inEach([['a key that is written out']]))('%s', async (title, __, output) => {
    const out = join(stage.given, `${title}.key`);
    const argv = ['workspace', 'key', '--workspace', 'logs-westeurope', '--out', out];
    silent(await azmon(argv, saying({ env: around() }, output)), 0);
    expect([readFileSync(out, 'utf8'), statSync(out).mode & 0o777]).toEqual([KEY, 0o600]);
  });
});

describe.concurrent('the password of the proxy', () => {
  const login = { username: 'ops', password: PASSWORD };
  const AGENTS: readonly (readonly [string, readonly string[], object])[] = [
    ['the Log Analytics agent', [...LEGACY, '--workspace', 'logs-westeurope'], { workspaceKey: KEY, proxy: PROXY }],
    ['the Azure Monitor Agent', ['--workspace', 'logs-westeurope', '--default-rule'], { proxy: login }],
  ];
  const WAYS: readonly (readonly [string, () => Way])[] = [
    ['AZMON_PROXY', () => ({ env: { AZMON_PROXY: PROXY } })],
    ['--proxy-file', () => ({ argv: ['--proxy-file', stage.put('proxy.txt', `${PROXY}\n`)] })],
    ['--proxy-file -', () => ({ argv: ['--proxy-file', '-'], input: PROXY })],
  ];
  const ROWS = AGENTS.flatMap(([agent, argv, sent]) =>
    WAYS.map(([from, way]) => [`${agent}, ${from}`, argv, way, sent] as const),
  );
  it.each(inEach(ROWS))('%s', async (_, [, argv, way, sent], output) => {
    const name = stage.machine();
    silent(await azmon(['install', 'extension', `azure:${name}`, ...argv], saying(way(), output)), 0);
    expect(stage.putsOn(name).map(({ properties }) => properties.protectedSettings)).toEqual([sent]);
  });

  it('is refused on the command line', async () => {
    silent(await azmon([...install('web-01'), '--proxy', PROXY]), 2);
  });
});

/** The key typed, or written into a file, where something else belongs. */
describe.concurrent('the key in the place of', () => {
  const RULE_ID = `/subscriptions/0a000000-0000-4000-8000-000000000001/resourceGroups/g/providers/Microsoft.Insights/dataCollectionRules/${KEY}`;
  const to = (...more: string[]): readonly string[] => [...install('web-01'), ...more];
  const file = (name: string, text: string): string => stage.put(`wrong/${name}`, text);
  const listed = (name: string, text: string): readonly string[] => [
    ...['install', 'extension', '--file', file(name, text), ...LEGACY, '--workspace', 'logs-westeurope', '--no-verify'],
  ];
  const faults = (name: string, text: string): readonly string[] => [
    ...['sandbox', 'run', '--faults', file(name, text), '--', 'true'],
  ];
  type Row = readonly [title: string, argv: () => readonly string[], exit: number, env?: Environment];
  const ROWS: readonly Row[] = [
    ['a flag that is none', () => to('--workspace-key', KEY), 2],
    ['a flag that is none, with =', () => to(`--workspace-key=${KEY}`), 2],
    ['a short flag', () => to(`-w${KEY}`), 2],
    ['a command', () => [KEY], 2],
    ['a second word of a command', () => ['install', KEY], 2],
    ['a target', () => ['install', 'extension', KEY, ...LEGACY, '--workspace', 'logs-westeurope'], 2],
    ['the name of a machine', () => install(KEY), 2],
    ['a resource id', () => ['verify', `/subscriptions/${KEY}`], 2],
    ['the target of a status', () => ['status', KEY], 2],
    ['the target of a check', () => ['check', `azure:${KEY}`], 2],
    ['the target of a removal', () => ['remove', 'extension', KEY, '--yes'], 2],
    ['the workspace', () => install('web-01', KEY), 2],
    ['the workspace that is shown', () => ['workspace', 'show', KEY], 2],
    ['the workspace id', () => ['install', 'extension', 'azure:web-01', '--workspace-id', KEY], 2],
    ['the path of the key file', () => to('--workspace-key-file', KEY), 2],
    ['a folder of that path', () => to('--workspace-key-file', `/nowhere/${KEY}`), 2],
    ['the reference', () => to('--workspace-key-vault', KEY), 2],
    ['the secret of a reference', () => to('--workspace-key-vault', `akvs://kv-prod/${KEY}`), 2],
    ['the vault of a reference', () => to('--workspace-key-vault', `akvs://${KEY}/workspace-key`), 2],
    ['the host of a reference', () => to('--workspace-key-vault', `https://${KEY}/secrets/a`), 2],
    ['the path of the configuration', () => to('--config', KEY), 2],
    ['a list of machines', () => to('--file', KEY), 2],
    ['the path of a proxy', () => to('--proxy-file', KEY), 2],
    ['a proxy', () => to('--proxy', KEY), 2],
    ['a subscription', () => to('--subscription', KEY), 2],
    ['a subscription among others', () => ['workspace', 'list', '--subscription', `prod,${KEY}`], 2],
    ['a tenant', () => ['login', 'status', '--tenant', KEY], 2],
    ['a way to sign in', () => ['login', 'status', '--auth', KEY], 2],
    ['a version', () => to('--extension-version', KEY), 2],
    ['a proof', () => to('--verify', KEY), 2],
    ['a time', () => ['verify', 'azure:oms-01', '--since', KEY], 2],
    ['a state', () => ['status', '--in-state', KEY], 2],
    ['a rule', () => ['install', 'extension', 'azure:web-01', '--rule', KEY], 2],
    ['the name of a rule', () => ['install', 'extension', 'azure:web-01', '--rule', RULE_ID], 2],
    ['an identity', () => ['install', 'extension', 'azure:web-01', '--rule', RULE_ID, '--identity', KEY], 2],
    ['a check', () => ['check', 'azure:web-01', '--only', KEY], 2],
    ['facts', () => ['check', '--facts', KEY], 2],
    ['a new workspace', () => ['workspace', 'create', KEY, '-g', 'a', '-l', 'b', '--yes'], 2],
    ['a group', () => ['workspace', 'create', 'logs-new', '-g', KEY, '-l', 'westeurope', '--yes'], 2],
    ['a region', () => ['workspace', 'create', 'logs-new', '-g', 'monitoring', '-l', KEY, '--yes'], 2],
    ['the file of a key', () => ['workspace', 'key', '--workspace', 'logs-westeurope', '--out', KEY], 2],
    ['a file of faults', () => ['sandbox', 'run', '--faults', KEY, '--', 'true'], 2],
    ['a file of a state', () => ['sandbox', 'run', '--state', KEY, '--', 'true'], 2],
    ['a file of a record', () => ['sandbox', 'run', '--record', KEY, '--', 'true'], 2],
    ['a port', () => ['sandbox', 'serve', '--port', KEY], 2],
    ['a command to run', () => ['sandbox', 'run', '--', KEY], 2],
    ...[
      'WORKSPACE',
      'WORKSPACE_ID',
      'WORKSPACE_KEY_FILE',
      'WORKSPACE_KEY_VAULT',
      'CONFIG',
      'SUBSCRIPTION',
      'TENANT',
    ].map((name): Row => [`AZMON_${name}`, () => ['workspace', 'show'], 2, { [`AZMON_${name}`]: KEY }]),
    ...['RULE', 'AUTH', 'VERIFY', 'VERIFY_TIMEOUT', 'CLOUD', 'SANDBOX', 'PROXY', 'OUTPUT'].map(
      (name): Row => [`AZMON_${name}`, () => install('web-01'), 2, { [`AZMON_${name}`]: KEY }],
    ),
    ['AZURE_SUBSCRIPTION_ID', () => ['workspace', 'list'], 2, { AZURE_SUBSCRIPTION_ID: KEY }],
    ['AZURE_TENANT_ID', () => ['login', 'status'], 3, { AZURE_TENANT_ID: KEY }],
    ['AZURE_CLIENT_ID', () => ['login', 'status', '--auth', 'managed-identity'], 0, { AZURE_CLIENT_ID: KEY }],
    ['AZURE_CLIENT_SECRET', () => ['login', 'status', '--auth', 'environment'], 3, { AZURE_CLIENT_SECRET: KEY }],
    ['a line of a list', () => listed('lines.txt', `azure:web-01\n${KEY}\n`), 6],
    ['a column for keys', () => listed('keys.csv', `target,workspaceKey\nazure:web-01,${KEY}\n`), 2],
    ['a column', () => listed('column.csv', `target,note\nazure:web-01,${KEY}\n`), 2],
    ['the name of a column', () => listed('name.csv', `target,${KEY}\nazure:web-01,x\n`), 2],
    ['the workspace of a row', () => listed('row.csv', `target,workspace\nazure:web-01,${KEY}\n`), 2],
    ['the agent of a row', () => listed('agent.csv', `target,agent\nazure:web-01,${KEY}\n`), 2],
    ['the proxy of a row', () => listed('proxy.csv', `target,proxy\nazure:web-01,${KEY}\n`), 2],
    ['a row that is too long', () => listed('long.csv', `target,note\nazure:web-01,x,${KEY}\n`), 2],
    ['a member of a row', () => listed('rows.json', JSON.stringify([{ target: 'azure:web-01', key: KEY }])), 2],
    ['JSON that is cut off', () => listed('cut.json', `[{"target": "azure:web-01", "note": "${KEY}`), 2],
    ['YAML that is none', () => listed('none.yaml', `targets: [a, "${KEY}\n  b: {`), 2],
    ['a configuration that is cut off', () => to('--config', file('cut.yaml', `workspace-key: "${KEY}\ntenant: [`)), 2],
    ['a name in the configuration', () => to('--config', file('name.yaml', `${KEY}: x\n`)), 2],
    ['a misspelt name there', () => to('--config', file('misspelt.yaml', `workspaceKey: ${KEY}\n`)), 2],
    ['a list there', () => to('--config', file('list.yaml', `workspace-key: [${KEY}, {a: b}]\n`)), 2],
    ['a subscription there', () => to('--config', file('subscription.yaml', `subscription: ${KEY}\n`)), 2],
    ['a path there', () => to('--config', file('path.yaml', `workspace-key-file: ${KEY}\n`)), 2],
    ['faults that are cut off', () => faults('cut.yaml', `- kind: "${KEY}\n`), 2],
    ['a kind of fault', () => faults('kind.yaml', `- { kind: "${KEY}" }\n`), 2],
    ['a member of a fault', () => faults('member.yaml', `- { kind: cut, "${KEY}": 1 }\n`), 2],
    [
      'a state that is cut off',
      () => ['sandbox', 'run', '--state', file('cut.json', `{"version": 1, "${KEY}`), '--', 'true'],
      2,
    ],
  ];
  it.each(inBoth(ROWS))('%s', async (_, [, argv, exit, env = {}], output) => {
    // In front: what follows -- is another command's.
    silent(await azmon([...output[1], ...argv()], { env: { ...env, ...output[2] } }), exit);
  });

  it('a configuration that others may read', async () => {
    const path = stage.put('wrong/others.yaml', `workspace-key: ${KEY}\n`, 0o644);
    silent(await azmon(to('--config', path, '--debug')), 2);
  });
});

describe('afterwards', () => {
  it('no file holds a secret', () => expect(secrets.inFiles(...stage.own)).toEqual([]));

  it('on the way to Azure secrets stood in protected settings and nowhere else', () => {
    const exchanges = [stage.at, failing, cutting].flatMap((one) => one.exchanges);
    const asked = exchanges.map(({ method, url, requestHeaders, requestBody }) => {
      const { properties, ...rest } = (requestBody ?? {}) as { properties?: { protectedSettings?: unknown } };
      const { protectedSettings: _, ...open } = properties ?? {};
      return JSON.stringify({ method, url, requestHeaders, rest, open });
    });
    expect(asked.length).toBeGreaterThan(1_000);
    expect(secrets.in(asked.join('\n'))).toEqual([]);
    expect(secrets.in(JSON.stringify(exchanges))).not.toEqual([]);
  });
});
