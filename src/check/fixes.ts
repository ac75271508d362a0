import type { LinuxSystem, System } from '../machine/system.ts';
import type { Fix } from '../problem.ts';
import { compareVersions } from '../version.ts';
import { PACKAGE_LINES, PACKAGES, type PackageLine, type PackageRow, type Purpose } from './packages.ts';

/**
 * How to install what serves a purpose on that very system, for root and without a prompt.
 * A system without such a package, or one whose package names we do not know, gets a sentence and no command.
 */
export function install(system: System, purpose: Purpose): Fix[] {
  return installAll(system, [purpose]);
}

/** As `install`, for several purposes at once: one command for what can be installed, one sentence for each thing that cannot. */
export function installAll(system: System, purposes: readonly Purpose[]): Fix[] {
  const line = packageLine(system);
  if (line === undefined || system.family !== 'linux')
    return [{ text: `install ${purposes.map(nameOf).join(', ')} with the system's own package manager` }];
  const rows = purposes.map((purpose) => ({ purpose, row: rowFor(system, line, purpose) }));
  const there = rows.flatMap(({ row }) => (row?.packages === undefined ? [] : [row]));
  const fixes: Fix[] = there.length === 0 ? [] : [byRows(system, line, there)];
  for (const { purpose, row } of rows)
    if (row?.packages === undefined)
      fixes.push({ text: `${nameOf(purpose)} cannot be installed: ${row?.note ?? 'no package is known'}` });
  return fixes;
}

/** Fixes of which one is enough: every further one says that it stands in place of the first. */
export function eitherOf(fixes: readonly Fix[]): Fix[] {
  return fixes.map((fix, index) => (index === 0 ? fix : { ...fix, text: `or ${fix.text}` }));
}

/** How to bring a package up to the newest that the system's own sources have. */
export function update(system: System, purpose: Purpose): Fix[] {
  const line = packageLine(system);
  const packages = line === undefined ? undefined : rowFor(system, line, purpose)?.packages;
  if (line === undefined || packages === undefined)
    return [{ text: `update ${nameOf(purpose)} with the system's own package manager` }];
  return [
    {
      text: `update ${nameOf(purpose)} from the system's own sources`,
      command: `${VERBS[managerOf(system, line)].update} ${packages}`,
    },
  ];
}

/** The line of package names a system belongs to; undefined for systems we know none of. */
export function packageLine(system: System): PackageLine | undefined {
  return system.family === 'linux' ? PACKAGE_LINES[system.id] : undefined;
}

/** Whether a system of a line is older than a version of it; a rolling system never is. */
export function isOlder(system: System, version: string): boolean {
  return system.family === 'linux' && system.version !== '' && compareVersions(system.version, version) < 0;
}

const VERBS = {
  'apt-get': { install: 'apt-get install -y', update: 'apt-get install -y --only-upgrade' },
  yum: { install: 'yum install -y', update: 'yum update -y' },
  dnf: { install: 'dnf install -y', update: 'dnf upgrade -y' },
  zypper: { install: 'zypper --non-interactive install', update: 'zypper --non-interactive update' },
} as const;

/** Red Hat's line has dnf since 8, Amazon's since 2022. */
function managerOf(system: System, line: PackageLine): keyof typeof VERBS {
  if (line === 'suse' || line === 'leap') return 'zypper';
  if (line === 'el') return isOlder(system, '8') ? 'yum' : 'dnf';
  if (line === 'amzn') return isOlder(system, '2019') ? 'yum' : 'dnf';
  return 'apt-get';
}

function rowFor(system: LinuxSystem | System, line: PackageLine, purpose: Purpose): PackageRow | undefined {
  const rows: readonly PackageRow[] = PACKAGES[purpose];
  return rows.find(({ on, below }) => on === line && (below === undefined || isOlder(system, below)));
}

function byRows(system: LinuxSystem, line: PackageLine, rows: readonly PackageRow[]): Fix {
  const packages = [...new Set(rows.flatMap((row) => (row.packages ?? '').split(' ')))].join(' ');
  const before = rows.flatMap(({ before }) =>
    before === undefined ? [] : [before.replace('{version}', system.version)],
  );
  const notes = rows.flatMap(({ note }) => (note === undefined ? [] : [note]));
  return {
    text: [`install ${packages}`, ...notes].join('; '),
    command: [...before, `${VERBS[managerOf(system, line)].install} ${packages}`].join(' && '),
  };
}

const NAMES: Partial<Record<Purpose, string>> = {
  python2: 'Python 2',
  'python-any': 'Python',
  openssl: 'OpenSSL',
  libcurl: 'the curl library',
  pam: 'PAM',
};

const nameOf = (purpose: Purpose): string => NAMES[purpose] ?? purpose;
