/** What images of the Azure Marketplace hold. Compared without case; the first row that fits counts. */
export interface LinuxImage {
  readonly publisher: RegExp;
  readonly offer: RegExp;
  /** Read against `offer sku`; its groups are the parts of the version. */
  readonly version: RegExp;
  readonly id: string;
}

/**
 * Source: image lists of the built-in policies "Configure Linux virtual machines to run Azure Monitor Agent ..." and "Deploy Log Analytics
 * extension to Linux VMs" (Azure/azure-policy), and what `az vm image list` shows.
 */
export const LINUX_IMAGES: readonly LinuxImage[] = [
  // 18.04-LTS, 0001-com-ubuntu-server-focal 20_04-lts-gen2, ubuntu-24_04-lts server, 0001-com-ubuntu-pro-jammy pro-22_04-lts
  { publisher: /^canonical$/, offer: /ubuntu/, version: /\b(\d\d)[._](04|10)\b/, id: 'ubuntu' },
  // RHEL 7-LVM, 7.9, 77-gen2, 8_4, 8-lvm-gen2, 810-gen2, rhel-raw 8_6, RHEL-SAP-HA 7.7, rhel-lvm88
  {
    publisher: /^redhat$/,
    offer: /^(rh|rhel)\b/,
    version: /(?:^|[\s-]|lvm|raw)([6-9]|10)[._]?(\d{1,2})?(?=$|[-\s_.])/,
    id: 'rhel',
  },
  {
    publisher: /^openlogic$/,
    offer: /^centos/,
    version: /(?:^|[\s-])([5-8])[._]?(\d{1,2})?(?=$|[-\s_.])/,
    id: 'centos',
  },
  {
    publisher: /^cloudera$/,
    offer: /^cloudera-centos/,
    version: /(?:^|[\s-])([67])[._]?(\d{1,2})?(?=$|[-\s_.])/,
    id: 'centos',
  },
  // Oracle-Linux 78, ol79-gen2, ol8_6-lvm, 7.5, 6.10
  {
    publisher: /^oracle$/,
    offer: /^oracle-linux$/,
    version: /(?:^|[\s-])(?:ol)?([6-9])[._]?(\d{1,2})?(?=$|[-\s_.])/,
    id: 'ol',
  },
  // SLES-SAP 12-SP4, sles-sap-15-sp5 gen2
  { publisher: /^suse$/, offer: /^sles-?sap/, version: /\b(1[125])(?:-sp(\d))?\b/, id: 'sles_sap' },
  { publisher: /^suse$/, offer: /^sles/, version: /\b(1[125])(?:-sp(\d))?\b/, id: 'sles' },
  { publisher: /^suse$/, offer: /^opensuse-leap/, version: /\b(42|15)[-.](\d)\b/, id: 'opensuse-leap' },
  { publisher: /^(debian|credativ)$/, offer: /^debian/, version: /\b(\d{1,2})\b/, id: 'debian' },
  // almalinux 8_5, almalinux-x86_64 9-gen2
  { publisher: /^almalinux$/, offer: /^almalinux/, version: /\s(\d{1,2})[._]?(\d{1,2})?(?=$|[-\s])/, id: 'almalinux' },
  {
    publisher: /^(resf|ciq|erockyenterprisesoftwarefoundationinc\d*)$/,
    offer: /rocky/,
    version: /\s(?:rocky-\w+-)?([89]|10)(?:[._](\d{1,2}))?(?=$|[-\s])/,
    id: 'rocky',
  },
  { publisher: /^microsoftcblmariner$/, offer: /^cbl-mariner$/, version: /\bcbl-mariner-(\d)/, id: 'mariner' },
  { publisher: /^microsoftcblmariner$/, offer: /^azure-linux/, version: /\bazure-linux-(\d)/, id: 'azurelinux' },
];

/** Names as their os-release has them, by id: the guards against imitations ask for them. */
export const LINUX_NAMES: Readonly<Record<string, string>> = {
  ubuntu: 'Ubuntu',
  rhel: 'Red Hat Enterprise Linux',
  centos: 'CentOS Linux',
  ol: 'Oracle Linux Server',
  sles: 'SUSE Linux Enterprise Server',
  sles_sap: 'SUSE Linux Enterprise Server for SAP Applications',
  'opensuse-leap': 'openSUSE Leap',
  debian: 'Debian GNU/Linux',
  almalinux: 'AlmaLinux',
  rocky: 'Rocky Linux',
  amzn: 'Amazon Linux',
  mariner: 'Common Base Linux Mariner',
  azurelinux: 'Microsoft Azure Linux',
};

