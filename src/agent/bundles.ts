import { EXIT, Problem } from '../problem.ts';
import type { Bundle } from './by-hand.ts';

const RELEASES = 'https://github.com/microsoft/OMS-Agent-for-Linux/releases/download';

const bundle = (version: string, kind: 'x64' | 'x86', architectures: Bundle['architectures']): Bundle => ({
  ...{ system: 'linux', version, architectures },
  name: `omsagent-${version}.universal.${kind}.sh`,
  url: `${RELEASES}/OMSAgent_v${version}/omsagent-${version}.universal.${kind}.sh`,
});

const forward = (link: number, name: string, architecture: string): Bundle => ({
  ...{ system: 'windows', architectures: [architecture], name },
  url: `https://go.microsoft.com/fwlink/?LinkId=${link}`,
});

const X86 = ['i686', 'i586', 'i486', 'i386'] as const;

/**
 * Releases that can be fetched; of one architecture the newest first. None has a hash: no source that can be named gives one, and none
 * was measured on a file that somebody vouched for.
 * Source: microsoft/OMS-Agent-for-Linux installer/scripts/onboard_agent.sh of 2019-11-14 and 2024-03-28 (1.12.15-0 stayed the last with 32
 * bits); docs "Install Log Analytics agent on Windows computers" (the links always give the newest package).
 */
export const BUNDLES: readonly Bundle[] = [
  bundle('1.19.0-0', 'x64', ['x86_64']),
  bundle('1.12.15-0', 'x64', ['x86_64']),
  bundle('1.12.15-0', 'x86', [...X86]),
  forward(828603, 'MMASetup-AMD64.exe', 'AMD64'),
  forward(828604, 'MMASetup-i386.exe', 'x86'),
];

/**
 * The bundle for a machine: `architecture` as it says itself (`x86_64`, `i686`, `AMD64`); `x86` is Windows' word. Without a version the newest
 * there is for it; `1.12.15` means `1.12.15-0`. undefined: there is none.
 */
export function bundleFor(architecture: string, version?: string): Bundle | undefined {
  return BUNDLES.find(
    (one) =>
      one.architectures.includes(architecture) &&
      (version === undefined || one.version === version || one.version === `${version}-0`),
  );
}

/** The same for a machine that has to have one. Throws AZMON-BUNDLE-NONE (4) with the list of those that there are. */
export function requireBundle(system: Bundle['system'], architecture: string, version?: string): Bundle {
  const found = bundleFor(architecture, version);
  if (found?.system === system) return found;
  const there = BUNDLES.filter((one) => one.system === system);
  const anyVersion = there.some(({ architectures }) => architectures.includes(architecture));
  const what = there.map((one) => `${one.version === undefined ? '' : `${one.version} `}for ${one.architectures[0]}`);
  throw new Problem({
    code: 'AZMON-BUNDLE-NONE',
    exit: EXIT['not-ready'],
    message: anyVersion
      ? `azmon knows no address of that release for ${architecture}`
      : `there is no agent for the architecture ${architecture}`,
    why: `there are: ${what.join(', ')}`,
    fix: [
      anyVersion
        ? { text: 'leave --release out, or name the file: --bundle' }
        : { text: 'see which agent takes this machine', command: 'azmon check --agent azure-monitor' },
    ],
  });
}

/** The file name in a path or an address, as its maker calls it where the address is known. */
export function bundleNameOf(pathOrUrl: string): string {
  const known = BUNDLES.find(({ url }) => url === pathOrUrl);
  if (known !== undefined) return known.name;
  const path = /^https?:/i.test(pathOrUrl) ? pathOrUrl.replace(/[?#].*$/s, '') : pathOrUrl;
  return path.replace(/[/\\]+$/, '').replace(/^.*[/\\]/s, '');
}

/** `1.19.0-0` in `omsagent-1.19.0-0.universal.x64.sh`; undefined where a name tells none. */
export const releaseIn = (name: string): string | undefined =>
  /^omsagent-(\d+(?:\.\d+)+-\d+)\./.exec(bundleNameOf(name))?.[1];
