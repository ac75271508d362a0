import { hasVersionPrefix } from '../version.ts';
import { idOf, idOfName, isNameOf } from './distro-names.ts';
import { firstLine, type ReleaseFiles, readAssignments, readReleaseFiles } from './release-files.ts';
import type { LinuxSystem } from './system.ts';

/** One-line files of the Red Hat family. Oracle's come first: its redhat-release claims to be Red Hat's. */
const ONE_LINERS = ['oracle-release', 'enterprise-release', 'centos-release', 'system-release', 'redhat-release'];

const UNKNOWN: LinuxSystem = { family: 'linux', id: 'unknown', name: 'unknown', version: '', source: '' };

/**
 * Which distribution a machine runs, from `<path>:<line>` facts of its release files. Any text will do: what tells nothing
 * yields the id `unknown`, with an empty source when there was no release file at all.
 * Order and guard were tried against release files of a hundred real systems: os-release first, then one-line files, then older ways.
 */
export function detectLinux(release: readonly string[]): LinuxSystem {
  const files = readReleaseFiles(release);
  const system = fromOsRelease(files) ?? fromOneLiner(files) ?? fromSuse(files) ?? fromLsb(files) ?? fromDebian(files);
  return system ?? fromIssue(files) ?? { ...UNKNOWN, source: [...files.keys()][0] ?? '' };
}

function fromOsRelease(files: ReleaseFiles): LinuxSystem | undefined {
  for (const source of ['/etc/os-release', '/usr/lib/os-release']) {
    const values = readAssignments(files.get(source) ?? []);
    const id = values.get('ID') ?? '';
    if (id === '') continue;
    return guarded(describe(idOf(id), values, source, files), values, files);
  }
  return undefined;
}

function describe(id: string, values: ReadonlyMap<string, string>, source: string, files: ReleaseFiles): LinuxSystem {
  const pretty = values.get('PRETTY_NAME') ?? '';
  const name = values.get('NAME') ?? pretty;
  // SLES for SAP Applications may carry the id of SLES.
  const real = id === 'sles' && pretty.includes('for SAP') ? 'sles_sap' : id;
  const title = `${name} ${pretty} ${values.get('VARIANT_ID') ?? ''} ${firstLine(files.get('/etc/centos-release'))}`;
  const said = values.get('VERSION_ID') ?? '';
  return {
    family: 'linux',
    id: real,
    name: fullName(real, name, pretty),
    version: real === 'sles_sap' ? said.split('.').slice(0, 2).join('.') : preciseVersion(real, said, files),
    ...variantOf(real, title),
    source,
  };
}

/** SUSE puts an abbreviation into NAME and the full name into PRETTY_NAME, with the version behind it. */
function fullName(id: string, name: string, pretty: string): string {
  const full = /^sle[sd]/.test(id) ? pretty.replace(/\s+\d.*$/, '') : name;
  return full === '' ? name || id : full;
}

/** os-release of CentOS and Debian holds the bare major version; the minor one stands in files of their own. */
function preciseVersion(id: string, version: string, files: ReleaseFiles): string {
  const places = id === 'debian' ? ['/etc/debian_version'] : ['/etc/centos-release', '/etc/redhat-release'];
  if (!/^\d+$/.test(version)) return version;
  const finer = places
    .map((path) => /(?:^|release )(\d+\.\d+)/.exec(firstLine(files.get(path)))?.[1] ?? '')
    .find((found) => hasVersionPrefix(found, version));
  return finer ?? version;
}

function variantOf(id: string, title: string): Pick<LinuxSystem, 'variant'> {
  if (id === 'centos' && /\bStream\b/.test(title)) return { variant: 'stream' };
  if (/\batomic(\.host)?\b/i.test(title)) return { variant: 'atomic' };
  if (/\bcoreos\b/i.test(title) && id !== 'coreos') return { variant: 'coreos' };
  if (id === 'sled' || /Linux (Workstation|Client)\b/.test(title)) return { variant: 'client' };
  return {};
}

