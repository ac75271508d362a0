import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { Envelope } from '../../src/app/envelope.ts';
import type { SandboxWorkspace } from '../../src/sandbox/state.ts';
import { sandbox, type TestSandbox } from '../support/sandbox.ts';

/** The built command as a child, against a sandbox over TLS. */
const RUN = fileURLToPath(new URL('../../bin/run.js', import.meta.url));
const PRODUCTION = 'Contoso Production';
const folder = mkdtempSync(join(tmpdir(), 'azmon-workspace-'));

let one: TestSandbox;
beforeAll(async () => {
  one = await sandbox({ machines: 1 });
});
afterAll(async () => {
  await one.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Beside the sandbox's own, the environment holds what the case says; undefined takes a variable away. */
async function azmon(
  argv: readonly string[],
  { env = {}, input = '' }: { env?: Record<string, string | undefined>; input?: string } = {},
): Promise<Ended> {
  const { PATH = '' } = process.env;
  const all = { PATH, HOME: folder, ...one.env, AZURE_SUBSCRIPTION_ID: '', AZMON_AUTH: 'managed-identity', ...env };
  const child = spawn(process.execPath, [RUN, ...argv], { cwd: folder, env: all as Record<string, string> });
  const [stdout, stderr] = [gathered(child.stdout), gathered(child.stderr)];
  child.stdin.end(input);
  const status = await new Promise<number | null>((resolve, reject) =>
    child.once('close', resolve).once('error', reject),
  );
  return { status, stdout: await stdout, stderr: await stderr };
}

async function gathered(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream.setEncoding('utf8')) text += chunk;
  return text;
}

const json = async (argv: readonly string[], how?: Parameters<typeof azmon>[1]) => {
  const { stdout } = await azmon([...argv, '--json'], how);
  return JSON.parse(stdout) as Envelope & { readonly result: Record<string, unknown> };
};
const named = (name: string): SandboxWorkspace => {
  const found = Object.values(one.state.workspaces).find((each) => each.name === name);
  if (found === undefined) throw new Error(`no workspace ${name}`);
  return found;
};
const put = (name: string, text: string, mode = 0o600): string => {
  const path = join(folder, name);
  writeFileSync(path, text, { mode });
  chmodSync(path, mode);
  return path;
};
const SIGNED_OUT = { AZMON_AUTH: 'environment', AZURE_CLIENT_SECRET: '', AZURE_CLIENT_ID: '' };

describe('azmon workspace list', () => {
  it('tells all that can be seen, and what was left out', async () => {
    const { status, stdout, stderr } = await azmon(['workspace', 'list']);
    expect(status).toBe(0);
    for (const name of ['logs-westeurope', 'logs-keyless', 'logs-test']) expect(stdout).toContain(name);
    expect(stdout).toMatch(/logs-keyless +westeurope +[0-9a-f-]{36} +PerGB2018 +30 +refused +yes/);
    expect(stdout).toMatch(/logs-private +northeurope +[0-9a-f-]{36} +PerGB2018 +30 +taken +ingestion/);
    expect(stderr).toContain('AZMON-SUBSCRIPTION-REFUSED');
  });

  it('as JSON', async () => {
    const { result, exitCode } = await json(['workspace', 'list', '--subscription', PRODUCTION]);
    expect(exitCode).toBe(0);
    const full = named('logs-full');
    expect((result.workspaces as { name: string }[]).find(({ name }) => name === 'logs-full')).toMatchObject({
      ...{ id: full.id, workspaceId: full.customerId, group: 'monitoring', location: 'westeurope', keys: 'taken' },
      ...{ sku: 'PerGB2018', retentionDays: 30, dailyCapGb: 1, ingestionStatus: 'OverQuota' },
    });
  });

  test.for([
    [['--subscription', 'Contoso Sealed'], 3, 'AZMON-AZURE-FORBIDDEN'],
    [['--subscription', 'Contoso Prodution'], 11, 'AZMON-SUBSCRIPTION-UNKNOWN'],
    [['--subscription', '99999999-0000-0000-0000-000000000009'], 11, 'AZMON-SUBSCRIPTION-UNKNOWN'],
  ] as const)('%j ends with %i', async ([argv, exit, code]) => {
    const { exitCode, errors } = await json(['workspace', 'list', ...argv]);
    expect([exitCode, errors.map((error) => error.code)]).toEqual([exit, [code]]);
  });
});

describe('azmon workspace show', () => {
  const keyOf = async (argv: readonly string[], how?: Parameters<typeof azmon>[1]): Promise<unknown> =>
    (await json(['workspace', 'show', ...argv], how)).result.key;

  it('a workspace and the credentials of an agent', async () => {
    const { status, stdout } = await azmon(['workspace', 'show', 'logs-westeurope']);
    expect(status).toBe(0);
    expect(stdout).toContain(named('logs-westeurope').customerId);
    expect(stdout).toContain('verified: it is the primary key of the workspace');
  });

  it.each(['file', 'stdin', 'environment', 'key-vault', 'config', 'look-up'])('with a key from %s', async (source) => {
    const key = `${named('logs-westeurope').primaryKey}\n`;
    const ways: Record<string, readonly [argv: string[], how: Parameters<typeof azmon>[1]]> = {
      file: [['--workspace-key-file', put('key.txt', key)], {}],
      stdin: [['--workspace-key-file', '-'], { input: key }],
      environment: [[], { env: { AZMON_WORKSPACE_KEY: key } }],
      'key-vault': [['--workspace-key-vault', 'akvs://kv-prod/workspace-key'], {}],
      config: [['--config', put('config.yaml', `workspace-key: ${key}`)], {}],
      'look-up': [[], {}],
    };
    const [argv, how] = ways[source] ?? [[], {}];
    expect(await keyOf(['logs-westeurope', ...argv], how)).toMatchObject({
      ...{ state: 'verified', which: 'primary', from: { source } },
    });
  });

  it('form only, when nobody is signed in', async () => {
    const { customerId, primaryKey } = named('logs-westeurope');
    const env = { ...SIGNED_OUT, AZMON_WORKSPACE_KEY: primaryKey };
    expect(await keyOf([customerId], { env })).toMatchObject({ state: 'form-only', from: { source: 'environment' } });
  });

  it('none, where keys may not be read', async () => {
    const { id } = named('logs-test');
    one.state.permissions[id.toLowerCase()] = { actions: ['*/read'], notActions: [] };
    try {
      expect(await keyOf([id])).toMatchObject({ state: 'none', code: 'AZMON-AZURE-FORBIDDEN' });
      const env = { AZMON_WORKSPACE_KEY: named('logs-test').secondaryKey };
      expect(await keyOf([id], { env })).toMatchObject({ state: 'form-only' });
      const { exitCode } = await json(['workspace', 'key', '--workspace', id, '--out', 'no.txt']);
      expect([exitCode, existsSync(join(folder, 'no.txt'))]).toEqual([3, false]);
    } finally {
      delete one.state.permissions[id.toLowerCase()];
    }
  });

  it('that keys are refused', async () => expect(await keyOf(['logs-keyless'])).toEqual({ state: 'refused' }));

  it('a mismatch, naming the workspace', async () => {
    const env = { AZMON_WORKSPACE_KEY: named('logs-other').primaryKey };
    const { exitCode, result, errors } = await json(['workspace', 'show', 'logs-westeurope'], { env });
    expect([exitCode, errors.map(({ code }) => code)]).toEqual([2, ['AZMON-WORKSPACE-KEY-MISMATCH']]);
    expect(result.key).toMatchObject({ state: 'mismatch', caseOnly: false });
    expect(errors[0]?.message).toContain('logs-westeurope');
  });

  test.for<[argv: string[], env: Record<string, string>, exit: number, code: string]>([
    [['logs-westeurop'], {}, 11, 'AZMON-WORKSPACE-UNKNOWN'],
    [['11111111-0000-0000-0000-000000000000'], {}, 11, 'AZMON-WORKSPACE-UNKNOWN'],
    [['--workspace-id', 'not-a-guid'], {}, 2, 'AZMON-WORKSPACE-ID'],
    [[], {}, 2, 'AZMON-WORKSPACE-MISSING'],
    [['logs-westeurope', '--workspace', 'logs-test'], {}, 2, 'AZMON-FLAG-CONFLICT'],
    [['logs-westeurope', '--workspace-key-file', '/nowhere'], {}, 2, 'AZMON-FILE-MISSING'],
    [['logs-westeurope', '--workspace-key-vault', 'akvs://kv-prod/nothing'], {}, 11, 'AZMON-VAULT-SECRET'],
    [['logs-westeurope', '--workspace-key-vault', 'https://a-b.vault.azure.net/secrets/x'], {}, 2, 'AZMON-VAULT-HOST'],
    [['logs-westeurope'], SIGNED_OUT, 3, 'AZMON-AUTH-NONE'],
    [
      [
        '/subscriptions/99999999-0000-0000-0000-000000000009/resourceGroups/a/providers/Microsoft.OperationalInsights/workspaces/logs-we',
      ],
      ...([{}, 11, 'AZMON-SUBSCRIPTION-UNKNOWN'] as const),
    ],
    [['logs-westeurope', '--config', '/nowhere'], {}, 2, 'AZMON-FILE-MISSING'],
  ])('%j with %j ends with %i: %s', async ([argv, env, exit, code]) => {
    const { exitCode, errors } = await json(['workspace', 'show', ...argv], { env });
    expect([exitCode, errors.map((error) => error.code)]).toEqual([exit, [code]]);
  });
});

describe('azmon workspace create', () => {
  const create = (...argv: string[]): Promise<Envelope & { readonly result: Record<string, unknown> }> =>
    json(['workspace', 'create', ...argv, '--subscription', PRODUCTION]);
  const made = ['logs-made', '--group', 'monitoring', '--location', 'westeurope'];

  it('shows, asks, makes, and then changes nothing', async () => {
    const writes = (): number => one.exchanges.filter(({ method }) => method === 'PUT').length;
    const before = writes();
    expect((await create(...made, '--dry-run')).result).toMatchObject({
      change: 'planned',
      put: { name: 'logs-made' },
    });
    const declined = await create(...made);
    expect([declined.exitCode, declined.errors[0]?.code]).toEqual([13, 'AZMON-DECLINED']);
    expect(writes()).toBe(before);
    const done = await create(...made, '--yes', '--retention-days', '60');
    expect(done).toMatchObject({ exitCode: 0, result: { change: 'created', workspace: { retentionDays: 60 } } });
    expect(done.result.workspace).toMatchObject({
      provisioning: 'Succeeded',
      workspaceId: named('logs-made').customerId,
    });
    expect(writes()).toBe(before + 1);
    expect((await create(...made)).result).toMatchObject({ change: 'unchanged' });
    expect(writes()).toBe(before + 1);
  });

  test.for([
    [['logs-westeurope', '--group', 'monitoring', '--location', 'eastus'], 10, 'AZMON-WORKSPACE-EXISTS'],
    [['logs-new', '--group', 'nothing', '--location', 'eastus'], 11, 'AZMON-GROUP-UNKNOWN'],
    [['x', '--group', 'monitoring', '--location', 'eastus'], 2, 'AZMON-WORKSPACE-NAME-FORM'],
    [['logs-new'], 2, 'AZMON-FLAG-MISSING'],
  ] as const)('%j ends with %i: %s', async ([argv, exit, code]) => {
    const { exitCode, errors } = await create(...argv, '--yes');
    expect([exitCode, errors.map((error) => error.code)]).toEqual([exit, [code]]);
  });
});

describe('azmon workspace key', () => {
  const write = (...argv: string[]): Promise<Envelope> => json(['workspace', 'key', 'logs-other', ...argv]);

  it('writes it for its owner, alone, and it is the key', async () => {
    expect((await write('--out', 'new.txt')).exitCode).toBe(0);
    const path = join(folder, 'new.txt');
    expect(readFileSync(path, 'utf8')).toBe(named('logs-other').primaryKey);
    expect((statSync(path).mode & 0o777).toString(8)).toBe('600');
    expect((await write('--out', 'new.txt', '--secondary')).errors[0]?.code).toBe('AZMON-FILE-EXISTS');
    expect((await write('--out', 'new.txt', '--secondary', '--force')).exitCode).toBe(0);
    expect(readFileSync(path, 'utf8')).toBe(named('logs-other').secondaryKey);
  });

  it('of one workspace: an argument or a flag', async () => {
    const { exitCode, errors } = await write('--workspace', 'logs-westeurope', '--out', 'two.txt');
    expect([exitCode, errors[0]?.code]).toEqual([2, 'AZMON-FLAG-CONFLICT']);
    expect((await json(['workspace', 'key', '--workspace', 'logs-other', '--out', 'flag.txt'])).exitCode).toBe(0);
  });

  it('not through a link, to stdout, or into a folder that is not there', async () => {
    symlinkSync(put('target.txt', 'kept'), join(folder, 'link.txt'));
    for (const [out, code] of [
      ['link.txt', 'AZMON-FILE-LINK'],
      ['-', 'AZMON-KEY-STDOUT'],
      ['/dev/stdout', 'AZMON-KEY-STDOUT'],
      ['missing/key.txt', 'AZMON-FILE-MISSING'],
    ] as const) {
      const { exitCode, errors } = await write('--out', out, '--force');
      expect([out, exitCode, errors[0]?.code]).toEqual([out, 2, code]);
    }
    expect(readFileSync(join(folder, 'target.txt'), 'utf8')).toBe('kept');
  });
});

/** A key is planted in every place it may come from; it must come out nowhere, in no form. */
describe('no key comes out', () => {
  const forms = (key: string): string[] => [key, encodeURIComponent(key), Buffer.from(key).toString('base64')];
  const secrets = (): string[] =>
    ['logs-westeurope', 'logs-other'].flatMap((name) => {
      const { primaryKey, secondaryKey } = named(name);
      return [...forms(primaryKey), ...forms(secondaryKey)].map((form) => form.slice(0, 40));
    });
  const right = (): string => named('logs-westeurope').primaryKey;
  const wrong = (): string => named('logs-other').primaryKey;
  type Source = [
    title: string,
    key: () => string,
    argv: (key: string) => string[],
    env?: (key: string) => Record<string, string>,
  ];

  const SOURCES: Source[] = [
    ['a file', right, (key) => ['--workspace-key-file', put('a.txt', key)]],
    ['a file of a wrong form', right, (key) => ['--workspace-key-file', put('b.txt', `KEY="${key}"`)]],
    ['a file, mismatched', wrong, (key) => ['--workspace-key-file', put('c.txt', key)]],
    ['the environment', right, () => [], (key) => ({ AZMON_WORKSPACE_KEY: key })],
    ['the environment, cut', right, () => [], (key) => ({ AZMON_WORKSPACE_KEY: key.slice(0, 60) })],
    ['the environment, signed out', right, () => [], (key) => ({ AZMON_WORKSPACE_KEY: key, ...SIGNED_OUT })],
    ['the vault', right, () => ['--workspace-key-vault', 'akvs://kv-prod/workspace-key']],
    ['the configuration file', wrong, (key) => ['--config', put('d.yaml', `workspace-key: ${key}`)]],
    [
      'a configuration file that others read',
      right,
      (key) => ['--config', put('e.yaml', `workspace-key: ${key}`, 0o644)],
    ],
    ['a broken configuration file', right, (key) => ['--config', put('f.yaml', `workspace-key: "${key}\ntenant: [`)]],
    ['a misspelt configuration file', right, (key) => ['--config', put('g.yaml', `workspaceKey: ${key}`)]],
    ['the look-up', right, () => []],
    ['a flag that is none', right, (key) => ['--workspace-key', key]],
    ['a flag that is none, with =', right, (key) => [`--workspace-key=${key}`]],
    ['the id', right, (key) => ['--workspace-id', key]],
    ['the reference', right, (key) => ['--workspace-key-vault', key]],
    ['an argument', right, (key) => [key]],
  ];
  const OUTPUTS: [title: string, argv: string[], env: Record<string, string>][] = [
    ['text', ['-v', '--debug'], {}],
    ['JSON', ['--json', '--debug'], {}],
    ['NDJSON', ['-o', 'ndjson', '--debug'], {}],
    ['DEBUG=*', [], { DEBUG: '*', NODE_DEBUG: 'http,https,tls,fetch', AZURE_LOG_LEVEL: 'verbose' }],
  ];

  describe.each(SOURCES)('of %s', (_, key, argv, env) => {
    it.each(OUTPUTS)('in %s', async (__, more, moreEnv) => {
      const value = key();
      const named_ = argv(value).some((word) => word === value || word === '--workspace-id') ? [] : ['logs-westeurope'];
      const { status, stdout, stderr } = await azmon(['workspace', 'show', ...named_, ...argv(value), ...more], {
        env: { ...env?.(value), ...moreEnv },
      });
      expect(status).not.toBe(1);
      expect(stdout.length + stderr.length).toBeGreaterThan(0);
      for (const secret of secrets()) expect(stdout + stderr).not.toContain(secret);
    });
  });

  it.each(OUTPUTS)('of writing it, in %s', async (_, more, env) => {
    const argv = ['workspace', 'key', '--workspace', 'logs-other', '--out', 'canary.txt', '--force', ...more];
    const { status, stdout, stderr } = await azmon(argv, { env });
    expect(status).toBe(0);
    for (const secret of secrets()) expect(stdout + stderr).not.toContain(secret);
  });
});
