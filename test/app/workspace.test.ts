import { describe, expect, it, test } from 'vitest';
import type { Origin } from '../../src/app/settle.ts';
import {
  type CredentialContext,
  credentialsFor,
  type WorkspaceFlags,
  workspaceResolver,
} from '../../src/app/workspace.ts';
import { writeKey } from '../../src/app/workspace-key.ts';
import type { Files } from '../../src/ports.ts';
import type { Secret } from '../../src/secret.ts';
import {
  azureWith,
  ELSEWHERE,
  KEYLESS,
  LOGS,
  PRIMARY,
  SECONDARY,
  secret,
  signedOut,
  TEST,
} from '../workspace/world.ts';

/** What stands on each level: command line, variables, configuration file. */
interface Said {
  readonly flag?: WorkspaceFlags;
  readonly environment?: WorkspaceFlags;
  readonly config?: WorkspaceFlags;
  readonly key?: string;
  readonly configKey?: string;
  readonly interactive?: boolean;
}

const FILES: Record<string, string> = { 'key.txt': `${PRIMARY}\n`, 'old.txt': SECONDARY, 'bad.txt': 'x', '-': PRIMARY };
const VAULT = 'https://kv-prod.vault.azure.net/secrets/law-key';

const strictFiles = (reads: string[]): Files => ({
  async read(path) {
    reads.push(path);
    const text = FILES[path];
    if (text === undefined) throw new Error(`unexpected read of ${path}`);
    return text;
  },
  list: () => Promise.reject(new Error('unexpected list')),
});

function stage({ flag = {}, environment = {}, config = {}, key, configKey, interactive = false }: Said) {
  const reads: string[] = [];
  const azure = azureWith({ vault: { [VAULT]: SECONDARY } });
  const origin = (name: string): Origin | undefined =>
    (['flag', 'environment', 'config'] as const).find(
      (level) => ({ flag, environment, config })[level][name as keyof WorkspaceFlags] !== undefined,
    );
  const context: CredentialContext = {
    ...{ origin, interactive, files: strictFiles(reads), azure: async () => azure },
    said: (name, level) => ({ environment, config })[level][name as keyof WorkspaceFlags] as string | undefined,
    key: key === undefined ? undefined : secret(key),
    configured: { path: 'azmon.yaml', ...(configKey === undefined ? {} : { key: secret(configKey) }) },
  };
  return { flags: { ...config, ...environment, ...flag }, context, azure, reads };
}

const from = async (said: Said): Promise<string> => {
  const { flags, context } = stage(said);
  return (await credentialsFor(flags, context)).from.key.text;
};
const we = { workspace: 'logs-we' };
const reference = 'akvs://kv-prod/law-key';

