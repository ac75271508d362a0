import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FactsEntry, readFacts } from '../../src/machine/facts-file.ts';
import { EXIT } from '../../src/problem.ts';

const RAW = 'probe.version=1\nos.family=linux\nuser.id=0\nrelease=/etc/os-release:ID=debian\nprobe.end=ok\n';
const FACTS = { 'probe.version': 1, 'os.family': 'linux', 'user.id': 0, release: ['/etc/os-release:ID=debian'] };
const entry = (target?: unknown, facts: unknown = FACTS, schema: unknown = 'azmon-facts/v1') => ({
  schema,
  ...(target === undefined ? {} : { target }),
  facts,
});
const json = (value: unknown): string => JSON.stringify(value, null, 2);
const ndjson = (...values: unknown[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join('');
/** An entry in one word or two: its target, and its facts' number or its problem. */
const short = (found: FactsEntry): string =>
  `${found.target ?? '?'}: ${'problem' in found ? `${found.problem.code} ${found.problem.message}; ${found.problem.why}` : Object.keys(found.facts).length}`;
const read = (text: string): string[] => readFacts(text, 'x.facts').map(short);

const UNREADABLE = 'AZMON-FACTS-UNREADABLE x.facts,';
const TRUNCATED = /^\?: AZMON-FACTS-TRUNCATED x\.facts: the facts break off, the last line probe\.end=ok is missing/;

describe('facts that were collected elsewhere', () => {
  it.each<[string, string, string[]]>([
    ['output of the probe', RAW, ['?: 4']],
    ['output with noise around it', `motd\n${RAW}logout\n`, ['?: 4']],
    ['output as PowerShell saves it', Buffer.from(`\uFEFF${RAW}`, 'utf16le').toString('utf8'), ['?: 4']],
    ['outputs one behind the other', RAW + RAW, ['?: 4', '?: 4']],
    ['output behind the word [stdout]', `[stdout]\n${RAW}`, ['?: 4']],
    ['one JSON entry', json(entry('web1')), ['web1: 4']],
    ['one without a target', json(entry()), ['?: 4']],
    ['one with a byte order mark', `\uFEFF${json(entry('web1'))}`, ['web1: 4']],
    ['an array', json([entry('a'), entry('b')]), ['a: 4', 'b: 4']],
    ['one entry a line', ndjson(entry('a'), entry('b')), ['a: 4', 'b: 4']],
    ['one a line, with empty lines', `${ndjson(entry('a'))}\n\r\n${ndjson(entry('b'))}`, ['a: 4', 'b: 4']],
    ['facts that are null', json(entry('a', { 'python.path': null, fips: null, 'user.id': null })), ['a: 3']],
  ])('%s', (_title, text, expected) => expect(read(text)).toEqual(expected));

  it('come with their values', () => {
    expect(readFacts(RAW, 'x')).toEqual([{ facts: FACTS, complete: true }]);
    expect(readFacts(ndjson(entry('web1')), 'x')).toEqual([{ target: 'web1', facts: FACTS, complete: true }]);
  });
});

describe('what a terminal acts on', () => {
  it('is dropped from targets and facts', () => {
    const facts = { 'host.name': 'we\u001b[31m_b', 'openssl.version': 'a\u009bb\tc', release: ['x:\u202ey'] };
    expect(readFacts(json(entry('web\u001b]0;t\u0007-01\n', facts)), 'x')).toEqual([
      {
        target: 'web]0;t-01 ',
        facts: { 'host.name': 'we[31m_b', 'openssl.version': 'ab c', release: ['x:y'] },
        complete: true,
      },
    ]);
  });

  it('is dropped from what is said of them', () => {
    const [found] = readFacts(json(entry('a', { '\u001b[2Jx': 1 })), 'x\u001b.facts');
    expect(found).toMatchObject({
      problem: { message: expect.stringMatching(/^x\.facts,/), why: expect.stringMatching(/: \[2Jx$/) },
    });
  });
});

describe('what cannot be read', () => {
  it.each<[string, string, string[]]>([
    ['an empty array', ' [ ]\n', ['?: AZMON-FACTS-EMPTY x.facts holds the facts of no machine; its list is empty']],
    ['nothing', '', [`?: ${UNREADABLE} line 1: these are not facts of a machine; it is no output of the probe`]],
    [
      'prose',
      '\n\nonce upon\na time',
      [`?: ${UNREADABLE} line 3: these are not facts of a machine; it is no output of the probe`],
    ],
    [
      'broken JSON',
      '{\n  "schema": 1,\n  oops\n}\n',
      [`?: ${UNREADABLE} line 3: these are not facts of a machine; the JSON breaks there`],
    ],
    [
      'JSON that ends too early',
      '{\n  "schema":\n',
      [`?: ${UNREADABLE} line 2: these are not facts of a machine; the JSON breaks there`],
    ],
    [
      'a broken line',
      `${ndjson(entry('a'))}{"schema"\n${ndjson(entry('b'))}`,
      ['a: 4', `?: ${UNREADABLE} line 2: these are not facts of a machine; the JSON breaks there`, 'b: 4'],
    ],
    [
      'another schema',
      json(entry('a', {}, 'azmon/v1')),
      [`a: ${UNREADABLE} line 1: these are not facts of a machine; its schema is not azmon-facts/v1`],
    ],
    [
      'an entry that is a number',
      '[1]',
      [`?: ${UNREADABLE} entry 1: these are not facts of a machine; its schema is not azmon-facts/v1`],
    ],
    [
      'no facts',
      json(entry('a', [])),
      [`a: ${UNREADABLE} line 1: these are not facts of a machine; its facts are not an object`],
    ],
    [
      'a fact nobody knows',
      json([entry('a'), entry('b', { 'os.colour': 'red' })]),
      [
        'a: 4',
        `b: ${UNREADABLE} entry 2: these are not facts of a machine; it has a fact that azmon does not know: os.colour`,
      ],
    ],
    [
      'a fact everything has',
      json(entry('a', JSON.parse('{"__proto__": 1}'))),
      [`a: ${UNREADABLE} line 1: these are not facts of a machine; it has a fact that azmon does not know: __proto__`],
    ],
    [
      'text that is a number',
      json(entry('a', { 'host.name': 1 })),
      [`a: ${UNREADABLE} line 1: these are not facts of a machine; its fact host.name is not one line of text or null`],
    ],
    [
      'text of two lines',
      json(entry('a', { 'host.name': 'a\nb' })),
      [`a: ${UNREADABLE} line 1: these are not facts of a machine; its fact host.name is not one line of text or null`],
    ],
    [
      'a count below zero',
      json(entry('a', { 'user.id': -1 })),
      [
        `a: ${UNREADABLE} line 1: these are not facts of a machine; its fact user.id is not a whole number from 0 or null`,
      ],
    ],
    [
      'a count with a fraction',
      json(entry('a', { 'user.id': 0.5 })),
      [
        `a: ${UNREADABLE} line 1: these are not facts of a machine; its fact user.id is not a whole number from 0 or null`,
      ],
    ],
    [
      'a flag in words',
      json(entry('a', { fips: 'no' })),
      [`a: ${UNREADABLE} line 1: these are not facts of a machine; its fact fips is not true, false or null`],
    ],
    [
      'a list that is null',
      json(entry('a', { release: null })),
      [`a: ${UNREADABLE} line 1: these are not facts of a machine; its fact release is not a list of lines`],
    ],
  ])('%s', (_title, text, expected) => expect(read(text)).toEqual(expected));

  it.each<[string, string]>([
    ['output without its end', RAW.replace('probe.end=ok\n', '')],
    ['output cut in a word', RAW.slice(0, 40)],
    ['output without its beginning', RAW.slice(20)],
    ['a packed form that was cut', 'azmon-probe-gzip:H4sIAAAAAAAAA2VT'],
    ['UTF-16 without its end', Buffer.from(RAW.slice(0, 60), 'utf16le').toString('utf8')],
  ])('%s', (_title, text) => expect(read(text)).toEqual([expect.stringMatching(TRUNCATED)]));

  it('leaves the others as they are', () => {
    const cut = RAW.replace('probe.end=ok\n', '');
    expect(read(RAW + cut + RAW)).toEqual(['?: 4', expect.stringMatching(TRUNCATED), '?: 4']);
  });

  it('stands for exit code 2 and says how to do better', () => {
    for (const text of ['garbage', 'probe.version=1\n']) {
      const [found] = readFacts(text, 'x');
      expect(found).toMatchObject({
        problem: { exit: EXIT.usage, fix: [{ text: expect.stringMatching(/^Collect/) }] },
      });
    }
  });
});

describe('any text', () => {
  it('throws nothing, and is never nothing', () =>
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (text) => {
        expect(readFacts(text, 'x').length).toBeGreaterThan(0);
      }),
    ));

  it('JSON of facts comes back as it was', () => {
    const facts = fc.record(
      {
        'host.name': fc.option(fc.string()),
        'user.id': fc.option(fc.nat()),
        fips: fc.option(fc.boolean()),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(facts, { minLength: 1 }), (all) => {
        const entries = readFacts(ndjson(...all.map((one, index) => entry(`t${index}`, one))), 'x');
        expect(entries).toEqual(all.map((one, index) => ({ target: `t${index}`, facts: one, complete: true })));
      }),
    );
  });
});
