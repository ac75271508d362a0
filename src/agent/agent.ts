import type { Cloud } from '../target/cloud.ts';
import type { ByHand } from './by-hand.ts';
import type { AgentExtension } from './extension.ts';

export type AgentId = 'log-analytics' | 'azure-monitor';

/** The methods of the published table, by the word that follows `azmon install`. */
export const METHODS = {
  extension: 'VM extension',
  template: 'ARM template',
  linux: 'Linux script',
  windows: 'Windows setup',
  'vm-insights': 'VM insights',
  'auto-provisioning': 'automatic provisioning',
  dsc: 'Azure Automation DSC',
  'azure-stack': 'Azure Stack template',
  'operations-manager': 'Operations Manager',
  policy: 'Azure Policy',
} as const;
export type MethodId = keyof typeof METHODS;

export type LinuxArchitecture = 'x86_64' | 'x86' | 'aarch64';

/** A row of a list of systems: which versions of a distribution, on which architectures. */
export interface LinuxEntry {
  readonly distro: string;
  /** Compared by as many components as are written here: `8` takes 8.10; `18.04` takes 18.04 only. */
  readonly versions: readonly string[];
  readonly architectures: readonly LinuxArchitecture[];
}

export interface WindowsEntry {
  /** WindowsSystem.id */
  readonly id: string;
  /** EditionIDs taken; missing: all. */
  readonly editions?: readonly string[];
  /** The service pack needed; a later one will do. */
  readonly servicePack?: number;
  /** The oldest build taken. */
  readonly minimumBuild?: number;
  readonly architectures: readonly ('AMD64' | 'x86' | 'ARM64')[];
  /** false: Server Core is not on this list. */
  readonly core?: boolean;
  /** The last day (YYYY-MM-DD) on which the row holds. */
  readonly until?: string;
}

/** A published list of systems, as it stood on a day. */
export interface SupportList {
  readonly id: string;
  /** From this day (YYYY-MM-DD) on it is known. */
  readonly date: string;
  readonly title: string;
  readonly source: string;
  readonly linux: readonly LinuxEntry[];
  readonly windows: readonly WindowsEntry[];
}

export interface Support {
  /** In order of date. */
  readonly lists: readonly SupportList[];
  /** The list that the product is held to: the first (a page that is what it is) or the newest known (a living list). */
  readonly base: 'first' | 'newest';
  /** true: no newer version will ever be listed. */
  readonly closed: boolean;
  /** Linux: only server editions are supported. */
  readonly serverOnly?: true;
  /** The newest Amazon Linux AMI that is supported, e.g. 2017.09. */
  readonly newestAmi?: string;
}

/**
 * A method's own table of systems: what is not on it is refused while installing, whatever the documentation says.
 * Each list is the whole table from its day on; a table without a row for a family of systems does not look at that family.
 */
export interface Gate {
  readonly id: string;
  readonly methods: readonly MethodId[];
  /** What a refusal looks like, e.g. `exit 51, Unsupported operating system`. */
  readonly refusal: string;
  readonly lists: readonly SupportList[];
}

/** What a release of the agent needs on Linux; a requirement that is absent does not apply. */
export interface LinuxRequirements {
  /** What it is built for. */
  readonly architectures: readonly LinuxArchitecture[];
  readonly python?: {
    readonly versions: '2' | 'any';
    /** The command `python` itself must be it. */
    readonly alias: boolean;
    readonly ctypes: boolean;
  };
  readonly openssl?: {
    /** Version prefixes by component: `1.0.1`, `1.1`, `3.0`. */
    readonly accepts: readonly string[];
    /** Prefixes accepted on x86_64 only. */
    readonly only64: readonly string[];
    /** What the release does with a version it does not accept. */
    readonly refusal: string;
  };
  readonly glibc?: string;
  readonly curl?: string;
  readonly pam?: boolean;
  readonly fips: boolean;
  readonly systemd: boolean;
  /** MB free that must be there, by directory. */
  readonly diskMb: Readonly<Record<string, number>>;
  readonly tools: readonly string[];
  /** Ports the agent listens on, as `25224/udp`. */
  readonly ports: readonly string[];
  /** The machine must be an Azure VM or connected through Azure Arc. */
  readonly azureIdentity: boolean;
  /** Only one workspace, and no second agent of the family beside it. */
  readonly singleWorkspace: boolean;
  /** Crypto policies that break it. */
  readonly cryptoPolicies: readonly string[];
  /**
   * Parts it brings along that have troubles of their own: omi and scx (certificates from the host name, unsigned digests, SELinux modules),
   * a Ruby, omsconfig (runs as an account of its own by cron and su), auoms (a consumer of audit events). Missing: none of them.
   */
  readonly parts?: readonly ('omi' | 'ruby' | 'omsconfig' | 'auoms')[];
}