describe('the key comes from', () => {
  test.for<[source: string, said: Said]>([
    ['the file key.txt', { flag: { ...we, 'workspace-key-file': 'key.txt' }, key: SECONDARY }],
    ['stdin', { flag: { ...we, 'workspace-key-file': '-' }, key: SECONDARY }],
    ['Key Vault kv-prod, secret law-key', { flag: { ...we, 'workspace-key-vault': reference }, key: PRIMARY }],
    [
      'the file key.txt (AZMON_WORKSPACE_KEY_FILE)',
      { flag: we, environment: { 'workspace-key-file': 'key.txt' }, key: PRIMARY },
    ],
    ['AZMON_WORKSPACE_KEY', { flag: we, environment: { 'workspace-key-vault': reference }, key: PRIMARY }],
    [
      'AZMON_WORKSPACE_KEY',
      { flag: we, config: { 'workspace-key-file': 'key.txt' }, key: PRIMARY, configKey: PRIMARY },
    ],
    [
      'Key Vault kv-prod, secret law-key (AZMON_WORKSPACE_KEY_VAULT)',
      { flag: we, environment: { 'workspace-key-vault': reference }, config: { 'workspace-key-file': 'key.txt' } },
    ],
    ['the file old.txt (azmon.yaml)', { flag: we, config: { 'workspace-key-file': 'old.txt' }, configKey: PRIMARY }],
    ['azmon.yaml', { flag: we, config: { 'workspace-key-vault': reference }, configKey: PRIMARY }],
    ['Key Vault kv-prod, secret law-key (azmon.yaml)', { config: { ...we, 'workspace-key-vault': reference } }],
    ['the look-up of the workspace logs-we in Azure', { flag: we }],
    ['the look-up of the workspace logs-we in Azure', { config: we }],
  ])('%s', async ([source, said]) => expect(await from(said)).toBe(source));

  it('one place on the command line', async () => {
    await expect(
      from({ flag: { ...we, 'workspace-key-file': 'key.txt', 'workspace-key-vault': reference } }),
    ).rejects.toMatchObject({ code: 'AZMON-WORKSPACE-KEY-TWICE', exit: 2 });
  });

  it('no vault of another cloud, and nothing is asked of anybody', async () => {
    const { flags, context, azure } = stage({
      flag: { ...we, cloud: 'usgov', 'workspace-key-vault': 'https://kv-prod.vault.azure.net/secrets/law-key' },
    });
    await expect(credentialsFor(flags, context)).rejects.toMatchObject({ code: 'AZMON-VAULT-HOST' });
    expect(azure.calls).toEqual([]);
  });

  it('a secret of the vault that is there', async () => {
    await expect(from({ flag: { ...we, 'workspace-key-vault': 'akvs://kv-prod/other' } })).rejects.toMatchObject({
      code: 'AZMON-VAULT-SECRET',
      exit: 11,
      message: 'Key Vault kv-prod, secret other is not there',
    });
  });
});

describe('a key that stands beside a workspace is for that workspace', () => {
  const test1 = { workspace: 'logs-test' };
  test.for<[title: string, said: Said]>([
    ['in the configuration file', { flag: we, config: { ...test1, 'workspace-key-file': 'bad.txt' } }],
    ['in the configuration file, as a value', { flag: we, config: test1, configKey: ELSEWHERE }],
    ['in variables', { flag: we, environment: { 'workspace-id': TEST.workspaceId }, key: ELSEWHERE }],
  ])('%s: another one gets its own', async ([, said]) => {
    expect(await from(said)).toBe('the look-up of the workspace logs-we in Azure');
  });

  it('and for no other, unless it is the same', async () => {
    expect(await from({ flag: we, config: we, configKey: PRIMARY })).toBe('azmon.yaml');
    expect(
      await from({
        flag: { 'workspace-id': LOGS.workspaceId },
        environment: { 'workspace-id': LOGS.workspaceId },
        key: PRIMARY,
      }),
    ).toBe('AZMON_WORKSPACE_KEY');
  });
});

describe('the workspace comes from', () => {
  test.for<[text: string, name: string, said: Said]>([
    ['--workspace', 'logs-we', { flag: we, config: { 'workspace-id': TEST.workspaceId } }],
    ['--workspace-id', 'logs-test', { flag: { 'workspace-id': TEST.workspaceId }, config: we }],
    ['AZMON_WORKSPACE', 'logs-we', { environment: we, config: { 'workspace-id': TEST.workspaceId } }],
    ['AZMON_WORKSPACE_ID', 'logs-test', { environment: { 'workspace-id': TEST.workspaceId } }],
    ['azmon.yaml', 'logs-we', { config: we }],
  ])('%s', async ([text, name, said]) => {
    const { flags, context } = stage(said);
    const { from: provenance, workspace } = await credentialsFor(flags, context);
    expect([provenance.id.text, workspace?.name]).toEqual([text, name]);
  });
});