/** Derivatives keep the os-release of what they are made from: the names and two further files give them away. */
function guarded(system: LinuxSystem, values: ReadonlyMap<string, string>, files: ReleaseFiles): LinuxSystem {
  const [name, pretty] = [values.get('NAME') ?? '', values.get('PRETTY_NAME') ?? ''];
  if (!isNameOf(system.id, name)) return posing(system, name, system.version, `NAME=${name}`);
  if (!isNameOf(system.id, pretty)) return posing(system, pretty, numberIn(pretty), `PRETTY_NAME=${pretty}`);
  const armbian = files.get('/etc/armbian-release');
  if (armbian !== undefined)
    return posing(system, 'Armbian', readAssignments(armbian).get('VERSION') ?? '', '/etc/armbian-release');
  const lsb = readAssignments(files.get('/etc/lsb-release') ?? []);
  const distributor = lsb.get('DISTRIB_ID') ?? '';
  if (system.id !== 'ubuntu' || distributor === '' || distributor === 'Ubuntu') return system;
  return posing(system, distributor, lsb.get('DISTRIB_RELEASE') ?? '', `DISTRIB_ID=${distributor}`);
}

function posing(system: LinuxSystem, name: string, version: string, evidence: string): LinuxSystem {
  const { family, source } = system;
  return {
    family,
    id: idOfName(name),
    name,
    version,
    imitates: { id: system.id, version: system.version, evidence },
    source,
  };
}

const numberIn = (text: string): string => /\d+(\.\d+)*/.exec(text)?.[0] ?? '';

function fromOneLiner(files: ReleaseFiles): LinuxSystem | undefined {
  for (const file of ONE_LINERS) {
    const source = `/etc/${file}`;
    const system = fromSentence(firstLine(files.get(source)), source);
    if (system !== undefined) return system;
  }
  return undefined;
}

/** `CentOS release 6.9 (Final)`: a name, the word release, a version. */
function fromSentence(line: string, source: string): LinuxSystem | undefined {
  const match = /^(.*?)\s+release\s+(\d+(?:\.\d+)?)/.exec(line);
  if (match === null) return undefined;
  const [, name = '', version = ''] = match;
  const id = idOfName(name);
  return { family: 'linux', id, name, version, ...variantOf(id, name), source };
}

/** SLES 11 and older: a name with the architecture, then VERSION and PATCHLEVEL on lines of their own. */
function fromSuse(files: ReleaseFiles): LinuxSystem | undefined {
  const source = '/etc/SuSE-release';
  const lines = files.get(source);
  const name = firstLine(lines).replace(/\s+\d.*$/, '');
  if (lines === undefined || name === '') return undefined;
  const values = readAssignments(lines);
  const level = values.get('PATCHLEVEL') ?? '0';
  const version = `${values.get('VERSION') ?? ''}${level === '0' ? '' : `.${level}`}`;
  const id = idOfName(name);
  return { family: 'linux', id, name, version, ...variantOf(id, name), source };
}

function fromLsb(files: ReleaseFiles): LinuxSystem | undefined {
  const source = '/etc/lsb-release';
  const values = readAssignments(files.get(source) ?? []);
  const name = values.get('DISTRIB_ID') ?? '';
  if (name === '') return undefined;
  return { family: 'linux', id: idOf(name), name, version: values.get('DISTRIB_RELEASE') ?? '', source };
}

function fromDebian(files: ReleaseFiles): LinuxSystem | undefined {
  const source = '/etc/debian_version';
  const line = firstLine(files.get(source));
  if (line === '') return undefined;
  return {
    family: 'linux',
    id: 'debian',
    name: 'Debian GNU/Linux',
    version: /^\d[\d.]*/.exec(line)?.[0] ?? '',
    source,
  };
}

function fromIssue(files: ReleaseFiles): LinuxSystem | undefined {
  return fromSentence(firstLine(files.get('/etc/issue')), '/etc/issue');
}