export interface WindowsRequirements {
  /** Under which version this release is known on Windows, where it is another than the release's own. */
  readonly version?: string;
  /** What it is built for, by the names of PROCESSOR_ARCHITECTURE. */
  readonly architectures: readonly ('AMD64' | 'x86' | 'ARM64')[];
  readonly sha2: boolean;
  /** TLS 1.2 must be on where it is off by default. */
  readonly tls12: boolean;
  /** Oldest version of this generation that still connects, by the day from which that holds. */
  readonly minimumVersions: readonly { readonly from: string; readonly version: string }[];
  readonly maxWorkspaces?: number;
  readonly fips: boolean;
  readonly azureIdentity: boolean;
  /** Client editions take an installer of their own, from this build on; a device signs in by itself then. */
  readonly clientInstaller?: { readonly minimumBuild: number };
  /** Systems taken only while Extended Security Updates are had for them, and the day on which those end. */
  readonly extendedUpdates?: Readonly<Record<string, string>>;
}

export interface Release {
  readonly version: string;
  readonly date: string;
  readonly title: string;
  readonly source: string;
  readonly linux: LinuxRequirements;
  readonly windows: WindowsRequirements;
}

/** A host the agent talks to, outbound TCP 443. */
export interface Endpoint {
  /** Second half of the finding ids `network.<id>-dns|-tcp|-tls|-http`. */
  readonly id: string;
  /** As the firewall table writes it, by cloud. */
  readonly pattern: (cloud: Cloud) => string;
  /** The one host that stands for it; undefined when a needed value is missing. */
  readonly host: (cloud: Cloud, place: Place) => string | undefined;
  /** The flag that would make it testable. */
  readonly needs?: '--workspace-id' | '--region';
  readonly severity: 'block' | 'warn';
  readonly purpose: string;
}

/** Where data is to go, as far as it is known. */
export interface Place {
  readonly workspaceId?: string;
  readonly region?: string;
}

export interface Agent {
  readonly id: AgentId;
  /** e.g. Log Analytics agent */
  readonly title: string;
  readonly support: Support;
  readonly gates: readonly Gate[];
  /** Methods by system family. */
  readonly methods: { readonly linux: readonly MethodId[]; readonly windows: readonly MethodId[] };
  /** The first is the one judged by default. */
  readonly releases: readonly [Release, ...Release[]];
  readonly endpoints: readonly Endpoint[];
  /** As a VM extension. */
  readonly extension: AgentExtension;
  /** By its own installer, on a machine that Azure need not know. */
  readonly byHand: ByHand;
  /** How the agent takes a proxy on Linux; missing: nothing is known that a check could use. */
  readonly linuxProxy?: {
    /** The only file it reads a proxy from. */
    readonly file: string;
    /** The documentation asks for a made-up login where the proxy wants none. */
    readonly pseudoUser: boolean;
    /** It registers by the machine's curl and uploads by a client of its own; the two read the value differently. */
    readonly twoReaders: boolean;
  };
  /** Said once a run. */
  readonly retirement?: {
    readonly date: string;
    readonly text: string;
    readonly docs: string;
    /** From this day (YYYY-MM-DD) on its uploads may stop at any time. */
    readonly uploads: string;
  };
  readonly successor?: AgentId;
}