describe('rows of a target file', () => {
  const withKey: Said = { flag: { 'workspace-id': LOGS.workspaceId, 'workspace-key-file': '-' } };

  it('use the key of the flags where they name the same workspace', async () => {
    const { flags, context, reads } = stage(withKey);
    const resolve = workspaceResolver(flags, context);
    for (const row of [undefined, LOGS.workspaceId.toUpperCase(), 'logs-we', LOGS.id])
      expect((await resolve(row)).from.key.source).toBe('stdin');
    expect(reads).toEqual(['-']);
  });

  it('that name another get its own key, looked up', async () => {
    const { flags, context } = stage(withKey);
    const { from: provenance, workspace, keyState } = await workspaceResolver(flags, context)('logs-test');
    expect(workspace).toEqual(TEST);
    expect(provenance).toMatchObject({ id: { source: 'inventory' }, key: { source: 'look-up' } });
    expect(keyState.state).toBe('verified');
  });

  it('do not take a key that belongs to no named workspace', async () => {
    const { flags, context } = stage({ key: ELSEWHERE });
    expect((await workspaceResolver(flags, context)('logs-we')).from.key.source).toBe('look-up');
  });

  it('ask Azure once for each workspace', async () => {
    const { flags, context, azure } = stage({});
    const resolve = workspaceResolver(flags, context);
    await Promise.all(['logs-we', 'LOGS-WE ', 'logs-we', 'logs-test', 'logs-test'].map((row) => resolve(row)));
    expect(azure.calls.filter((call) => call.startsWith('workspaces.keys'))).toEqual([
      `workspaces.keys ${LOGS.id}`,
      `workspaces.keys ${TEST.id}`,
    ]);
  });

  it('fail each by itself, and are not asked for', async () => {
    const { flags, context } = stage({ interactive: true });
    const resolve = workspaceResolver(flags, context);
    await expect(resolve('logs-keyless')).rejects.toMatchObject({ code: 'AZMON-WORKSPACE-NO-KEYS' });
    await expect(resolve('logs-wr')).rejects.toMatchObject({ code: 'AZMON-WORKSPACE-UNKNOWN' });
    expect((await resolve('logs-we')).workspace).toEqual(LOGS);
  });

  it('with an id need no sign-in only where key and id are given', async () => {
    const { flags, context } = stage(withKey);
    const offline = { ...context, azure: () => Promise.reject(signedOut()) };
    const resolve = workspaceResolver(flags, offline);
    expect((await resolve(LOGS.workspaceId)).keyState.state).toBe('form-only');
    await expect(resolve(TEST.workspaceId)).rejects.toMatchObject({ code: 'AZMON-AUTH-NONE', exit: 3 });
  });
});

describe('writing a key', () => {
  const world = () => {
    const written: { path: string; secret: Secret; overwrite: boolean }[] = [];
    const azure = azureWith();
    return {
      ...{ azure, written },
      files: {
        writePrivate: async (path: string, one: Secret, { overwrite }: { readonly overwrite: boolean }) => {
          written.push({ path, secret: one, overwrite });
        },
        readers: () => Promise.reject(new Error('unexpected')),
      },
    };
  };

  test.for([
    [{ out: 'key.txt' }, PRIMARY, false],
    [{ out: 'key.txt', secondary: true, force: true }, SECONDARY, true],
  ] as const)('%j', async ([flags, key, overwrite]) => {
    const { azure, files, written } = world();
    const result = await writeKey(
      flags,
      files,
      async () => azure,
      async () => LOGS,
    );
    expect(written.map((one) => [one.path, one.overwrite, one.secret.equals(secret(key))])).toEqual([
      ['key.txt', overwrite, true],
    ]);
    expect(JSON.stringify(result)).not.toContain(key.slice(0, 20));
  });

  test.for(['-', '/dev/stdout', '/dev/fd/1', '/proc/self/fd/1', 'CON'])(
    'to %s is refused before anything is asked',
    async (out) => {
      const { azure, files } = world();
      await expect(
        writeKey(
          { out },
          files,
          async () => azure,
          async () => LOGS,
        ),
      ).rejects.toMatchObject({
        code: 'AZMON-KEY-STDOUT',
        exit: 2,
      });
      expect(azure.calls).toEqual([]);
    },
  );

  it('nowhere is refused', async () => {
    const { azure, files } = world();
    await expect(
      writeKey(
        {},
        files,
        async () => azure,
        async () => KEYLESS,
      ),
    ).rejects.toMatchObject({
      code: 'AZMON-FLAG-MISSING',
      exit: 2,
    });
  });
});
