import * as Flags from '@oclif/core/flags';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type ConfigFile, configFile, userConfigPath } from '../../src/app/config-file.ts';
import { CONFIG_KEYS, NOT_IN_CONFIG } from '../../src/app/config-keys.ts';
import { readConfig } from '../../src/app/config-read.ts';
import { AZURE_FLAGS, FLAGS, WORKSPACE_FLAGS } from '../../src/app/flags.ts';
import type { Settled } from '../../src/app/settle.ts';
import { settleFlags } from '../../src/app/settle.ts';
import type { Files, PrivateFiles } from '../../src/ports.ts';
import { EXIT, Problem } from '../../src/problem.ts';
import { Secret } from '../../src/secret.ts';

const PATH = '/home/ops/azmon.yaml';
const CANARY = 'k4n4ryk4n4ryk4n4ry';

type Who = Awaited<ReturnType<PrivateFiles['readers']>>;
const disk = (texts: Record<string, string>, who: Who = 'owner'): Files & PrivateFiles => ({
  async read(path) {
    const text = texts[path];
    if (text !== undefined) return text;
    throw new Problem({ code: 'AZMON-FILE-MISSING', exit: EXIT.usage, message: `${path} does not exist` });
  },
  list: () => Promise.reject(new Error('unexpected list')),
  writePrivate: () => Promise.reject(new Error('unexpected write')),
  readers: async () => who,
});
const read = (text: string, who: Who = 'owner'): Promise<ConfigFile> => readConfig(PATH, text, disk({}, who));
const refused = async (text: string, who?: Who): Promise<Problem> => {
  const problem: unknown = await read(text, who).catch((error: unknown) => error);
  if (problem instanceof Problem) return problem;
  throw new Error('nothing was refused');
};
const told = ({ message, why, fix }: Problem): string => JSON.stringify([message, why, fix]);

describe('a configuration file', () => {
  test.for([
    ['', {}],
    ['# nothing yet\n', {}],
    ['---\n', {}],
    ['\ufeffworkspace: logs-we\r\ntenant: contoso\r\n', { workspace: 'logs-we', tenant: 'contoso' }],
    ['subscription: [prod, test]', { subscription: ['prod', 'test'] }],
    ['subscription:\n  - prod\n  - test', { subscription: ['prod', 'test'] }],
    ['retention-days: 030', { 'retention-days': '030' }],
    ['strict: yes', { strict: 'yes' }],
    ['tenant:', {}],
  ] as const)('%j says %j', async ([text, values]) => expect((await read(text)).values).toEqual(values));

  test.for([
    ['worksapce: logs', 'AZMON-CONFIG-KEY', 'did you mean workspace?'],
    ['subscriptions: prod', 'AZMON-CONFIG-KEY', 'did you mean subscription?'],
    ['nothing-like-it: 1', 'AZMON-CONFIG-KEY', 'names of flags'],
    ['yes: true', 'AZMON-CONFIG-KEY', 'one run only'],
    ['config: other.yaml', 'AZMON-CONFIG-KEY', 'one run only'],
    ['tenant: {id: x}', 'AZMON-CONFIG-SYNTAX', 'tenant takes a text'],
    ['- tenant', 'AZMON-CONFIG-SYNTAX', 'no map'],
    ['tenant', 'AZMON-CONFIG-SYNTAX', 'no map'],
    ['tenant: a\ntenant: b', 'AZMON-CONFIG-SYNTAX', 'line 2'],
    ['tenant: "a', 'AZMON-CONFIG-SYNTAX', 'line 1'],
    ['tenant: *nowhere', 'AZMON-CONFIG-SYNTAX', 'aliases'],
  ] as const)('%j is refused: %s', async ([text, code, why]) => {
    const problem = await refused(text);
    expect(problem).toMatchObject({ code, exit: 2 });
    expect(`${problem.message} ${problem.why}`).toContain(why);
  });

  it('is read or refused, whatever it holds, and no long value is repeated', async () => {
    const lines = fc.oneof(fc.string(), fc.constantFrom(`${CANARY}: x`, `tenant: "${CANARY}`, `- ${CANARY}`, CANARY));
    await fc.assert(
      fc.asyncProperty(fc.array(lines, { maxLength: 6 }), async (text) => {
        const result = await read(text.join('\n')).catch((error: unknown) => error);
        if (!(result instanceof Error)) return;
        expect(result).toBeInstanceOf(Problem);
        // A name in the place of a key may be repeated: it reads like one.
        if (!text.some((line) => line.startsWith(`${CANARY}:`))) expect(told(result as Problem)).not.toContain(CANARY);
      }),
    );
  });
});

