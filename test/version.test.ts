import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareVersions, hasVersionPrefix } from '../src/version.ts';

describe('compareVersions', () => {
  const older: [string, string][] = [
    ['8.9', '8.10'],
    ['7.9.9', '7.15.5'],
    ['2.5', '2.27'],
    ['2.5-11', '2.5-12'],
    ['2.5', '2.5-12'],
    ['2.5-12', '2.5-81.el5'],
    ['2.5-12', '2.12'],
    ['1.0.1', '1.0.1e'],
    ['1.0.1e', '1.0.2'],
    ['1.0.2g', '1.0.2k-fips'],
    ['1.1.1', '1.1.1w'],
    ['1.1.1w', '3.0.2'],
    ['14.04', '14.10'],
    ['9', '10'],
    ['2', '2017.09'],
    ['', '1'],
    ['12', '12.1'],
    ['10.20.18029', '10.20.18053.0'],
    ['99999999999999999998', '99999999999999999999'],
  ];
  it.each(older)('%s is older than %s', (a, b) => {
    expect(compareVersions(a, b)).toBe(-1);
    expect(compareVersions(b, a)).toBe(1);
  });

  const equal: [string, string][] = [
    ['8', '8.0'],
    ['18.04', '18.4'],
    ['1.1.1w', '1.1.1W'],
    ['1.1.1w  11 Sep 2023', '1.1.1w'],
    ['3.0.2 (Library: OpenSSL 3.0.2)', '3.0.2'],
    ['2.5-12', '2.5.12'],
    ['', 'no'.slice(2)],
  ];
  it.each(equal)('%s equals %s', (a, b) => expect(compareVersions(a, b)).toBe(0));
});

describe('hasVersionPrefix', () => {
  const cases: [version: string, prefix: string, takes: boolean][] = [
    ['8.10', '8', true],
    ['80', '8', false],
    ['8', '8', true],
    ['18.04', '18.04', true],
    ['18.10', '18.04', false],
    ['18.04.6', '18.04', true],
    ['8.10', '8.1', false],
    ['10', '1', false],
    ['15', '15.0', true],
    ['15.1', '15.0', false],
    ['1.0.2k-fips', '1.0.2', true],
    ['1.0.2k-fips', '1.0', true],
    ['1.0.0', '1.0.1', false],
    ['1.1.1', '1.1.1w', false],
    ['3.0.2', '3.0', true],
    ['3.2.2', '3.0', false],
    ['', '8', false],
    ['8', '', false],
  ];
  it.each(cases)('%s has the prefix %s: %s', (version, prefix, takes) => {
    expect(hasVersionPrefix(version, prefix)).toBe(takes);
  });
});

describe('whatever the text', () => {
  const version = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc
      .array(fc.oneof(fc.nat(30).map(String), fc.constantFrom('a', 'w', 'rc', 'el5', '00', '')), { maxLength: 4 })
      .map((parts) => parts.join('.')),
    fc.tuple(fc.nat(3), fc.nat(3), fc.constantFrom('', 'a', 'k-fips', '-12')).map(([a, b, tail]) => `${a}.${b}${tail}`),
  );

  it('a version equals itself, and order turns round', () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(compareVersions(a, a)).toBe(0);
        expect(compareVersions(a, b) + compareVersions(b, a)).toBe(0);
      }),
      { numRuns: 1000 },
    );
  });

  it('order carries over', () => {
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        const [x, y, z] = [a, b, c].sort(compareVersions) as [string, string, string];
        expect(compareVersions(x, y)).toBeLessThanOrEqual(0);
        expect(compareVersions(y, z)).toBeLessThanOrEqual(0);
        expect(compareVersions(x, z)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 2000 },
    );
  });

  it('what is a prefix of a version does not stand behind it', () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        if (hasVersionPrefix(a, b)) expect(compareVersions(a, b)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 1000 },
    );
  });
});
