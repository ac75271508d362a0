import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FACT_KINDS, type MachineFacts } from '../../src/machine/facts.ts';
import { type ProbeOutput, parseProbeOutput } from '../../src/machine/probe-output.ts';

const END = 'probe.end=ok\n';
const output = (...lines: string[]): string => `probe.version=1\n${lines.join('\n')}\n${END}`;
const packed = (text: string): string => `azmon-probe-gzip:${gzipSync(text).toString('base64')}:end\n`;
const facts = (text: string): MachineFacts => {
  const { 'probe.version': _, ...rest } = parseProbeOutput(text).facts;
  return rest;
};

describe('lines of the probe', () => {
  it.each<[string, string[], MachineFacts]>([
    ['text', ['host.name=box'], { 'host.name': 'box' }],
    ['text with an equals sign', ['python.version=a=b'], { 'python.version': 'a=b' }],
    ['text that is empty', ['host.name='], { 'host.name': '' }],
    ['text that is not there', ['python.path=-'], { 'python.path': null }],
    ['count', ['user.id=0'], { 'user.id': 0 }],
    ['count that is not there', ['tls12.enabled=-'], { 'tls12.enabled': null }],
    ['flags', ['wsl=yes', 'fips=no', 'nologin=-'], { wsl: true, fips: false, nologin: null }],
    ['lists keep their order', ['release=a:1', 'release=b:2', 'release=a:1'], { release: ['a:1', 'b:2', 'a:1'] }],
    ['lists that are empty', ['oms.workspace=-'], { 'oms.workspace': [] }],
    ['the last of two lines of a key wins', ['user.id=1', 'user.id=0'], { 'user.id': 0 }],
    [
      'what a terminal acts on is dropped',
      ['host.name=we\u001b[31m_b\u009b1m\u202e\ta', 'release=a:\u001bb\u0007'],
      { 'host.name': 'we[31m_b1m a', release: ['a:b'] },
    ],
    ['a carriage return inside a line too', ['host.name=a\rb'], { 'host.name': 'a b' }],
    ['keys of another version are ignored', ['new.fact=1', 'constructor=1', 'release=x'], { release: ['x'] }],
  ])('%s', (_title, lines, expected) => {
    const parsed = parseProbeOutput(output(...lines));
    expect(parsed).toEqual({ facts: { 'probe.version': 1, ...expected }, complete: true, unreadable: [] });
  });

  it.each([
    ['a count with letters', 'memory.totalKb=12k'],
    ['a count below zero', 'clock.now=-1'],
    ['a count that is empty', 'user.id='],
    ['a count beyond all counting', 'user.id=99999999999999999999'],
    ['a flag that is neither', 'wsl=maybe'],
    ['a flag named like what every object has', 'wsl=toString'],
    ['no key', 'sudo: unable to resolve host box'],
    ['a key of blanks', ' =x'],
    ['only a value', '=x'],
  ])('%s says nothing, and is kept with its number', (_title, line) => {
    const { facts: seen, complete, unreadable } = parseProbeOutput(output('fips=no', line, 'nologin=no'));
    expect({ seen, complete, unreadable }).toEqual({
      seen: { 'probe.version': 1, fips: false, nologin: false },
      complete: true,
      unreadable: [{ line: 3, text: line }],
    });
  });
});

