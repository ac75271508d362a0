import { describe, expect, it, test } from 'vitest';
import type { Azure } from '../../src/ports.ts';
import { EXIT, Problem } from '../../src/problem.ts';
import type { Secret } from '../../src/secret.ts';
import type { Ask } from '../../src/workspace/ask.ts';
import { compareKey } from '../../src/workspace/compare.ts';
import { inspectWorkspace, type Wish } from '../../src/workspace/inspect.ts';
import { resolveWorkspace } from '../../src/workspace/resolve.ts';
import type { FoundKey, KeySource } from '../../src/workspace/sources/source.ts';
import {
  azureWith,
  ELSEWHERE,
  FOREIGN_SUBSCRIPTION,
  forbidden,
  KEYLESS,
  LOGS,
  PRIMARY,
  SECONDARY,
  secret,
  shown,
  signedOut,
  TEST,
} from './world.ts';

const flag = { source: 'flag', text: '--workspace' } as const;
const named = (text: string): Pick<Wish, 'name'> => ({ name: { text, from: flag } });
const withId = (text: string): Pick<Wish, 'id'> => ({ id: { text, from: { source: 'flag', text: '--workspace-id' } } });
const given =
  (text: string): KeySource =>
  async (): Promise<FoundKey> => ({
    key: secret(text),
    from: { source: 'file', text: 'the file key.txt' },
  });
const wish = (part: Partial<Wish>): Wish => ({ keys: [], subscriptions: [], ...part });

const resolved = (part: Partial<Wish>, azure: Azure = azureWith(), ask?: Ask) =>
  resolveWorkspace(wish(part), { azure: async () => azure, ...(ask === undefined ? {} : { ask }) }, 'public');
const refused = async (part: Partial<Wish>, azure?: Azure, ask?: Ask): Promise<Problem> => {
  const problem: unknown = await resolved(part, azure, ask).catch((error: unknown) => error);
  if (!(problem instanceof Problem)) throw problem instanceof Error ? problem : new Error('nothing was refused');
  return problem;
};
const withoutSignIn = async (): Promise<Azure> => {
  throw signedOut();
};
const offline = (part: Partial<Wish>) => resolveWorkspace(wish(part), { azure: withoutSignIn }, 'public');

describe('credentials', () => {
  it('of a workspace that is only named are looked up, and thereby verified', async () => {
    const { key, ...rest } = await resolved(named('logs-we'));
    expect(key.equals(secret(PRIMARY))).toBe(true);
    expect(rest).toEqual({
      workspaceId: LOGS.workspaceId,
      cloud: 'public',
      from: { id: flag, key: { source: 'look-up', text: 'the look-up of the workspace logs-we in Azure' } },
      keyState: { state: 'verified', which: 'primary' },
      workspace: LOGS,
    });
  });

  test.for([
    ['primary', PRIMARY],
    ['secondary', SECONDARY],
  ] as const)('with the %s key given are verified', async ([which, key]) => {
    for (const naming of [named('logs-we'), withId(LOGS.workspaceId), named(LOGS.id)]) {
      const { keyState, from } = await resolved({ ...naming, keys: [given(`${key}\r\n`)] });
      expect(keyState).toEqual({ state: 'verified', which });
      expect(from.key.text).toBe('the file key.txt');
    }
  });

  it('by an id alone are looked up', async () => {
    const { workspace, from, keyState } = await resolved(withId(LOGS.workspaceId.toUpperCase()));
    expect({ workspace, key: from.key.source, keyState }).toEqual({
      ...{ workspace: LOGS, key: 'look-up', keyState: { state: 'verified', which: 'primary' } },
    });
  });

  it('by id and key need no sign-in, and say that the form alone was checked', async () => {
    const { keyState, workspaceId, workspace } = await offline({
      ...withId(TEST.workspaceId),
      keys: [given(ELSEWHERE)],
    });
    expect(keyState).toEqual({ state: 'form-only', why: 'nobody is signed in to Azure' });
    expect({ workspaceId, workspace }).toEqual({ workspaceId: TEST.workspaceId, workspace: undefined });
  });

  it('by id and key are form only where nobody here sees the workspace', async () => {
    const { keyState } = await resolved({
      ...withId('77777777-2222-3333-4444-555555555555'),
      keys: [given(ELSEWHERE)],
    });
    expect(keyState).toMatchObject({ state: 'form-only', why: expect.stringContaining('not among those') });
  });

  it('are form only where the keys may not be read', async () => {
    const azure = azureWith({ failing: { 'workspaces.keys': forbidden() } });
    const { keyState, workspace } = await resolved({ ...named('logs-we'), keys: [given(ELSEWHERE)] }, azure);
    expect(keyState).toEqual({
      state: 'form-only',
      why: 'its keys could not be read: this sign-in may not do that',
    });
    expect(workspace).toEqual(LOGS);
  });

  it('only read: no key is tried by sending anything', async () => {
    const azure = azureWith();
    await resolved({ ...named('logs-we'), keys: [given(PRIMARY)] }, azure);
    expect(azure.writes).toEqual([]);
    expect(azure.calls).toEqual(['graph', `workspaces.get ${LOGS.id}`, `workspaces.keys ${LOGS.id}`]);
  });

  it('take the first source, and ask no other', async () => {
    const never: KeySource = () => Promise.reject(new Error('asked'));
    expect((await resolved({ ...named('logs-we'), keys: [given(PRIMARY), never] })).keyState.state).toBe('verified');
  });
});

