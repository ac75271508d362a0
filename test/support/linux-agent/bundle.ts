import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Debian packages by command, for describeWith. */
export const BUNDLE_COMMANDS = { 'dpkg-deb': 'dpkg', tar: 'tar' } as const;

interface Release {
  /** Of the packages in it. */
  readonly omi: string;
  readonly omsconfig: string;
  readonly auoms: string;
  /** `old`: lines and checks of 1.12, `new`: those of 1.19. */
  readonly generation: 'old' | 'new';
}

export const RELEASES = {
  '1.12.15-0': { omi: '1.6.3-0', omsconfig: '1.1.1-926', auoms: '2.0.6-14', generation: 'old' },
  '1.19.0-0': { omi: '1.8.1-0', omsconfig: '1.3.0-2', auoms: '2.5.2-52', generation: 'new' },
} as const satisfies Record<string, Release>;
export type ReleaseName = keyof typeof RELEASES;

/** A self-extracting bundle with real Debian packages; `<path>.sha256sums` lies beside it. */
export interface AgentBundle {
  readonly version: ReleaseName;
  /** As its maker calls it. */
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

const HERE = fileURLToPath(new URL('.', import.meta.url));
const EPOCH = { ...process.env, SOURCE_DATE_EPOCH: '1573603200' };
const PROGRAMS = /\/(bin|Scripts)\/|\/DEBIAN\/(pre|post)|\.ulinux$/;

const made = new Map<ReleaseName, AgentBundle>();

/** The bundle of a release: made once for what stands here (half a second), and kept beside the machine's other temporary files. */
export function agentBundle(version: ReleaseName = '1.19.0-0'): AgentBundle {
  const known = made.get(version);
  if (known !== undefined) return known;
  const folder = join(tmpdir(), 'azmon-bundles', `${fingerprint()}-${version}`);
  const path = join(folder, nameOf(version));
  if (!existsSync(path)) build(version, folder);
  const content = readFileSync(path);
  const sha256 = createHash('sha256').update(content).digest('hex');
  const bundle = { version, name: nameOf(version), path, bytes: content.length, sha256 };
  made.set(version, bundle);
  return bundle;
}

const nameOf = (version: ReleaseName): string => `omsagent-${version}.universal.x64.sh`;

/** Of everything that a bundle is made from. */
function fingerprint(): string {
  const hash = createHash('sha256');
  for (const file of filesOf(HERE).sort()) hash.update(file.slice(HERE.length)).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

/** Whoever is first puts the whole folder there. */
function build(version: ReleaseName, into: string): void {
  const release: Release = RELEASES[version];
  mkdirSync(dirname(into), { recursive: true });
  const work = mkdtempSync(`${into}.work-`);
  const files = {
    OMI_PKG: `omi-${release.omi}.ulinux.x64`,
    SCX_PKG: `scx-${release.omi}.ulinux.x64`,
    OMS_PKG: `omsagent-${version}.universal.x64`,
    DSC_PKG: `omsconfig-${release.omsconfig}.ulinux.x64`,
  };
  const kit = join(work, 'kit');
  mkdirSync(join(kit, '110'), { recursive: true });
  const brought = { ...release, version };
  for (const [name, depends, number, file] of [
    ['omi', 'libc6 (>= 2.3.6), libpam-runtime (>= 0.79-3)', release.omi, files.OMI_PKG],
    ['scx', 'omi (>= 1.6.0)', release.omi, files.SCX_PKG],
    ['omsagent', 'omi (>= 1.3.0.2), scx (>= 1.6.3)', version, files.OMS_PKG],
    ['omsconfig', 'omi (>= 1.0.8), omsagent', release.omsconfig, files.DSC_PKG],
  ] as const)
    makePackage(name, depends, number, brought, join(kit, '110', `${file}.deb`));
  for (const other of ['100', '300']) cpSync(join(kit, '110'), join(kit, other), { recursive: true });
  nest(join(kit, 'bundles'), release.auoms, brought, work);

  const text = readFileSync(join(HERE, 'bundle.sh'), 'utf8');
  const head = filled(text, {
    ...files,
    VERSION: version,
    GENERATION: release.generation,
    SCRIPT_LEN: `${linesOf(text)}`,
  });
  const whole = Buffer.concat([Buffer.from(head), packed(kit, work)]);
  const done = join(work, 'done');
  mkdirSync(done);
  writeFileSync(join(done, nameOf(version)), whole, { mode: 0o755 });
  const hash = createHash('sha256').update(whole).digest('hex');
  writeFileSync(join(done, `${nameOf(version)}.sha256sums`), `${hash}  ${nameOf(version)}\n`);
  try {
    renameSync(done, into);
  } catch (error) {
    if (!existsSync(join(into, nameOf(version)))) throw error;
  }
  rmSync(work, { recursive: true });
}

const linesOf = (text: string): number => text.split('\n').length - 1;

const filled = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(/@([A-Z_]+)@/g, (whole, name) => values[name] ?? whole);

function packed(from: string, work: string): Buffer {
  const archive = join(work, `${basename(from)}.tar.gz`);
  execFileSync('tar', ['--owner=0', '--group=0', '-czf', archive, '-C', from, '.']);
  return readFileSync(archive);
}

function nest(into: string, number: string, release: Release & { version: string }, work: string): void {
  mkdirSync(into, { recursive: true });
  const kit = join(work, 'auoms-kit');
  mkdirSync(kit);
  makePackage('auoms', undefined, number, release, join(kit, 'auoms.deb'));
  const text = readFileSync(join(HERE, 'nested.sh'), 'utf8');
  const head = filled(text, { VERSION: number, SCRIPT_LEN_PLUS_ONE: `${linesOf(text) + 1}` });
  const path = join(into, `auoms-${number}.universal.x64.sh`);
  writeFileSync(path, Buffer.concat([Buffer.from(head), packed(kit, work)]));
  chmodSync(path, 0o755);
}

/** A .deb of the tree below packages/; with a library that makes it too large for a tiny disk. */
function makePackage(
  name: string,
  depends: string | undefined,
  number: string,
  release: Release & { version: string },
  path: string,
): void {
  const tree = `${path}.tree`;
  cpSync(join(HERE, 'packages', name), tree, { recursive: true });
  const library = join(tree, 'opt', ...(name === 'omi' ? ['omi'] : ['microsoft', name]), 'lib');
  mkdirSync(library, { recursive: true });
  writeFileSync(
    join(library, `lib${name}.so`),
    createHash('shake256', { outputLength: 64 * 1024 })
      .update(`${name} ${number}`)
      .digest(),
  );
  for (const file of filesOf(tree)) {
    const text = readFileSync(file);
    if (!file.startsWith(library))
      writeFileSync(file, filled(text.toString(), { VERSION: release.version, IDENT: 'stand-in' }));
    chmodSync(file, file.endsWith('/sudoers') ? 0o664 : PROGRAMS.test(file) ? 0o755 : 0o644);
  }
  for (const place of foldersOf(tree)) chmodSync(place, 0o755);
  writeFileSync(
    join(tree, 'DEBIAN/control'),
    [
      `Package: ${name}`,
      `Version: ${number.replace('-', '.')}`,
      ...['Section: utils', 'Priority: optional', 'Architecture: amd64'],
      ...(depends === undefined ? [] : [`Depends: ${depends}`]),
      `Installed-Size: ${Math.ceil(sizeOf(tree) / 1024)}`,
      'Maintainer: stand-in <nobody@example.com>',
      `Description: stand-in of ${name}`,
      '',
    ].join('\n'),
  );
  execFileSync('dpkg-deb', ['--root-owner-group', '-Zgzip', '-z1', '-b', tree, path], { env: EPOCH, stdio: 'pipe' });
  rmSync(tree, { recursive: true });
}

const entries = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
const filesOf = (folder: string): string[] => entries(folder).filter((path) => statSync(path).isFile());
const foldersOf = (folder: string): string[] => [
  folder,
  ...entries(folder).filter((path) => statSync(path).isDirectory()),
];
const sizeOf = (folder: string): number => filesOf(folder).reduce((sum, path) => sum + statSync(path).size, 0);

/** As a download leaves it that broke off. */
export const truncated = (bundle: AgentBundle): Buffer => readFileSync(bundle.path).subarray(0, bundle.bytes - 4096);
export const isBuilt = (version: ReleaseName): boolean =>
  made.has(version) && existsSync(made.get(version)?.path ?? '');
