import { describe, expect, test } from 'vitest';
import { install, installAll, update } from '../../../src/check/fixes.ts';
import { PACKAGE_LINES, PACKAGES, type PackageRow, type Purpose } from '../../../src/check/packages.ts';
import type { System } from '../../../src/machine/system.ts';
import { linux, windows } from '../../support/subject.ts';

const PURPOSES = Object.keys(PACKAGES) as Purpose[];

describe('install', () => {
  const rows: readonly [System, Purpose, string | undefined][] = [
    [linux('debian', '9'), 'python2', 'apt-get install -y python'],
    [linux('debian', '11'), 'python2', 'apt-get install -y python2'],
    [linux('debian', '12'), 'python2', undefined],
    [linux('debian', ''), 'python2', undefined],
    [linux('ubuntu', '16.04'), 'python2', 'apt-get install -y python'],
    [linux('ubuntu', '20.04'), 'python2', 'apt-get install -y python2'],
    [linux('rhel', '6.10'), 'openssl', 'yum install -y openssl'],
    [linux('rhel', '7.9'), 'openssl', 'yum install -y openssl'],
    [linux('rhel', '8.10'), 'openssl', 'dnf install -y openssl'],
    [linux('rhel', '10.0'), 'openssl', 'dnf install -y openssl'],
    [linux('amzn', '2017.09'), 'gpg', 'yum install -y gnupg2'],
    [linux('amzn', '2'), 'gpg', 'yum install -y gnupg2'],
    [linux('amzn', '2023'), 'gpg', 'dnf install -y gnupg2'],
    [linux('sles', '12.5'), 'gpg', 'zypper --non-interactive install gpg2'],
    [linux('sles_sap', '15.4'), 'which', 'zypper --non-interactive install which'],
    [linux('opensuse-leap', '15.5'), 'which', 'zypper --non-interactive install which'],
    [linux('opensuse-leap', '15.5'), 'python2', undefined],
    [linux('rhel', '6.9'), 'ps', 'yum install -y procps'],
    [linux('rhel', '7.9'), 'ps', 'yum install -y procps-ng'],
    [linux('linuxmint', '17.3'), 'curl', undefined],
    [linux('unknown', ''), 'curl', undefined],
    [windows('2019', 17763), 'curl', undefined],
  ];
  for (const [system, purpose, command] of rows)
    test(`${purpose} on ${system.id} ${system.family === 'linux' ? system.version : ''}`, () => {
      const [fix, ...rest] = install(system, purpose);
      expect(fix?.command).toBe(command);
      expect(fix?.text).not.toBe('');
      expect(rest).toEqual([]);
    });

  test('several things take one command, and what cannot be had a sentence each', () => {
    expect(installAll(linux('debian', '12'), ['gpg', 'python2', 'tar'])).toEqual([
      { text: 'install gnupg tar', command: 'apt-get install -y gnupg tar' },
      { text: 'Python 2 cannot be installed: Debian has no Python 2 since release 12' },
    ]);
  });

  test('a system without a known manager is told in words', () => {
    expect(installAll(linux('gentoo', ''), ['gpg', 'tar'])).toEqual([
      { text: "install gpg, tar with the system's own package manager" },
    ]);
    expect(update(linux('gentoo', ''), 'openssl')).toEqual([
      { text: "update OpenSSL with the system's own package manager" },
    ]);
  });
});

describe('update', () => {
  test.each([
    [linux('debian', '9'), 'apt-get install -y --only-upgrade openssl'],
    [linux('rhel', '6.4'), 'yum update -y openssl'],
    [linux('rhel', '8.4'), 'dnf upgrade -y openssl'],
    [linux('sles', '12'), 'zypper --non-interactive update openssl'],
  ])('openssl on $id $version', (system, command) => {
    expect(update(system, 'openssl').map((fix) => fix.command)).toEqual([command]);
  });
});

describe('packages', () => {
  test.each(PURPOSES)('%s is settled for every line, and the last row of each takes any version', (purpose) => {
    const rows: readonly PackageRow[] = PACKAGES[purpose];
    for (const line of new Set(Object.values(PACKAGE_LINES))) {
      const own = rows.filter(({ on }) => on === line);
      expect(own.at(-1), line).toBeDefined();
      expect(own.at(-1)?.below, line).toBeUndefined();
      for (const { packages, note } of own) expect(packages ?? note, line).toBeDefined();
    }
  });

  test('names and commands hold nothing that a shell would read otherwise', () => {
    for (const purpose of PURPOSES)
      for (const { packages } of PACKAGES[purpose] as readonly PackageRow[])
        expect(packages ?? '').toMatch(/^[a-z0-9.+ -]*$/);
  });
});
