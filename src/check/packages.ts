/** Which family of package names a system belongs to. */
export type PackageLine = 'debian' | 'ubuntu' | 'el' | 'amzn' | 'suse' | 'leap';

/** The package that serves a purpose on some versions of one line; the first row that fits counts. */
export interface PackageRow {
  readonly on: PackageLine;
  /** Older than this version only. A system without a version (rolling) counts as newest. */
  readonly below?: string;
  /** Package names, blank-separated; missing: no package of this system serves it. */
  readonly packages?: string;
  /** Run before the installation, e.g. to switch a module on. `{version}` is the system's. */
  readonly before?: string;
  /** Why there is none, or what else to know. */
  readonly note?: string;
}

/** The same package name in all versions of each line. */
const everywhere = (deb: string, el: string = deb, suse: string = el): readonly PackageRow[] => [
  { on: 'debian', packages: deb },
  { on: 'ubuntu', packages: deb },
  { on: 'el', packages: el },
  { on: 'amzn', packages: el },
  { on: 'suse', packages: suse },
  { on: 'leap', packages: suse },
];

/**
 * Packages by what they are wanted for. The published samples say `python2` everywhere; that name does not exist on Ubuntu before 20.04,
 * Debian before 10 and SLES, where the package is called `python`.
 * Sources: package indexes of Debian (read in real roots of 11 and 12), Ubuntu and Red Hat; SUSE's public test suite for Python on SLES 15.
 */
export const PACKAGES = {
  python2: [
    { on: 'debian', below: '11', packages: 'python' },
    { on: 'debian', below: '12', packages: 'python2' },
    { on: 'debian', note: 'Debian has no Python 2 since release 12' },
    { on: 'ubuntu', below: '20.04', packages: 'python' },
    { on: 'ubuntu', below: '22.10', packages: 'python2', note: 'it is in the component universe' },
    { on: 'ubuntu', note: 'Ubuntu has no Python 2 after 22.04' },
    { on: 'el', below: '8', packages: 'python' },
    { on: 'el', below: '9', packages: 'python2' },
    { on: 'el', note: 'there is no Python 2 since release 9' },
    { on: 'amzn', below: '3', packages: 'python' },
    { on: 'amzn', below: '2019', packages: 'python27' },
    { on: 'amzn', note: 'Amazon Linux has no Python 2 since 2022' },
    { on: 'suse', below: '15.1', packages: 'python' },
    {
      on: 'suse',
      below: '15.4',
      packages: 'python',
      before: 'SUSEConnect -p sle-module-python2/{version}/x86_64',
      note: 'it is in the module Python 2',
    },
    { on: 'suse', note: 'SUSE has no Python 2 since 15 SP4' },
    { on: 'leap', note: 'look for one with `zypper search python2`' },
  ],
  'python-any': [
    { on: 'debian', packages: 'python3' },
    { on: 'ubuntu', packages: 'python3' },
    { on: 'el', below: '7', packages: 'python' },
    { on: 'el', packages: 'python3' },
    { on: 'amzn', below: '3', packages: 'python3' },
    { on: 'amzn', below: '2019', packages: 'python27' },
    { on: 'amzn', packages: 'python3' },
    { on: 'suse', packages: 'python3' },
    { on: 'leap', packages: 'python3' },
  ],
  glibc: everywhere('libc6', 'glibc'),
  openssl: everywhere('openssl'),
  curl: everywhere('curl'),
  'ca-certificates': everywhere('ca-certificates', 'ca-certificates', 'ca-certificates-mozilla'),
  libcurl: [
    { on: 'debian', below: '10', packages: 'libcurl3' },
    { on: 'debian', below: '13', packages: 'libcurl4' },
    { on: 'debian', packages: 'libcurl4t64' },
    { on: 'ubuntu', below: '18.04', packages: 'libcurl3' },
    { on: 'ubuntu', below: '24.04', packages: 'libcurl4' },
    { on: 'ubuntu', packages: 'libcurl4t64' },
    { on: 'el', packages: 'libcurl' },
    { on: 'amzn', packages: 'libcurl' },
    { on: 'suse', packages: 'libcurl4' },
    { on: 'leap', packages: 'libcurl4' },
  ],
  pam: everywhere('libpam-runtime', 'pam'),
  rsyslog: everywhere('rsyslog'),
  sudo: everywhere('sudo'),
  bash: everywhere('bash'),
  sh: everywhere('dash', 'bash'),
  tar: everywhere('tar'),
  gzip: everywhere('gzip'),
  sed: everywhere('sed'),
  awk: everywhere('mawk', 'gawk'),
  grep: everywhere('grep'),
  gpg: everywhere('gnupg', 'gnupg2', 'gpg2'),
  which: everywhere('debianutils', 'which'),
  getconf: everywhere('libc-bin', 'glibc-common', 'glibc'),
  ldconfig: everywhere('libc-bin', 'glibc', 'glibc'),
  ldd: everywhere('libc-bin', 'glibc-common', 'glibc'),
  date: everywhere('coreutils'),
  su: [
    { on: 'debian', below: '10', packages: 'login' },
    { on: 'debian', packages: 'util-linux' },
    { on: 'ubuntu', below: '18.10', packages: 'login' },
    { on: 'ubuntu', packages: 'util-linux' },
    { on: 'el', below: '7', packages: 'coreutils' },
    { on: 'el', packages: 'util-linux' },
    { on: 'amzn', below: '3', packages: 'util-linux' },
    { on: 'amzn', below: '2019', packages: 'coreutils' },
    { on: 'amzn', packages: 'util-linux' },
    { on: 'suse', packages: 'util-linux' },
    { on: 'leap', packages: 'util-linux' },
  ],
  useradd: everywhere('passwd', 'shadow-utils', 'shadow'),
  ps: [
    { on: 'el', below: '7', packages: 'procps' },
    ...everywhere('procps', 'procps-ng', 'procps').filter(({ on }) => on !== 'amzn'),
    { on: 'amzn', below: '3', packages: 'procps-ng' },
    { on: 'amzn', below: '2019', packages: 'procps' },
    { on: 'amzn', packages: 'procps-ng' },
  ],
  crontab: everywhere('cron', 'cronie'),
  netstat: everywhere('net-tools'),
  wget: everywhere('wget'),
  dmidecode: everywhere('dmidecode'),
} as const satisfies Record<string, readonly PackageRow[]>;

export type Purpose = keyof typeof PACKAGES;

/** Distributions by the line whose package names they use; others are not guessed at. */
export const PACKAGE_LINES: Readonly<Record<string, PackageLine>> = {
  debian: 'debian',
  ubuntu: 'ubuntu',
  rhel: 'el',
  centos: 'el',
  ol: 'el',
  almalinux: 'el',
  rocky: 'el',
  amzn: 'amzn',
  sles: 'suse',
  sles_sap: 'suse',
  sled: 'suse',
  'opensuse-leap': 'leap',
};
