import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pageVerdict } from '../../src/agent/page-verdict.ts';
import { detectLinux } from '../../src/machine/distro.ts';
import { testData } from '../support/data.ts';
import { describeWith } from '../support/needs.ts';

const facts = (files: Record<string, string>): string[] =>
  Object.entries(files).flatMap(([path, text]) => text.split('\n').map((line) => `${path}:${line}`));

const os = (text: string): string[] => facts({ '/etc/os-release': text });

describe('which distribution', () => {
  const cases: [why: string, release: string[], id: string, version: string, variant?: string][] = [
    ['quotes of both kinds', os(`ID='ubuntu'\nVERSION_ID="18.04"`), 'ubuntu', '18.04'],
    ['no quotes', os('ID=debian\nVERSION_ID=9'), 'debian', '9'],
    [
      'comments, blanks at the end, carriage returns',
      os('# ID=fedora\nID=ubuntu  \r\nVERSION_ID="16.04" \r'),
      'ubuntu',
      '16.04',
    ],
    ['an upper-case id', os('ID="openEuler"\nVERSION_ID="20.03"'), 'openeuler', '20.03'],
    ['an id with a blank', os('ID="elementary OS"\nVERSION_ID="0.4"'), 'elementary', '0.4'],
    ['an unquoted blank', os('NAME=Some OS\nID=some\nVERSION_ID=1'), 'some', '1'],
    ['the last assignment', os('ID=debian\nID=ubuntu'), 'ubuntu', ''],
    [
      'an empty /etc/os-release counts as absent',
      facts({ '/etc/os-release': '', '/usr/lib/os-release': 'ID=debian\nVERSION_ID=9' }),
      'debian',
      '9',
    ],
    [
      'one without ID too',
      facts({ '/etc/os-release': 'NAME=x', '/etc/redhat-release': 'CentOS release 6.9 (Final)' }),
      'centos',
      '6.9',
    ],
    [
      'a bare major of CentOS is refined',
      facts({
        '/etc/os-release': 'ID="centos"\nVERSION_ID="7"',
        '/etc/centos-release': 'CentOS Linux release 7.8.2003 (Core)',
      }),
      'centos',
      '7.8',
    ],
    [
      'but not by another major',
      facts({
        '/etc/os-release': 'ID="centos"\nVERSION_ID="7"',
        '/etc/centos-release': 'CentOS Linux release 8.1 (Core)',
      }),
      'centos',
      '7',
    ],
    [
      'a bare major of Debian',
      facts({ '/etc/os-release': 'ID=debian\nVERSION_ID="10"', '/etc/debian_version': '10.11' }),
      'debian',
      '10.11',
    ],
    ['Debian testing', facts({ '/etc/os-release': 'ID=debian', '/etc/debian_version': 'trixie/sid' }), 'debian', ''],
    [
      'Ubuntu does not listen to debian_version',
      facts({ '/etc/os-release': 'ID=ubuntu\nVERSION_ID="14.04"', '/etc/debian_version': 'jessie/sid' }),
      'ubuntu',
      '14.04',
    ],
    ['8.10 stays 8.10', os('ID="rhel"\nVERSION_ID="8.10"'), 'rhel', '8.10'],
    [
      'Oracle before its claim to be Red Hat',
      facts({
        '/etc/redhat-release': 'Red Hat Enterprise Linux Server release 6.7 (Santiago)',
        '/etc/oracle-release': 'Oracle Linux Server release 6.7',
      }),
      'ol',
      '6.7',
    ],
    [
      'Red Hat 6 with the word Server',
      facts({ '/etc/redhat-release': 'Red Hat Enterprise Linux Server release 6.7 (Santiago)' }),
      'rhel',
      '6.7',
    ],
    [
      'Red Hat without it',
      facts({ '/etc/redhat-release': 'Red Hat Enterprise Linux release 8.9 (Ootpa)' }),
      'rhel',
      '8.9',
    ],
    ['CentOS Stream', os('NAME="CentOS Stream"\nID="centos"\nVERSION_ID="9"'), 'centos', '9', 'stream'],
    [
      'Atomic Host',
      os('NAME="Red Hat Enterprise Linux Atomic Host"\nID="rhel"\nVARIANT_ID=atomic.host\nVERSION_ID="7.9"'),
      'rhel',
      '7.9',
      'atomic',
    ],
    ['Fedora CoreOS', os('NAME="Fedora Linux"\nID=fedora\nVARIANT_ID=coreos\nVERSION_ID=38'), 'fedora', '38', 'coreos'],
    [
      'a workstation of Red Hat',
      os('NAME="Red Hat Enterprise Linux Workstation"\nID="rhel"\nVERSION_ID="7.9"'),
      'rhel',
      '7.9',
      'client',
    ],
    [
      'SUSE desktop',
      os('NAME="SLED"\nPRETTY_NAME="SUSE Linux Enterprise Desktop 12 SP3"\nID="sled"\nVERSION_ID="12.3"'),
      'sled',
      '12.3',
      'client',
    ],
    ['SLES for SAP by its id', os('ID="sles_sap"\nVERSION_ID="12.1.0.1"'), 'sles_sap', '12.1'],
    [
      'SLES for SAP by its name',
      os(
        'NAME="SLES"\nPRETTY_NAME="SUSE Linux Enterprise Server for SAP Applications 15 SP3"\nID="sles"\nVERSION_ID="15.3"',
      ),
      'sles_sap',
      '15.3',
    ],
    [
      'SLES 11 without os-release',
      facts({ '/etc/SuSE-release': 'SUSE Linux Enterprise Server 11 (x86_64)\nVERSION = 11\nPATCHLEVEL = 4' }),
      'sles',
      '11.4',
    ],
    ['lsb-release alone', facts({ '/etc/lsb-release': 'DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=12.04' }), 'ubuntu', '12.04'],
    ['debian_version alone', facts({ '/etc/debian_version': '6.0.10' }), 'debian', '6.0.10'],
    [
      'the log-in greeting alone',
      facts({ '/etc/issue': '\nOracle Linux Server release 5.11\nKernel \\r on an \\m' }),
      'ol',
      '5.11',
    ],
    ['nothing at all', [], 'unknown', ''],
    ['a file that nobody knows', facts({ '/etc/other-release': 'Other 1.0' }), 'unknown', ''],
  ];
  it.each(cases)('%s', (_why, release, id, version, variant) => {
    const system = detectLinux(release);
    expect({ id: system.id, version: system.version, variant: system.variant }).toEqual({ id, version, variant });
  });

  it('names the file that decided', () => {
    expect(detectLinux(os('ID=ubuntu')).source).toBe('/etc/os-release');
    expect(detectLinux(facts({ '/usr/lib/os-release': 'ID=ubuntu' })).source).toBe('/usr/lib/os-release');
    expect(detectLinux(facts({ '/etc/other-release': 'x' })).source).toBe('/etc/other-release');
    expect(detectLinux([]).source).toBe('');
  });
});