describe('refused', () => {
  const swapped = [...PRIMARY].map((letter) => (/[a-z]/.test(letter) ? letter.toUpperCase() : letter)).join('');

  test.for([
    ['a key of another workspace', ELSEWHERE, 'another workspace'],
    ['a key whose case was changed', swapped, 'upper and lower case only'],
  ] as const)('%s', async ([, key, why]) => {
    const problem = await refused({ ...named('logs-we'), keys: [given(key)] });
    expect(problem).toMatchObject({ code: 'AZMON-WORKSPACE-KEY-MISMATCH', exit: 2, why: expect.stringContaining(why) });
    expect(problem.message).toBe('the key from the file key.txt does not belong to the workspace logs-we');
  });

  it('a workspace that takes no keys, whatever is given', async () => {
    for (const part of [named('logs-keyless'), { ...withId(KEYLESS.workspaceId), keys: [given(PRIMARY)] }])
      expect(await refused(part)).toMatchObject({ code: 'AZMON-WORKSPACE-NO-KEYS', exit: 4 });
  });

  it('a key of a wrong form, before Azure is asked anything', async () => {
    const azure = azureWith();
    expect(await refused({ ...named('logs-we'), keys: [given('short')] }, azure)).toMatchObject({
      code: 'AZMON-WORKSPACE-KEY-FORM',
    });
    expect(azure.calls).toEqual([]);
  });

  it('an id of a wrong form, before a key is read', async () => {
    const never: KeySource = () => Promise.reject(new Error('read'));
    expect(await refused({ ...withId('logs-we'), keys: [never] })).toMatchObject({ code: 'AZMON-WORKSPACE-ID' });
  });

  it('an id and a name of two workspaces', async () => {
    expect(await refused({ ...named('logs-we'), ...withId(TEST.workspaceId) })).toMatchObject({
      code: 'AZMON-WORKSPACE-DIFFERENT',
      exit: 2,
      why: expect.stringContaining(TEST.workspaceId),
    });
  });

  it('nothing at all, naming every way to say it', async () => {
    const { code, exit, fix } = await refused({});
    expect({ code, exit }).toEqual({ code: 'AZMON-WORKSPACE-MISSING', exit: 2 });
    const told = fix.map(({ text }) => text).join('\n');
    for (const word of [
      '--workspace ',
      'AZMON_WORKSPACE)',
      '--workspace-id',
      '--workspace-key-file',
      'AZMON_WORKSPACE_KEY or',
    ])
      expect(told).toContain(word);
  });

  test.for([
    ['not signed in', signedOut(), 'AZMON-AUTH-NONE', 3],
    ['no right to read keys', forbidden(), 'AZMON-AZURE-FORBIDDEN', 3],
  ] as const)('no key, %s: with the other way out', async ([, problem, code, exit]) => {
    const azure = azureWith({ failing: { 'workspaces.keys': problem } });
    const told = await refused(named('logs-we'), azure);
    expect(told).toMatchObject({ code, exit });
    expect(told.fix.map(({ text }) => text).join()).toContain('--workspace-key-file');
  });

  it('a name, when nobody is signed in', async () => {
    await expect(offline(named('logs-we'))).rejects.toMatchObject({ code: 'AZMON-AUTH-NONE', exit: EXIT.auth });
  });

  it('a foreign subscription', async () => {
    await expect(resolved({ ...named('logs-we'), subscriptions: [FOREIGN_SUBSCRIPTION] })).rejects.toMatchObject({
      code: 'AZMON-SUBSCRIPTION-UNKNOWN',
      exit: 11,
    });
  });

  it('by Ctrl+C, and not taken for a reason why something is not known', async () => {
    const cancelled = new Problem({ code: 'AZMON-CANCELLED', exit: EXIT.interrupted, message: 'left' });
    const azure = azureWith({ failing: { 'workspaces.keys': cancelled } });
    expect(await refused({ ...named('logs-we'), keys: [given(PRIMARY)] }, azure)).toBe(cancelled);
  });
});

