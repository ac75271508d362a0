import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const SOURCES = import.meta.dirname;
const GCC = 'x86_64-w64-mingw32-gcc';

/** Packages of what the stand-in is made with (describeWith). */
export const AGENT_NEEDS = { wixl: 'wixl', msibuild: 'msitools', [GCC]: 'gcc-mingw-w64-x86-64' };

/** What is made, each a file of one folder. Versions are those of real releases; nothing else of them is. */
export const PACKAGES = {
  older: { name: 'older.msi', version: '10.20.18053.0', product: '5b9a3a30-0000-4000-8000-000000018053' },
  newer: { name: 'newer.msi', version: '10.20.18069.0', product: '5b9a3a30-0000-4000-8000-000000018069' },
  /** Another package of the older product: Windows Installer refuses it where that is installed. */
  rebuilt: {
    name: 'rebuilt.msi',
    version: '10.20.18053.0',
    product: '5b9a3a30-0000-4000-8000-000000018053',
  },
  /** For 32 bits. Its programs are none: it is only looked at. */
  x86: { name: 'x86.msi', version: '10.20.18053.0', product: '5b9a3a30-0000-4000-8000-000000086053' },
} as const;

interface Package {
  readonly name: string;
  readonly version: string;
  readonly product: string;
}

/** Programs beside the packages: who they are stands at the head of each. */
const PROGRAMS = [
  'setup',
  'mma-setup',
  'msiexec',
  'powershell',
  'hold-installer',
  'registry',
  'desktop',
  'HealthService',
] as const;

/** The self-extractors, and whose package is in them. */
export const EXTRACTORS = { older: 'MMASetup-older.exe', newer: 'MMASetup-newer.exe' } as const;

/**
 * The folder with the stand-in's packages and programs. Made once for each state of their sources and kept below AZMON_CACHE (missing:
 * the system's folder for temporary files). Run this file to fill that folder beforehand.
 */
export function windowsAgent(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(SOURCES).sort()) hash.update(name).update(readFileSync(join(SOURCES, name)));
  const cache = process.env.AZMON_CACHE || join(tmpdir(), 'azmon-cache');
  const made = join(cache, `windows-agent-${hash.digest('hex').slice(0, 16)}`);
  if (!existsSync(made)) make(cache, made);
  return made;
}

/** Moved into place at the end, so that two runs at once and a broken one leave nothing half. */
function make(cache: string, made: string): void {
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'windows-agent-'));
  try {
    for (const name of readdirSync(SOURCES)) copyFileSync(join(SOURCES, name), join(work, name));
    for (const program of PROGRAMS) compile(work, program);
    writeFileSync(join(work, 'GetAgentInfo.ps1'), '# The stand-in has no troubleshooter.\r\n');
    for (const one of Object.values(PACKAGES)) pack(work, one);
    for (const which of ['older', 'newer'] as const) selfExtracting(work, PACKAGES[which].name, EXTRACTORS[which]);
    if (!existsSync(made)) renameSync(work, made);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const quietly = (work: string, command: string, ...args: readonly string[]): void => {
  execFileSync(command, args, { cwd: work, stdio: 'pipe' });
};

function compile(work: string, program: string): void {
  const library = program === 'HealthService';
  const source = library ? 'health-service.c' : `${program}.c`;
  const how = ['-Wall', '-Werror', '-Os', '-s', '-Wl,--no-insert-timestamp'];
  quietly(work, GCC, ...how, '-municode', '-o', `${program}.exe`, source, '-lmsi');
  if (library) {
    const libraries = ['-loleaut32', '-lole32', '-luuid'];
    quietly(work, GCC, ...how, '-shared', '-o', 'AgentConfigManager.dll', 'config-object.c', ...libraries);
  }
}

/** What wixl cannot say is said in the tables: when the old product goes, and what an upgrade leaves. */
const TABLES = [
  "UPDATE `InstallExecuteSequence` SET `Sequence` = 1501 WHERE `Action` = 'RemoveExistingProducts'",
  "UPDATE `InstallExecuteSequence` SET `Condition` = 'REMOVE = \"ALL\" AND NOT UPGRADINGPRODUCTCODE' WHERE `Action` = 'DeleteServices'",
  "INSERT INTO `LaunchCondition` (`Condition`, `Description`) VALUES ('Installed OR ACCEPTENDUSERLICENSEAGREEMENT = 1', 'The license is not accepted.')",
  "INSERT INTO `LaunchCondition` (`Condition`, `Description`) VALUES ('Installed OR NOT SETUPREFUSES', 'The stand-in was told to refuse.')",
];

function pack(work: string, { name, version, product }: Package): void {
  const small = name === 'x86.msi';
  const variables = {
    PRODUCT: product,
    VERSION: version,
    // A component that two products share would stay when one of them goes.
    COMPONENT: `6c1d7f20-0000-4000-8000-${product.slice(-10)}`,
    WIN64: small ? 'no' : 'yes',
    PROGRAMS: small ? 'ProgramFilesFolder' : 'ProgramFiles64Folder',
  };
  const defined = Object.entries(variables).flatMap(([variable, value]) => ['-D', `${variable}=${value}`]);
  quietly(work, 'wixl', '-a', small ? 'x86' : 'x64', ...defined, 'agent.wxs', '-o', name);
  quietly(work, 'msibuild', name, ...TABLES.flatMap((query) => ['-q', query]));
}

/** The extractor with its files behind it: names of 64 bytes, lengths of 8, contents; then how many bytes that is, and a mark. */
function selfExtracting(work: string, msi: string, into: string): void {
  const entry = (file: string, name: string): Buffer => {
    const content = readFileSync(join(work, file));
    const head = Buffer.alloc(72);
    head.write(name);
    head.writeBigUInt64LE(BigInt(content.length), 64);
    return Buffer.concat([head, content]);
  };
  const files = Buffer.concat([entry('setup.exe', 'setup.exe'), entry(msi, 'MOMAgent.msi')]);
  const end = Buffer.alloc(16);
  end.writeBigUInt64LE(BigInt(files.length));
  end.write('STAND-IN', 8);
  copyFileSync(join(work, 'mma-setup.exe'), join(work, into));
  appendFileSync(join(work, into), Buffer.concat([files, end]));
}

/** As `--sha256` wants it. */
export const sha256Of = (name: string): string =>
  createHash('sha256')
    .update(readFileSync(join(windowsAgent(), basename(name))))
    .digest('hex');

if (import.meta.main) console.log(windowsAgent());