describe('imitations', () => {
  const ubuntu = 'NAME="Ubuntu"\nID=ubuntu\nVERSION_ID="14.04"\nPRETTY_NAME="Ubuntu 14.04.3 LTS"';
  const cases: [why: string, release: string[], id: string, version: string, imitates: string, itsVersion: string][] = [
    ['NAME tells', os('NAME="Scientific Linux"\nID="rhel"\nVERSION_ID="7.2"'), 'scientific', '7.2', 'rhel', '7.2'],
    [
      'PRETTY_NAME tells',
      os('NAME="Ubuntu"\nID=ubuntu\nVERSION_ID="20.04"\nPRETTY_NAME="Bodhi 6.0.0"'),
      'bodhi',
      '6.0.0',
      'ubuntu',
      '20.04',
    ],
    [
      'lsb-release tells',
      facts({ '/etc/os-release': ubuntu, '/etc/lsb-release': 'DISTRIB_ID=LinuxMint\nDISTRIB_RELEASE=17.3' }),
      'linuxmint',
      '17.3',
      'ubuntu',
      '14.04',
    ],
    [
      'a file tells',
      facts({
        '/etc/os-release': 'NAME="Debian GNU/Linux"\nID=debian\nVERSION_ID="10"',
        '/etc/armbian-release': 'VERSION=23.02.2',
      }),
      'armbian',
      '23.02.2',
      'debian',
      '10',
    ],
  ];
  it.each(cases)('%s', (_why, release, id, version, imitates, itsVersion) => {
    expect(detectLinux(release)).toMatchObject({ id, version, imitates: { id: imitates, version: itsVersion } });
  });

  it('the real ones are not suspected', () => {
    expect(detectLinux(os(ubuntu)).imitates).toBeUndefined();
    expect(
      detectLinux(os('NAME="Red Hat Enterprise Linux Server"\nID="rhel"\nVERSION_ID="7.3"')).imitates,
    ).toBeUndefined();
    expect(detectLinux(os('NAME="Amazon Linux AMI"\nID="amzn"\nVERSION_ID="2017.09"')).imitates).toBeUndefined();
  });
});