describe('a key in it', () => {
  it('is taken from a file that only its owner can read, and does not show', async () => {
    const { key, values } = await read(`workspace: logs-we\nworkspace-key: ${CANARY}`);
    expect(key?.equals(new Secret(CANARY))).toBe(true);
    expect(JSON.stringify({ key, values })).not.toContain(CANARY);
  });

  it('is refused from any other, with the command that mends it', async () => {
    const problem = await refused(`workspace-key: ${CANARY}`, 'others');
    expect(problem).toMatchObject({ code: 'AZMON-CONFIG-READERS', exit: 2 });
    expect(problem.fix[0]?.command).toBe(`chmod 600 '${PATH}'`);
    expect(told(problem)).not.toContain(CANARY);
  });

  it('is refused where nobody can tell who reads it', async () => {
    expect(await refused(`workspace-key: ${CANARY}`, 'unknown')).toMatchObject({ code: 'AZMON-CONFIG-READERS' });
  });

  it('is refused as anything but a text', async () => {
    expect(await refused(`workspace-key: {a: ${CANARY}}`)).toMatchObject({ code: 'AZMON-CONFIG-SYNTAX' });
  });

  it('makes no difference to a file without one', async () => {
    expect((await read('workspace: logs-we', 'others')).key).toBeUndefined();
  });
});

describe('where it is', () => {
  test.for([
    ['linux', {}, '/home/ops/.config/azmon/config.yaml'],
    ['linux', { XDG_CONFIG_HOME: '/etc/ops' }, '/etc/ops/azmon/config.yaml'],
    ['linux', { XDG_CONFIG_HOME: '' }, '/home/ops/.config/azmon/config.yaml'],
    ['darwin', {}, '/home/ops/Library/Application Support/azmon/config.yaml'],
    ['win32', { APPDATA: '/appdata' }, '/appdata/azmon/config.yaml'],
    ['win32', {}, '/home/ops/AppData/Roaming/azmon/config.yaml'],
  ] as const)('on %s with %j: %s', ([platform, env, path]) => {
    expect(userConfigPath(env, platform, '/home/ops')).toBe(path);
  });

  it("is the user's own, where nothing is named and there is one", async () => {
    const env = { XDG_CONFIG_HOME: '/x' };
    const files = disk({ '/x/azmon/config.yaml': 'tenant: contoso' });
    expect(await configFile(undefined, env, 'linux', files)).toMatchObject({ values: { tenant: 'contoso' } });
    expect(await configFile(undefined, env, 'linux', disk({}))).toBeUndefined();
  });

  it('is the one that is named, which must be there, and is no stdin', async () => {
    const files = disk({ 'a.yaml': 'tenant: contoso' });
    expect(await configFile('a.yaml', {}, 'linux', files)).toMatchObject({ path: 'a.yaml' });
    await expect(configFile('b.yaml', {}, 'linux', files)).rejects.toMatchObject({ code: 'AZMON-FILE-MISSING' });
    await expect(configFile('-', {}, 'linux', files)).rejects.toMatchObject({ code: 'AZMON-CONFIG-STDIN', exit: 2 });
  });
});