describe('the way the output came', () => {
  const plain = output('host.name=box', 'release=/etc/os-release:ID=debian');
  const expected = parseProbeOutput(plain);

  it('is read in its plain form', () =>
    expect(expected.facts).toMatchObject({ 'host.name': 'box', release: ['/etc/os-release:ID=debian'] }));

  it.each<[string, string]>([
    ['with CRLF', plain.replaceAll('\n', '\r\n')],
    ['with a byte order mark', `\uFEFF${plain}`],
    ['as UTF-16 read as Latin-1', Buffer.from(`\uFEFF${plain}`, 'utf16le').toString('latin1').replace(/^ÿþ/, '')],
    ['as UTF-16 read as UTF-8', Buffer.from(`\uFEFF${plain}`, 'utf16le').toString('utf8')],
    ['after the message of the day', `Welcome\nuser.id=5\n\n${plain}`],
    ['before a farewell', `${plain}logout\nhost.name=other\n`],
    ['packed', packed(plain)],
    ['packed, in the answer of run-command', `Enable succeeded: \n[stdout]\n${packed(plain)}\n[stderr]\n`],
    ['packed, in its JSON', JSON.stringify({ value: [{ message: `[stdout]\n${packed(plain)}\n[stderr]\n` }] })],
    ['packed, broken into lines', packed(plain).replaceAll(/([A-Za-z0-9+/]{20})/g, '$1\n')],
  ])('%s', (_title, text) => expect({ ...parseProbeOutput(text), unreadable: [] }).toEqual(expected));

  it.each<[string, string]>([
    ['its end', plain.slice(0, -END.length)],
    ['half of its last line', plain.slice(0, -4)],
    ['its beginning', plain.slice('probe.version=1\n'.length)],
    ['everything', ''],
    ['everything of its packed form', 'azmon-probe-gzip:'],
    ['the end of its packed form', packed(plain).slice(0, -30)],
    ['the beginning of its packed form', packed(plain).slice(30)],
    ['sense, packed', `azmon-probe-gzip:${Buffer.from('no gzip').toString('base64')}:end`],
    ['success', plain.replace('end=ok', 'end=no')],
  ])('is incomplete without %s', (_title, text) => expect(parseProbeOutput(text).complete).toBe(false));

  it('keeps what came before the end that is missing', () => {
    expect(facts('probe.version=1\nhost.name=box\nfips=n')).toEqual({ 'host.name': 'box' });
    const long = output(...Array.from({ length: 400 }, (_, index) => `release=/etc/x:${index * 7919}`));
    expect(facts(packed(long).slice(0, 800)).release?.length).toBeGreaterThan(50);
  });

  it('keeps nothing of a packed form that is too large to be one', () => {
    const { facts: seen, complete } = parseProbeOutput(packed(output('a'.repeat(50_000_000))));
    expect([seen, complete]).toEqual([{}, false]);
  });

  it('keeps bounded lists and values of a text without bounds', () => {
    const long = output(
      `host.name=${'x'.repeat(100_000)}`,
      ...Array(5000).fill('release=x'),
      ...Array(5000).fill('noise'),
    );
    const { facts: seen, unreadable } = parseProbeOutput(long);
    expect([seen['host.name']?.length, seen.release?.length, unreadable.length]).toEqual([2000, 1000, 20]);
  });
});

describe('any text at all', () => {
  const key = fc.constantFrom(...Object.keys(FACT_KINDS), 'probe.end', '__proto__', 'constructor', '');
  const value = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('-', 'yes', 'ok', '1', '__proto__', 'valueOf'));
  const line = fc.tuple(key, value).map(([name, text]) => `${name}=${text}`);
  const sound = ({ facts: seen, complete, unreadable }: ProbeOutput): void => {
    expect([typeof complete, Array.isArray(unreadable)]).toEqual(['boolean', true]);
    for (const [name, fact] of Object.entries(seen)) {
      const kind = FACT_KINDS[name as keyof typeof FACT_KINDS];
      const fits = { text: ['string'], count: ['number'], flag: ['boolean'], lines: ['object'] }[kind];
      if (fact !== null) expect(fits).toContain(typeof fact);
      if (kind === 'lines') expect(Array.isArray(fact)).toBe(true);
    }
  };

  it('gives facts of the right kinds, and throws nothing', () =>
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => sound(parseProbeOutput(text)))));

  it('holds nothing that a terminal acts on', () =>
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const { facts: seen, unreadable } = parseProbeOutput(output(...lines));
        const texts = [...Object.values(seen).flat(), ...unreadable.map(({ text }) => text)].map(String);
        expect(texts.filter((text) => /[\p{Cc}\p{Bidi_C}]/u.test(text))).toEqual([]);
      }),
    ));

  it('so do lines that look like facts', () =>
    fc.assert(fc.property(fc.array(line), (lines) => sound(parseProbeOutput(output(...lines))))));

  it('so do packed forms that are damaged', () =>
    fc.assert(
      fc.property(fc.array(line), fc.nat(), fc.nat({ max: 255 }), (lines, at, byte) => {
        const bytes = Buffer.from(packed(output(...lines)));
        bytes[at % bytes.length] = byte;
        sound(parseProbeOutput(bytes.toString('latin1')));
      }),
    ));
});