describe('asked', () => {
  const asking = (answer: Secret | undefined): Ask & { asked: string[] } => {
    const asked: string[] = [];
    return {
      asked,
      workspace: async (all) => {
        asked.push(all.map(({ name }) => name).join(' '));
        return TEST;
      },
      key: async (id) => {
        asked.push(id);
        return answer;
      },
    };
  };

  it('which workspace, when none is named', async () => {
    const ask = asking(undefined);
    const { workspaceId, from, keyState } = await resolved({}, azureWith(), ask);
    expect(ask.asked).toEqual(['logs-keyless logs-twin logs-twin logs-we logs-test']);
    expect({ workspaceId, source: from.id.source }).toEqual({ workspaceId: TEST.workspaceId, source: 'prompt' });
    expect(keyState.state).toBe('verified');
  });

  it('for the key, when it cannot be looked up', async () => {
    const azure = azureWith({ failing: { 'workspaces.keys': forbidden() } });
    const { from, keyState } = await resolved(named('logs-we'), azure, asking(secret(PRIMARY)));
    expect(from.key).toEqual({ source: 'prompt', text: 'the prompt' });
    expect(keyState).toEqual({ state: 'form-only', why: 'this sign-in may not do that' });
  });

  it('and an empty answer is none', async () => {
    const azure = azureWith({ failing: { 'workspaces.keys': forbidden() } });
    expect(await refused(named('logs-we'), azure, asking(undefined))).toMatchObject({ code: 'AZMON-AZURE-FORBIDDEN' });
  });

  it('for nothing that is known', async () => {
    const ask = asking(undefined);
    await resolved({ ...withId(LOGS.workspaceId), keys: [given(PRIMARY)] }, azureWith(), ask);
    expect(ask.asked).toEqual([]);
  });
});

describe('looked at without using it', () => {
  const held = async (part: Partial<Wish>, azure: Azure = azureWith()) =>
    (await inspectWorkspace(wish(part), { azure: async () => azure })).held;

  test.for([
    ['verified', named('logs-we'), []],
    ['verified', withId(LOGS.workspaceId), [given(SECONDARY)]],
    ['mismatch', named('logs-we'), [given(ELSEWHERE)]],
    ['refused', named('logs-keyless'), []],
  ] as const)('%s', async ([state, naming, keys]) => {
    expect(await held({ ...naming, keys })).toMatchObject({ state });
  });

  it('none', async () => {
    const azure = azureWith({ failing: { 'workspaces.keys': forbidden() } });
    expect(await held(named('logs-we'), azure)).toMatchObject({ state: 'none' });
  });
});

describe('no key shows', () => {
  test.for([
    ['in credentials', { ...named('logs-we'), keys: [given(PRIMARY)] }],
    ['in those looked up', named('logs-we')],
    ['in a mismatch', { ...named('logs-we'), keys: [given(ELSEWHERE)] }],
    ['in a wrong form', { ...named('logs-we'), keys: [given(`"${PRIMARY}"`)] }],
    ['in a refusal', { ...named('logs-keyless'), keys: [given(PRIMARY)] }],
  ] as const)('%s', async ([, part]) => {
    const all = shown(await resolved(part).catch((error: unknown) => error));
    for (const key of [PRIMARY, SECONDARY, ELSEWHERE]) {
      expect(all).not.toContain(key.slice(0, 20));
      expect(all).not.toContain(encodeURIComponent(key).slice(0, 20));
      expect(all).not.toContain(Buffer.from(key).toString('base64').slice(0, 20));
    }
  });
});

describe('a key and those of a workspace', () => {
  const pair = [secret(PRIMARY), secret(SECONDARY)] as const;
  test.for([
    [PRIMARY, { state: 'verified', which: 'primary' }],
    [SECONDARY, { state: 'verified', which: 'secondary' }],
    [ELSEWHERE, { state: 'mismatch', caseOnly: false }],
    [SECONDARY.toLowerCase(), { state: 'mismatch', caseOnly: true }],
    ['', { state: 'mismatch', caseOnly: false }],
  ] as const)('case %#', ([key, expected]) => expect(compareKey(secret(key), pair)).toEqual(expected));
});