describe('the flags of a run', () => {
  const declared = {
    ...{ ...AZURE_FLAGS, ...WORKSPACE_FLAGS },
    ...{ strict: FLAGS.strict, timeout: FLAGS.timeout, days: Flags.integer({ min: 30 }) },
  };
  const settled = (
    line: Record<string, unknown>,
    env: Record<string, string>,
    config: string | undefined,
    known: Record<string, unknown> = declared,
  ): Promise<Settled> =>
    settleFlags(
      known as typeof declared,
      { flags: line, given: new Set(Object.keys(line)) },
      {
        env: { XDG_CONFIG_HOME: '/x', ...env },
        platform: 'linux',
        files: async () => disk(config === undefined ? {} : { '/x/azmon/config.yaml': config }),
      },
    );

  test.for([
    ['config', {}, {}, 'tenant: c', { tenant: 'c' }],
    ['environment', {}, { AZMON_TENANT: 'e' }, 'tenant: c', { tenant: 'e' }],
    ['flag', { tenant: 'f' }, { AZMON_TENANT: 'e' }, 'tenant: c', {}],
    ['environment', {}, { AZMON_TENANT: 'e' }, undefined, { tenant: 'e' }],
    [undefined, {}, {}, undefined, {}],
  ] as const)('come from %s', async ([origin, line, env, config, flags]) => {
    const result = await settled(line, env, config);
    expect(result.origins.get('tenant')).toBe(origin);
    expect(result.flags).toEqual(flags);
  });

  test.for([
    ['subscription: prod', { subscription: ['prod'] }],
    ['subscription: prod, test', { subscription: ['prod', 'test'] }],
    ['subscription: [prod, test]', { subscription: ['prod', 'test'] }],
    ['strict: no', { strict: false }],
    ['strict: "TRUE"', { strict: true }],
    ['timeout: 5m', { timeout: 300_000 }],
    ['cloud: usgov', { cloud: 'usgov' }],
    ['retention-days: 30', {}],
  ] as const)('%s is read as on the command line', async ([config, flags]) =>
    expect((await settled({}, {}, config)).flags).toEqual(flags),
  );

  test.for([
    ['strict: perhaps', 'strict', 'yes or no'],
    ['cloud: moon', 'cloud', 'public, usgov'],
    ['timeout: soon', 'timeout', '90s or 5m'],
    ['tenant: [a, b]', 'tenant', 'one value'],
  ] as const)('%s is refused and not repeated', async ([config, name, why]) => {
    const problem = (await settled({}, {}, config).catch((error: unknown) => error)) as Problem;
    expect(problem).toMatchObject({ code: 'AZMON-CONFIG-VALUE', exit: 2, why: expect.stringContaining(why) });
    expect(problem.message).toBe(`${name} in /x/azmon/config.yaml does not take this value`);
  });

  it('a wrong value that is overruled is no matter', async () => {
    expect((await settled({ cloud: 'public' }, {}, 'cloud: moon')).flags).toEqual({});
  });

  it("the subscription of Azure's own tools comes last", async () => {
    const env = { AZURE_SUBSCRIPTION_ID: 's' };
    expect((await settled({}, env, undefined)).flags).toEqual({ subscription: ['s'] });
    expect((await settled({}, env, 'subscription: prod')).flags).toEqual({ subscription: ['prod'] });
    expect((await settled({}, { ...env, AZMON_SUBSCRIPTION: 'e' }, undefined)).flags).toEqual({ subscription: ['e'] });
    expect((await settled({ subscription: ['f'] }, env, undefined)).flags).toEqual({});
  });

  it('AZMON_CONFIG names the file', async () => {
    await expect(settled({}, { AZMON_CONFIG: '/nowhere' }, undefined)).rejects.toMatchObject({
      code: 'AZMON-FILE-MISSING',
    });
  });

  it('of a command without --config come from no file', async () => {
    expect((await settled({}, {}, 'cloud: moon', { cloud: FLAGS.cloud })).flags).toEqual({});
  });
});

describe('the keys of a configuration file', () => {
  it('are flags, and none that is said for one run', () => {
    expect(CONFIG_KEYS.length).toBeGreaterThan(30);
    expect(CONFIG_KEYS).toContain('workspace-key-vault');
    expect(CONFIG_KEYS.filter((key) => NOT_IN_CONFIG.includes(key))).toEqual([]);
  });
});
