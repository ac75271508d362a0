import type { LinuxRequirements, Release, WindowsRequirements } from './agent.ts';

/** Tools that the bundle or its packages call whatever the release; `which` is called by omsconfig. */
const BUNDLE_TOOLS = ['bash', 'tar', 'gzip', 'sed', 'awk', 'grep', 'gpg', 'which', 'ldconfig', 'ldd', 'su', 'useradd'];

/** 25224 takes syslog, 25324 watches the agent itself. */
const OMS_PORTS = ['25224/udp', '25324/tcp'];

/** The 500 MB are not on the page: the VM extension and the agent's own troubleshooter ask for them. */
const OMS_DISK = { '/var': 500, '/etc': 500, '/opt': 500 };

const LINUX_1_12: LinuxRequirements = {
  architectures: ['x86_64', 'x86'],
  python: { versions: '2', alias: true, ctypes: true },
  openssl: {
    accepts: ['1.0.1', '1.0.2', '1.1'],
    // The page writes 1.1.0; the bundle has one build for the whole 1.1 series, and none of it for 32 bits.
    only64: ['1.1'],
    refusal:
      'the bundle ends with exit 55 (the page allows 1.0.x and 1.1.x; the bundle refuses 1.0.0 although the page allows it)',
  },
  glibc: '2.5-12',
  curl: '7.15.5',
  pam: true,
  fips: false,
  systemd: false,
  diskMb: OMS_DISK,
  tools: [...BUNDLE_TOOLS, 'getconf'],
  ports: OMS_PORTS,
  azureIdentity: false,
  singleWorkspace: true,
  cryptoPolicies: [],
  parts: ['omi', 'ruby', 'omsconfig', 'auoms'],
};

const LINUX_1_19: LinuxRequirements = {
  ...LINUX_1_12,
  // 32 bits stayed at 1.12.15.
  architectures: ['x86_64'],
  python: { versions: 'any', alias: false, ctypes: true },
  openssl: {
    accepts: ['1.0.1', '1.0.2', '1.1', '3.0'],
    only64: ['1.1', '3.0'],
    refusal: 'the bundle ends with exit 55',
  },
  // The repository says: from 1.13 on. Later documentation narrows it to Red Hat and CentOS 6 and 7.
  fips: true,
  tools: BUNDLE_TOOLS,
};

/** The first that is signed with SHA-2 only, as the page asks for. */
const WINDOWS_MMA: WindowsRequirements = {
  version: '10.20.18029',
  architectures: ['AMD64', 'x86'],
  sha2: true,
  tls12: true,
  minimumVersions: [
    { from: '2020-08-17', version: '10.20.18029' },
    // Older ones trust only the root certificate that the service no longer uses.
    { from: '2023-06-30', version: '10.20.18053' },
  ],
  maxWorkspaces: 4,
  fips: true,
  azureIdentity: false,
};

/** Releases of the Log Analytics agent; the page's own comes first and is the one judged by. */
export const LOG_ANALYTICS_RELEASES: readonly [Release, ...Release[]] = [
  {
    version: '1.12.15',
    date: '2019-11-13',
    title: 'Log Analytics agent as of the page',
    source: 'Log Analytics agent overview, 2020-02-04; microsoft/OMS-Agent-for-Linux, bundle of 1.12.15-0',
    linux: LINUX_1_12,
    windows: WINDOWS_MMA,
  },
  {
    version: '1.19.0',
    date: '2024-03-28',
    title: 'last release of the Log Analytics agent',
    source: 'microsoft/OMS-Agent-for-Linux, README and bundle of 1.19.0-0',
    linux: LINUX_1_19,
    // Of September 2023, the last for Windows.
    windows: { ...WINDOWS_MMA, version: '10.20.18069' },
  },
];

/** The successor is released monthly and only the newest is mended: one row, read from its handler of 2026-08-06. */
export const AZURE_MONITOR_RELEASES: readonly [Release, ...Release[]] = [
  {
    version: 'current',
    date: '2026-08-06',
    title: 'current Azure Monitor Agent',
    source: 'Azure/azure-linux-extensions, AzureMonitorAgent/agent.py; Azure Monitor Agent requirements',
    linux: {
      architectures: ['x86_64', 'aarch64'],
      python: { versions: 'any', alias: false, ctypes: false },
      fips: true,
      systemd: true,
      diskMb: { '/var': 700, '/etc': 500, '/opt': 500 },
      tools: ['which'],
      ports: [],
      azureIdentity: true,
      singleWorkspace: false,
      cryptoPolicies: ['FUTURE'],
    },
    windows: {
      architectures: ['AMD64', 'ARM64'],
      sha2: false,
      tls12: true,
      minimumVersions: [],
      fips: true,
      azureIdentity: true,
      // Windows 10 1803; Entra joined devices only.
      clientInstaller: { minimumBuild: 17134 },
      extendedUpdates: { '2012': '2026-10-13', '2012-r2': '2026-10-13' },
    },
  },
];
