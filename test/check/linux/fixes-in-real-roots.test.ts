import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CATALOGUE } from '../../../src/check/catalogue.ts';
import type { Outcome } from '../../../src/check/check.ts';
import { install } from '../../../src/check/fixes.ts';
import { PACKAGES, type Purpose } from '../../../src/check/packages.ts';
import type { CheckId } from '../../../src/check/text.ts';
import { parseProbeOutput } from '../../../src/machine/probe-output.ts';
import { describeWith } from '../../support/needs.ts';
import { copyRoot, inRoot, type Suite } from '../../support/roots.ts';
import { linux, subject } from '../../support/subject.ts';

const PROBE = new URL('../../../templates/probe/linux.sh', import.meta.url);
const VERSIONS = { bullseye: '11', bookworm: '12', trixie: '13' } as const satisfies Record<Suite, string>;
const needs = { commands: { debootstrap: 'debootstrap' }, root: true };

/** A root with the archive's own index of packages. */
function freshRoot(suite: Suite) {
  const root = copyRoot(suite);
  copyFileSync('/etc/resolv.conf', join(root.path, 'etc/resolv.conf'));
  inRoot(root.path, 'apt-get -qq update');
  return root;
}

describeWith(needs)('package names', () => {
  test.each(Object.keys(VERSIONS) as Suite[])(
    'of %s are in its archive',
    (suite) => {
      const root = freshRoot(suite);
      try {
        const names = namesFor(VERSIONS[suite]);
        const answers = inRoot(root.path, `apt-cache policy ${names.join(' ')}`).split(/^(?=\S)/m);
        const there = answers
          .filter((answer) => /Candidate: [^(]/.test(answer))
          .map((answer) => answer.split(':', 1)[0]);
        expect(names.filter((name) => !there.includes(name))).toEqual([]);
      } finally {
        root.remove();
      }
    },
    300_000,
  );
});

function namesFor(version: string): string[] {
  const fixes = (Object.keys(PACKAGES) as Purpose[]).flatMap((purpose) => install(linux('debian', version), purpose));
  return [...new Set(fixes.flatMap(({ command }) => command?.replace('apt-get install -y ', '').split(' ') ?? []))];
}

describeWith(needs)('on a bare Debian 11', () => {
  let root: ReturnType<typeof copyRoot>;
  beforeAll(() => {
    root = freshRoot('bullseye');
    writeFileSync(join(root.path, 'probe.sh'), readFileSync(PROBE));
  }, 300_000);
  afterAll(() => root.remove());

  const judge = (id: CheckId): Outcome => {
    const { facts } = parseProbeOutput(inRoot(root.path, 'sh /probe.sh'));
    const check = CATALOGUE.find((one) => one.id === id);
    if (check === undefined) throw new Error(`no check ${id}`);
    return check.judge(subject({ facts }));
  };
  const commandsOf = (outcome: Outcome): string[] =>
    outcome.status === 'fail' ? (outcome.fix ?? []).flatMap(({ command }) => command ?? []) : [];

  const mended = (id: CheckId, cause: string, which = 0): void => {
    const before = judge(id);
    expect(before).toMatchObject({ status: 'fail', cause });
    const command = commandsOf(before)[which];
    if (command === undefined) throw new Error(`${id} names no command`);
    inRoot(root.path, command);
    expect(judge(id)).toMatchObject({ status: 'pass' });
  };

  test('openssl.command is mended by its command', () => mended('openssl.command', 'no openssl command'), 300_000);

  test('python2-minimal has no ctypes, and the printed command brings it', () => {
    inRoot(root.path, 'apt-get install -y --no-install-recommends python2-minimal');
    mended('python.ctypes', 'Python without ctypes');
  }, 300_000);

  test('without Python 2 the printed command brings it', () => {
    inRoot(root.path, 'apt-get purge -y --autoremove python2 python2-minimal');
    mended('python.version2', 'no Python 2');
  }, 300_000);

  test('python2 alone is not enough, and the printed link makes it so', () => {
    mended('python.alias', 'no command python');
  });

  test('the package that owns the link does so too, over a python that is Python 3', () => {
    inRoot(root.path, 'rm /usr/bin/python && apt-get install -y python-is-python3');
    mended('python.alias', 'the command python is not Python 2', 1);
  }, 300_000);

  test('and the forced link does', () => {
    inRoot(root.path, 'apt-get install -y python-is-python3');
    mended('python.alias', 'the command python is not Python 2', 0);
  }, 300_000);

  test.each([
    ['curl.library', 'no curl library'],
    ['curl.version', 'no curl'],
    ['tools.required', 'gpg is missing'],
  ] as const)('%s is mended by its command', (id, cause) => mended(id, cause), 300_000);

  test('what was installed is taken by the page', () => {
    expect(judge('openssl.version')).toMatchObject({ status: 'pass' });
    expect(judge('openssl.shared')).toMatchObject({ status: 'pass' });
  });

  test('closed directories are opened', () => {
    inRoot(root.path, 'chmod 700 /opt /var/log');
    mended('directory.modes', 'directories closed to other accounts');
  });

  test('a half-configured package is finished', () => {
    inRoot(
      root.path,
      'apt-get install -y hostname && sed -i "/^Package: hostname$/,/^$/s/^Status: .*/Status: install ok half-configured/" /var/lib/dpkg/status',
    );
    mended('package.health', 'broken package state');
  }, 300_000);

  test('accounts that are kept out are let in', () => {
    inRoot(
      root.path,
      "echo '- : ALL EXCEPT root : ALL' >> /etc/security/access.conf; echo 'account required pam_access.so' >> /etc/pam.d/cron; touch /etc/nologin; echo root > /etc/cron.allow",
    );
    const before = judge('pam.accounts');
    expect(commandsOf(before)).toHaveLength(3);
    for (const command of commandsOf(before)) inRoot(root.path, command);
    expect(judge('pam.accounts')).toMatchObject({ status: 'pass' });
    expect(readFileSync(join(root.path, 'etc/security/access.conf'), 'utf8')).toContain(
      '- : ALL EXCEPT omsagent root : ALL',
    );
  });
});
