import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readFacts } from '../../src/machine/facts-file.ts';
import { masked, maskedValue } from '../../src/manage/masked.ts';
import { type SupportSource, supportFiles } from '../../src/manage/support-bundle.ts';
import { Problem } from '../../src/problem.ts';
import { canaryKey, formsOf, searchFor } from '../support/canary.ts';

const KEY = canaryKey('support bundle');
const PASSWORD = 'c4n4ry/P@ss word,24:=';
const THUMBPRINT = 'DF3C24F9BFD666761B268073FE06D1CC8D4F82A4';
const GUID = '11111111-2222-3333-4444-555555555555';
const SHA256 = 'ab'.repeat(32);

describe('what may be a secret', () => {
  test.for<[title: string, text: string, expected: string]>([
    ['a key', `WORKSPACE_ID=${GUID} key ${KEY}`, `WORKSPACE_ID=${GUID} key ***`],
    ['its file', `SHARED_KEY=${KEY}\nURL_TLD=x`, 'SHARED_KEY=***\nURL_TLD=x'],
    ['an option', `omsadmin.sh -w ${GUID} -s ${KEY}`, `omsadmin.sh -w ${GUID} -s ***`],
    ['a long option', 'sh bundle --shared abc --upgrade', 'sh bundle --shared *** --upgrade'],
    ['a login', `proxy http://ops:${PASSWORD.replaceAll(' ', '')}@proxy:3128/`, 'proxy http://***@proxy:3128/'],
    ['a login without a protocol', 'proxy ops:pw@proxy:3128', 'proxy ***@proxy:3128'],
    ['a password with blanks', `password = ${PASSWORD} and more`, 'password = ***'],
    ['a quoted one', '{"proxyPassword": "a \\"b\\" c", "port": 1}', '{"proxyPassword": ***, "port": 1}'],
    ['a header', `> Authorization: ${GUID}; abc=\n> x-ms-Date: 1`, '> Authorization: ***\n> x-ms-Date: 1'],
    ['a token', 'sent Bearer ey.J0.x to it', 'sent Bearer *** to it'],
    ['a signed address', 'https://x/y?sv=1&sig=abc%3D', 'https://x/y?sv=1&sig=***'],
    ['a wrapped row', `${KEY.slice(0, 76)}\n${KEY.slice(76)}\nnext`, '***\nnext'],
    ['a private key', 'a\n-----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY-----\nb', 'a\n***\nb'],
    ['a private key that is cut off', 'a\n-----BEGIN PRIVATE KEY-----\nMII', 'a\n***'],
    ['the Windows setup', `OPINSIGHTS_WORKSPACE_KEY="${KEY}" NOAPM=1`, 'OPINSIGHTS_WORKSPACE_KEY=*** NOAPM=1'],
  ])('%s is taken out', ([, text, expected]) => {
    const { text: rest, count } = masked(text);
    expect(rest).toBe(expected);
    expect(count).toBeGreaterThan(0);
  });

  test.for([
    ['a thumbprint', `certificate ${THUMBPRINT} found`],
    ['a hash', `sha256 ${SHA256}`],
    ['a user', 'ssh://root@web-01'],
    ['an id', `workspace ${GUID} is onboarded`],
    ['a path', '/var/opt/microsoft/omsagent/log/omsagent.log and /opt/microsoft/omsconfig/modules/package'],
    ['a registry path', 'HKLM\\SOFTWARE\\Microsoft\\Microsoft Operations Manager\\3.0\\Setup'],
    ['a host', `https://${GUID}.oms.opinsights.azure.com/AgentService.svc/LinuxAgentTopologyRequest`],
    ['a long word', 'AgentConfigurationManagerFailed'],
    ['a Ruby name', 'Fluent::OutputOMSChangeTrackingFile failed'],
    [
      'a message',
      'Error onboarding. HTTP code 403, Reason: InvalidWorkspaceKey. Check the Workspace ID, Workspace Key and that the time',
    ],
    ['nothing', ''],
  ])('%s stays', ([, text = '']) => expect(masked(text)).toEqual({ text, count: 0 }));

  test('in whatever writing, the key is not there any more', () => {
    const search = searchFor(KEY);
    const found = Object.entries(formsOf(KEY)).flatMap(([form, text]) => {
      const rest = masked(`it said ${text} there`).text;
      return search.in(rest).map((row) => `${form}: ${row}`);
    });
    expect(found).toEqual([]);
  });

  test('cut off anywhere, no half of it remains', () => {
    fc.assert(
      fc.property(fc.nat({ max: KEY.length }), fc.nat({ max: KEY.length }), (a, b) => {
        const part = KEY.slice(Math.min(a, b), Math.max(a, b));
        const rest = masked(`x ${part} y`).text;
        expect(part.length < KEY.length / 2 || !rest.includes(part)).toBe(true);
      }),
    );
  });

  test('of any text: never throws, and a second time changes nothing', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        KEY,
        'password=',
        'Authorization: ',
        '://',
        '@',
        '***',
        '\n',
        ' ',
        '"',
        "'",
        'sig=',
        '-----BEGIN X-----',
        '$1',
        '$&',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const once = masked(pieces.join('')).text;
        expect(masked(once).text).toBe(once);
      }),
    );
  });

  test('texts within data, wherever they are', () =>
    expect(maskedValue({ a: [{ b: `k ${KEY}` }, 7, null, true], c: 'password=x' })).toEqual({
      ...{ value: { a: [{ b: 'k ***' }, 7, null, true], c: 'password=***' }, count: 2 },
    }));
});