it('any text yields a system', () => {
  const path = fc.constantFrom(
    '/etc/os-release',
    '/usr/lib/os-release',
    '/etc/redhat-release',
    '/etc/SuSE-release',
    '/etc/lsb-release',
    '/etc/debian_version',
    '/etc/issue',
    '',
  );
  const key = fc.constantFrom(
    'ID',
    'NAME',
    'PRETTY_NAME',
    'VERSION_ID',
    'VARIANT_ID',
    'VERSION',
    'PATCHLEVEL',
    'DISTRIB_ID',
    '__proto__',
  );
  const value = fc.oneof(
    fc.string(),
    fc.constantFrom('ubuntu', '"centos', "'", '"\\"', 'Ubuntu', 'constructor', ' release 7 '),
  );
  const line = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.tuple(path, key, value).map(([p, k, v]) => `${p}:${k}=${v}`),
    fc.tuple(path, value).map(([p, v]) => `${p}:${v}`),
  );
  fc.assert(
    fc.property(fc.array(line), (release) => {
      const system = detectLinux(release);
      expect(system.family).toBe('linux');
      expect(system.id).toMatch(/^[a-z0-9._-]+$/);
      expect(pageVerdict(system)).toMatch(/^(supported|unsupported-version|unsupported-distro|ambiguous)$/);
    }),
    { numRuns: 500 },
  );
});

const folder = testData('data', 'os-release');

describeWith({ data: folder })('release files of real systems', () => {
  interface Row {
    readonly fixture: string;
    readonly distro: string;
    readonly version: string;
    readonly verdict: string;
  }
  const root = folder ?? '';

  /** One row a fixture; the manifest has one a file. */
  function manifest(): Row[] {
    const [, ...lines] = readFileSync(join(root, 'manifest.tsv'), 'utf8').trimEnd().split('\n');
    const rows = lines.map((line) => {
      const [fixture = '', , distro = '', version = '', verdict = ''] = line.split('\t');
      return { fixture, distro, version, verdict };
    });
    return [...new Map(rows.map((row) => [row.fixture, row])).values()];
  }

  function read(fixture: string): string[] {
    const top = join(root, fixture);
    return (readdirSync(top, { recursive: true }) as string[])
      .map((path) => join(top, path))
      .filter((path) => statSync(path).isFile())
      .flatMap((path) => facts({ [`/${relative(top, path)}`]: readFileSync(path, 'utf8') }));
  }

  /** Where the manifest describes and the release files say otherwise: a made-up system, a product version
   * beside the base's, a minor version that only the fixture's name tells. */
  const DESCRIBED: Record<string, [id: string, version: string]> = {
    'usrlib-only': ['usrlibosreleaseonly', ''],
    'neon-16.04': ['neon', '16.04'],
    armbian: ['armbian', '23.02.2'],
    'debian-7.9': ['debian', '7'],
    'altlinux-10': ['altlinux', '10.1'],
  };
  const rows = folder === undefined ? [] : manifest();

  it('there are many', () => expect(rows.length).toBeGreaterThan(100));

  it.each(rows)('$fixture: $verdict', ({ fixture, verdict }) => {
    expect(pageVerdict(detectLinux(read(fixture)))).toBe(verdict);
  });

  it.each(rows)('$fixture is $distro $version', ({ fixture, distro, version }) => {
    const { id, version: found } = detectLinux(read(fixture));
    expect([id, found]).toEqual(DESCRIBED[fixture] ?? [distro.toLowerCase(), version]);
  });

  it('CentOS Stream is told from CentOS', () => {
    expect(detectLinux(read('centos-stream-9'))).toMatchObject({ id: 'centos', variant: 'stream' });
    expect(detectLinux(read('centos-7.8')).variant).toBeUndefined();
  });
});
