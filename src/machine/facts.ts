/**
 * What is known about a machine. Each fact has a key, which is also the key of the probe's output line `key=value`.
 * A key that is missing was not observed; `null` (the probe's `-`) means: looked for, and not there.
 */
type Kind = 'text' | 'count' | 'flag' | 'lines';

/** `text` one line · `count` a whole number from 0 · `flag` yes or no · `lines` the key may repeat, order kept. */
export const FACT_KINDS = {
  // the probe itself
  'probe.version': 'count',
  /** Id of the user the probe ran as; 0 is root. Windows: 0 for an elevated administrator, 1 for others. */
  'user.id': 'count',
  /** root | passwordless | password | tty | absent */
  'user.sudo': 'text',
  /** linux | windows */
  'os.family': 'text',
  /** Seconds since 1970 (UTC) by the machine's own clock. */
  'clock.now': 'count',

  // distribution, kernel, userland
  /** `<path>:<line>` for each line of each release file. */
  release: 'lines',
  'kernel.release': 'text',
  /** `uname -m` */
  'kernel.machine': 'text',
  'userland.bits': 'count',
  /** Bytes 18-19 of the running shell's ELF header in hex: 3e00 x86-64, 0300 x86, b700 arm64. */
  'elf.machine': 'text',
  /** docker | podman | lxc | ... ; null: none seen. */
  container: 'text',
  wsl: 'flag',
  /** Name of process 1. */
  'init.pid1': 'text',
  'init.systemd': 'flag',
  /** A `service` command is present. */
  'init.service': 'flag',
  'memory.totalKb': 'count',

  // libraries and interpreters; versions are the bare number where one can be cut out by the shell
  /** e.g. 2.31 */
  'glibc.version': 'text',
  /** Release part of the glibc package (`12` of 2.5-12); only sent when the version is 2.5. */
  'glibc.release': 'text',
  'musl.version': 'text',
  /** `python`: resolved path; null = no such command. */
  'python.path': 'text',
  /** null = the command is there but does not run. */
  'python.version': 'text',
  'python.ctypes': 'flag',
  'python2.path': 'text',
  'python2.version': 'text',
  'python2.ctypes': 'flag',
  'python3.path': 'text',
  'python3.version': 'text',
  'python3.ctypes': 'flag',
  'platform-python.path': 'text',
  'openssl.path': 'text',
  /** First line of `openssl version`, e.g. `OpenSSL 1.1.1w  11 Sep 2023`. */
  'openssl.version': 'text',
  /** The openssl command is linked against a shared libssl. */
  'openssl.shared': 'flag',
  /** A further openssl found outside the system's directories: `<path> <version line>`. */
  'openssl.other': 'lines',
  'openssl.tls12': 'flag',
  'curl.path': 'text',
  /** First line of `curl --version`. */
  'curl.version': 'text',
  /** libcurl shared library is known to the loader. */
  'curl.library': 'flag',
  'nss-pem.version': 'text',
  /** Path of libpam.so.0 */
  'pam.library': 'text',
  'pam.directory': 'flag',
  /** The account rules (access.conf) hold a deny-all rule; needs root on hardened machines. */
  'pam.deny-all': 'flag',
  /** /etc/cron.allow exists and does not name omsagent. */
  'cron.restricted': 'flag',
  /** /etc/nologin exists. */
  nologin: 'flag',

  // syslog
  /** rsyslogd | syslog-ng | syslogd | ... running; null: none. */
  'syslog.running': 'text',
  /** Words among: rsyslog syslog-ng sysklogd, by their configuration files. */
  'syslog.configured': 'text',

  // packages
  /** apt-get | dnf | yum | zypper; null: none. */
  'package.manager': 'text',
  /** dpkg | rpm; null: none. */
  'package.tool': 'text',
  /** null: healthy; else the first line of what the tool complains about. */
  'package.trouble': 'text',
  /** Holder of a package lock, `<lock file> <pid> <process name>`; null: free. */
  'package.lock': 'text',

  // disk and file system
  /** `<directory> <available kB> <mount point> <mount options>` for /var /etc /opt /tmp /var/tmp. */
  disk: 'lines',
  /** /opt or /var is a symbolic link: `<path> <target>`. */
  'disk.link': 'lines',
  /** `<directory> <octal mode>` for / /etc /opt /var /var/log /tmp */
  'directory.mode': 'lines',

  // hardening
  /** enforcing | permissive | disabled */
  'selinux.mode': 'text',
  fips: 'flag',
  /** /etc/crypto-policies/config, e.g. DEFAULT, FUTURE, FIPS */
  'crypto.policy': 'text',

  // host name
  /** `uname -n` */
  'host.name': 'text',
  'host.fqdn': 'text',
  /** The host name resolves on the machine. */
  'host.resolves': 'flag',

  // tools, as words
  'tools.present': 'text',
  'tools.absent': 'text',
  'date.nanoseconds': 'flag',

  // ports in use: `25224/udp`, `25229/udp`, `25324/tcp`, `1270/tcp`, as words; null: none of those looked at
  'ports.used': 'text',

  // agents that are there, Linux
  'oms.version': 'text',
  /** Workspace ids found under /etc/opt/microsoft/omsagent. */
  'oms.workspace': 'lines',
  'oms.running': 'flag',
  /** Directories without the package: a broken removal. */
  'oms.leftover': 'flag',
  'oms.onboard-file': 'flag',
  'oms.proxy': 'text',
  'omi.version': 'text',
  'scx.version': 'text',
  /** Reports to Operations Manager: a scom link or port 1270 configured. */
  'scom.linked': 'flag',
  'oms.extension': 'flag',
  'lad.present': 'flag',
  'ama.version': 'text',
  'ama.running': 'flag',
  'arc.present': 'flag',
  /** The machine is an Azure virtual machine (chassis asset tag or guest agent). */
  'azure.vm': 'flag',
  'mdatp.present': 'flag',
  'auditd.running': 'flag',
  'cylance.present': 'flag',
  /** Ruby version manager variables in a global profile. */
  'rvm.global': 'flag',
  /** Proxy settings seen on the machine, masked: `<where> <value>`. */
  'proxy.seen': 'lines',

  // network, one line a host, see parseNetworkLook in machine/network-look.ts
  net: 'lines',

  // Windows
  /** CurrentBuild, e.g. 17763 */
  'windows.build': 'count',
  'windows.revision': 'count',
  /** BuildLabEx, e.g. 7601.24545.amd64fre.win7sp1_ldr_escrow.200102-1707: the day the kernel was built, whichever update brought it. */
  'windows.build-lab': 'text',
  /** `<major>.<minor>`, e.g. 6.1 or 10.0 */
  'windows.version': 'text',
  'windows.product': 'text',
  'windows.edition': 'text',
  /** Client | Server | Server Core | Nano Server */
  'windows.installation': 'text',
  /** Service pack text; null: none. */
  'windows.service-pack': 'text',
  /** WinNT | ServerNT | LanmanNT */
  'windows.product-type': 'text',
  /** AMD64 | x86 | ARM64, of the system, not of the process */
  'windows.architecture': 'text',
  /** Update numbers found, as words: KB4474419 KB4490628 ... */
  'windows.updates': 'text',
  /** Schannel TLS 1.2 client: DWORD values; null: not set. */
  'tls12.enabled': 'count',
  'tls12.disabled-by-default': 'count',
  /** WinHTTP DefaultSecureProtocols, DWORD. */
  'winhttp.protocols': 'count',
  'dotnet.release': 'count',
  'dotnet.strong-crypto': 'count',
  'dotnet.strong-crypto-32': 'count',
  /** SHA-1 thumbprints of wanted root certificates that are in the machine's stores, as words. */
  'roots.present': 'text',
  'mma.version': 'text',
  'mma.product-code': 'text',
  'mma.workspace': 'lines',
  'mma.group': 'lines',
  /** RUNNING | STOPPED | ... of HealthService; null: no such service. */
  'mma.service': 'text',
  'mma.extension': 'flag',
} as const satisfies Record<string, Kind>;

export type FactKey = keyof typeof FACT_KINDS;

type ValueOf<K extends Kind> = K extends 'text'
  ? string
  : K extends 'count'
    ? number
    : K extends 'flag'
      ? boolean
      : readonly string[];

/** Facts by key. Missing: not observed. `null`: looked for, and not there. Lists are never null; an empty list is looked-for-and-none. */
export type MachineFacts = {
  readonly [K in FactKey]?: (typeof FACT_KINDS)[K] extends 'lines'
    ? readonly string[]
    : ValueOf<(typeof FACT_KINDS)[K]> | null;
};