describe('the files', () => {
  const secret = `Shared_Key=${KEY}`;
  const source: SupportSource = {
    ...{ azmon: '1.0.0', at: '2026-11-22T17:00:00.000Z', target: 'ssh://root@web-01' },
    facts: { 'oms.version': '1.19.0', 'oms.proxy': `http://ops:${PASSWORD}@p:1`, 'proxy.seen': [secret], fips: false },
    state: {
      ...{ system: 'linux', installed: true, workspaces: [{ id: GUID, status: 'failure', text: secret }], groups: [] },
    },
    ledger: [
      { ...{ seq: 1, at: 'a', run: 'r', by: 'b', do: 'install', kind: 'path', what: secret, before: 'absent' } },
    ],
    logs: [
      { path: '/var/log/a b.log', lines: ['fine', secret, `Authorization: ${GUID};${KEY}`] },
      { path: `C:\\x\\${KEY}.log`, lines: [] },
    ],
    problems: [new Problem({ code: 'AZMON-X', exit: 7, message: 'no logs', why: secret })],
  };
  const files = supportFiles(source);

  test('are these', () =>
    expect(files.map(({ path }) => path)).toEqual([
      ...[
        'azmon.json',
        'facts.json',
        'agent.json',
        'ledger.ndjson',
        'missing.json',
        'logs/1-a-b.log',
        'logs/2----.log',
      ],
    ]));

  test('no secret is in any of them, nor in their names', () => {
    const search = searchFor(KEY, PASSWORD);
    expect(files.flatMap(({ path, text }) => search.in(`${path}\n${text}`))).toEqual([]);
    expect(files.filter(({ masked: count }) => count > 0).length).toBeGreaterThanOrEqual(5);
  });

  test('the facts can be judged again', () => {
    const [entry] = readFacts(files.find(({ path }) => path === 'facts.json')?.text ?? '', 'facts.json');
    expect(entry).toMatchObject({ target: 'ssh://root@web-01', facts: { 'oms.version': '1.19.0', fips: false } });
  });

  test('what is not a known field stays out', () => {
    const more = { ...source.state, key: 'plain' } as SupportSource['state'];
    const facts = { ...source.facts, 'workspace.key': 'plain' } as SupportSource['facts'];
    const texts = supportFiles({ ...source, state: more, facts }).map(({ text }) => text);
    expect(texts.join('')).not.toContain('plain');
  });

  test('of a machine that told nothing there is one', () =>
    expect(supportFiles({ azmon: '1', at: 'a', target: 'local' }).map(({ path }) => path)).toEqual(['azmon.json']));

  test('planted anywhere in a log, in any form, a key does not come out', () => {
    const search = searchFor(KEY);
    const forms = Object.values(formsOf(KEY));
    const word = fc.stringMatching(/^[a-z]{1,9}[:=]? ?$/);
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 6 }),
        fc.constantFrom(...forms),
        fc.array(word, { maxLength: 3 }),
        (before, form, after) => {
          const line = `${before.join(' ')} ${form} ${after.join(' ')}`;
          const text = supportFiles({ ...source, logs: [{ path: '/a', lines: [line] }] }).map((one) => one.text);
          expect(search.in(text.join(''))).toEqual([]);
        },
      ),
    );
  });
});