/** Words of the VM agent that are no ids of os-release. Source: Azure/WALinuxAgent, azurelinuxagent/common/version.py; python's platform. */
export const AGENT_WORDS: Readonly<Record<string, string>> = {
  redhat: 'rhel',
  'red hat enterprise linux': 'rhel',
  oracle: 'ol',
  'oracle linux server': 'ol',
  suse: 'sles',
  amazon: 'amzn',
  opensuse: 'opensuse-leap',
};

export interface WindowsImage {
  /** Read against `offer sku`. */
  readonly pattern: RegExp;
  readonly build: number;
  readonly name: string;
}

/** Windows Server by the words of offer and sku: WindowsServer 2019-Datacenter-Core, sql2017-ws2016 Enterprise, WindowsServerSemiAnnual. */
export const WINDOWS_SERVER_IMAGES: readonly WindowsImage[] = [
  { pattern: /(?:^|\s|ws)2008-?r2/, build: 7601, name: 'Windows Server 2008 R2' },
  { pattern: /(?:\s|ws)2012-?r2/, build: 9600, name: 'Windows Server 2012 R2' },
  { pattern: /(?:\s|ws)2012(?!-?r2)/, build: 9200, name: 'Windows Server 2012' },
  { pattern: /core-1709/, build: 16299, name: 'Windows Server, version 1709' },
  { pattern: /core-1803/, build: 17134, name: 'Windows Server, version 1803' },
  { pattern: /core-1903/, build: 18362, name: 'Windows Server, version 1903' },
  { pattern: /core-1909/, build: 18363, name: 'Windows Server, version 1909' },
  { pattern: /core-2004/, build: 19041, name: 'Windows Server, version 2004' },
  { pattern: /core-20h2/, build: 19042, name: 'Windows Server, version 20H2' },
  { pattern: /(?:\s|ws)2016/, build: 14393, name: 'Windows Server 2016' },
  { pattern: /(?:\s|ws)2019/, build: 17763, name: 'Windows Server 2019' },
  { pattern: /(?:\s|ws)2022/, build: 20348, name: 'Windows Server 2022' },
  { pattern: /(?:\s|ws)23h2/, build: 25398, name: 'Windows Server, version 23H2' },
  { pattern: /(?:\s|ws)2025/, build: 26100, name: 'Windows Server 2025' },
];

/** Windows clients: Windows-10 20h2-evd, windows-11 win11-22h2-ent, Windows-7 win7-enterprise, office-365 and visualstudio images too. */
export const WINDOWS_CLIENT_IMAGES: readonly WindowsImage[] = [
  { pattern: /win(?:dows-?)?7\b/, build: 7601, name: 'Windows 7' },
  { pattern: /win(?:dows-?)?8\.?1/, build: 9600, name: 'Windows 8.1' },
  { pattern: /\brs1\b/, build: 14393, name: 'Windows 10' },
  { pattern: /\brs2\b/, build: 15063, name: 'Windows 10' },
  { pattern: /\brs3\b/, build: 16299, name: 'Windows 10' },
  { pattern: /\brs4\b/, build: 17134, name: 'Windows 10' },
  { pattern: /\brs5\b|2019-ltsc/, build: 17763, name: 'Windows 10' },
  { pattern: /\b19h1\b/, build: 18362, name: 'Windows 10' },
  { pattern: /\b19h2\b/, build: 18363, name: 'Windows 10' },
  { pattern: /\b20h1\b/, build: 19041, name: 'Windows 10' },
  { pattern: /\b20h2\b/, build: 19042, name: 'Windows 10' },
  { pattern: /\b21h1\b/, build: 19043, name: 'Windows 10' },
  { pattern: /win10-21h2/, build: 19044, name: 'Windows 10' },
  { pattern: /win10-22h2/, build: 19045, name: 'Windows 10' },
  { pattern: /win11-21h2/, build: 22000, name: 'Windows 11' },
  { pattern: /win11-22h2/, build: 22621, name: 'Windows 11' },
  { pattern: /win11-23h2/, build: 22631, name: 'Windows 11' },
  { pattern: /win11-24h2/, build: 26100, name: 'Windows 11' },
  { pattern: /win11-25h2/, build: 26200, name: 'Windows 11' },
];
