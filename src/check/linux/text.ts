import type { CheckText } from '../check-text.ts';

const PAGE = 'Log Analytics agent overview (2020-02-04), Linux prerequisites';
const BUNDLE = 'microsoft/OMS-Agent-for-Linux, installer/bundle/bundle_skel.sh';
const TROUBLE = 'How to troubleshoot issues with the Log Analytics agent for Linux';
const EXTENSION = 'Azure/azure-linux-extensions, OmsAgent/omsagent.py';
const SUCCESSOR = 'Azure Monitor Agent requirements; Azure/azure-linux-extensions, AzureMonitorAgent/agent.py';
const CONFIG = 'microsoft/PowerShell-DSC-for-Linux, installbuilder/datafiles/Base_DSC.data';

export const LINUX_TEXT = {
  'package.manager': {
    title: 'dpkg or rpm with its package manager',
    why: 'The agent is made of deb and rpm packages. Without dpkg and rpm the bundle ends with exit 66; without a package manager nothing that is missing can be fetched.',
    source: BUNDLE,
  },
  'package.health': {
    title: 'a package database without broken packages',
    why: 'An interrupted or half-finished package run makes dpkg and rpm refuse every further package, the agent included.',
    source: `${TROUBLE}; microsoft/OMS-Agent-for-Linux issue 37`,
  },
  'package.lock': {
    title: 'a package manager that is free',
    why: 'While another run holds the lock the installation fails (extension: exit 12 or 56). Machines in a cloud update themselves right after their first boot. It passes by itself and can be tried again.',
    source: `${EXTENSION}; issue 1238 there`,
  },
  'init.system': {
    title: 'an init system that starts the agent',
    why: 'Without a running init system the services of the agent are installed but never started. The successor knows systemd only.',
    source: `microsoft/OMS-Agent-for-Linux, installer/scripts/service_control; ${SUCCESSOR}`,
  },
  'glibc.version': {
    title: 'GNU C library of the required version',
    why: 'The programs of the agent are linked against glibc and do not start with an older one or another C library.',
    source: PAGE,
  },
  'python.version2': {
    title: 'Python 2',
    why: 'The agent of this release configures itself with Python 2. Without it the bundle ends with exit 61 and the extension with 52.',
    source: `${PAGE}; ${BUNDLE}`,
  },
  'python.alias': {
    title: 'Python 2 under the name python',
    why: 'The bundle and omsconfig call the command python. Where it is missing or Python 3, the installation stops or the configuration never arrives. The published command uses /usr/sbin/python2; Python 2 lives in /usr/bin.',
    source: `${PAGE}; microsoft/OMS-Agent-for-Linux issues 1117, 1249; MicrosoftDocs/azure-docs issues 60258, 60406`,
  },
  'python.ctypes': {
    title: 'Python that can import ctypes',
    why: 'omsconfig calls C libraries through ctypes. The minimal Python packages of Debian and Ubuntu leave it out, and the bundle then says that Python is not configured.',
    source: BUNDLE,
  },
  'python.any': {
    title: 'Python, 2 or 3',
    why: 'The extension and the newer releases are Python programs; without any Python they end with exit 52 or 60.',
    source: SUCCESSOR,
  },
  'openssl.command': {
    title: 'the openssl command',
    why: 'The bundle learns the version of OpenSSL from this command. Without it the answer is the same as for an unsupported OpenSSL: exit 55.',
    source: BUNDLE,
  },
  'openssl.version': {
    title: 'OpenSSL that the release is built for',
    why: 'omi is built against a few series of OpenSSL and the bundle takes the build that fits. With any other version it ends with exit 55.',
    source: `${PAGE}; ${BUNDLE}`,
  },
  'openssl.shared': {
    title: 'openssl linked against a shared libssl',
    why: 'After its installation omi looks for libssl through the openssl command and stops when that is statically linked.',
    source: 'microsoft/omi issue 684',
  },
  'openssl.shadow': {
    title: 'no second OpenSSL',
    why: 'An OpenSSL built by hand is not supported. The Ruby of the agent may load its libraries and then does not start.',
    source: 'microsoft/OMS-Agent-for-Linux issues 14, 173',
  },
  'openssl.tls12': {
    title: 'OpenSSL that knows TLS 1.2',
    why: 'Azure Monitor takes nothing below TLS 1.2 since 2025-07-01; before that it was only recommended.',
    source: 'Log Analytics agent overview, TLS 1.2 protocol; Azure Monitor, TLS retirement',
  },
  'curl.version': {
    title: 'curl of the required version',
    why: 'The machine is registered with the workspace by one call of curl.',
    source: PAGE,
  },
  'curl.library': {
    title: 'the curl library',
    why: 'omsconfig refuses to be installed when the loader knows no libcurl.',
    source: CONFIG,
  },
  'curl.nss-pem': {
    title: 'no nss-pem 1.0.3-5.el7',
    why: 'With this one build omiagent keeps a processor fully busy.',
    source: TROUBLE,
  },
  'pam.library': {
    title: 'PAM',
    why: 'omi authenticates through PAM. Tiny images leave it out.',
    source: PAGE,
  },
  'pam.accounts': {
    title: 'account rules that let omsagent use su and cron',
    why: 'The configuration is fetched by a cron job of the account omsagent. On hardened machines it is denied: the agent runs and gets no configuration, or omsconfig fails with exit 33.',
    source: 'microsoft/OMS-Agent-for-Linux issues 794, 1240',
  },
  'shell.bash': {
    title: 'bash',
    why: 'bash is the shell of the account of the agent and runs its service script.',
    source: 'microsoft/OMS-Agent-for-Linux, installer/scripts/service_control; Azure/azure-linux-extensions issue 543',
  },
  'tools.required': {
    title: 'the commands that the installation calls',
    why: 'Each of them is called by the bundle, its packages or the extension; gpg missing is exit 65, tar 62, sed 63, which 66.',
    source: `${BUNDLE}; microsoft/OMS-Agent-for-Linux issues 1047, 1515`,
  },
  'tools.date': {
    title: 'GNU date',
    why: 'The registration is signed with a time in nanoseconds. busybox prints the format instead of the time, and the service refuses the signature.',
    source: 'microsoft/OMS-Agent-for-Linux, installer/scripts/omsadmin.sh',
  },
  'account.useradd': {
    title: 'a command to make accounts',
    why: 'The packages make the accounts omsagent, omi and nxautomation while they are installed.',
    source: 'microsoft/OMS-Agent-for-Linux, installer/datafiles',
  },
  'syslog.daemon': {
    title: 'rsyslog or syslog-ng',
    why: 'Syslog reaches the agent only through one of these two. Without it the agent works and sends no syslog. It configures the one whose files it finds, whatever runs.',
    source: `${PAGE}; microsoft/OMS-Agent-for-Linux, installer/scripts/configure_syslog.sh`,
  },
  'disk.space': {
    title: 'free disk space',
    why: 'The extension refuses with exit 52 when space is short; the bundle does not look and breaks off half-way. Directories on one file system share its space.',
    source: `${EXTENSION}; ${SUCCESSOR}`,
  },
  'disk.noexec': {
    title: 'programs may run in /tmp, /var, /var/tmp and /opt',
    why: 'Bundle, package scripts and extension are executed there. On a noexec mount they end with exit 126, permission denied.',
    source: 'microsoft/OMS-Agent-for-Linux issue 476; Azure/WALinuxAgent issue 1388',
  },
  'disk.read-only': {
    title: '/etc, /var, /opt and /tmp are writable',
    why: 'Packages cannot be unpacked on a read-only mount. Image-based systems and disks with errors show it.',
    source: BUNDLE,
  },
  'disk.links': {
    title: '/opt and /var are no links',
    why: 'SELinux contexts and package scripts go by the real path: moved directories are a configuration that is not supported.',
    source: 'microsoft/OMS-Agent-for-Linux issues 172, 781',
  },
  'directory.modes': {
    title: 'directories that other accounts can pass through',
    why: 'The account omsagent needs the way to its own files. Machines hardened with umask 077 close it.',
    source: 'microsoft/OMS-Agent-for-Linux, docs/Hardening.md',
  },
  'memory.size': {
    title: 'enough memory',
    why: 'On very small machines the installation was seen to end with "Cannot allocate memory". The figure is ours; the vendor names none.',
    source: EXTENSION,
  },
  'selinux.mode': {
    title: 'SELinux',
    why: 'Only the settings of the marketplace images are supported. Other policies deny logrotate, omsagent or omi single steps.',
    source: 'microsoft/OMS-Agent-for-Linux issues 172, 781, 1352; microsoft/omi issue 703',
  },
  'crypto.policy': {
    title: 'a crypto policy that the agent can work with',
    why: 'The vendor names this system-wide policy as one that breaks the agent.',
    source: 'Azure Monitor Agent supported operating systems, hardening',
  },
  'host.name': {
    title: 'a proper host name',
    why: 'omi and scx make certificates out of it. With a bad one they fail with exit 19 or 20, or crash later and fill the disk with core dumps.',
    source: 'microsoft/OMS-Agent-for-Linux issues 241, 1193; microsoft/omi issue 668; RFC 1123',
  },
  'host.resolves': {
    title: 'a host name that resolves on the machine',
    why: 'Without it the full name is unknown: the certificate that omi makes gets a bad one, and sudo complains at every call.',
    source: 'microsoft/OMS-Agent-for-Linux issues 241, 1193',
  },
  'ports.free': {
    title: 'free local ports of the agent',
    why: 'On 25224/udp the agent takes syslog. When another program holds it the plugin does not start (EADDRINUSE), and no syslog arrives.',
    source: 'microsoft/OMS-Agent-for-Linux issue 994; MicrosoftDocs/azure-docs issue 40966',
  },
  'ruby.rvm': {
    title: 'no Ruby variables in global profiles',
    why: 'The agent has its own Ruby. GEM_HOME and GEM_PATH of a Ruby version manager make it load foreign gems.',
    source: 'microsoft/OMS-Agent-for-Linux issue 393',
  },
  'agent.leftover': {
    title: 'no leftovers of an earlier agent',
    why: 'A removal that broke off leaves certificates and an identity behind, which the next installation takes over.',
    source: 'microsoft/OMS-Agent-for-Linux issues 37, 930',
  },
  'agent.onboard-file': {
    title: 'no onboarding file with a key in it',
    why: 'The file holds the workspace key in clear and is deleted only by an onboarding that worked; the next installation would use it.',
    source: 'microsoft/OMS-Agent-for-Linux, installer/scripts/omsadmin.sh; issue 1448',
  },
  'agent.scx': {
    title: 'omi and scx that are there already',
    why: 'They belong to Operations Manager or to another feed. With --install the bundle ends with exit 23; an omi built for another OpenSSL stops the packages.',
    source: `${BUNDLE}; microsoft/omi issue 418; PowerShell/psl-omi-provider issue 130`,
  },
  'agent.lad': {
    title: 'the Linux diagnostics extension',
    why: 'It takes the syslog port of the agent, and keeps omi and scx from being removed.',
    source: 'microsoft/OMS-Agent-for-Linux issues 37, 994; Azure/azure-linux-extensions issue 1257',
  },
  'agent.extension': {
    title: 'the VM extension of the agent',
    why: 'What the extension installed is managed from Azure: change it there, not on the machine.',
    source: EXTENSION,
  },
  'agent.auditd': {
    title: 'auditd',
    why: 'The part auoms reads the events of auditd. Without auditd there are none; with Microsoft Defender there are two readers.',
    source: 'microsoft/OMS-Agent-for-Linux issue 859; Azure/azure-linux-extensions issue 710',
  },
  'agent.cylance': {
    title: 'Cylance',
    why: 'Beside Cylance the installation switches the memory allocator jemalloc off.',
    source: 'microsoft/OMS-Agent-for-Linux, installer/datafiles',
  },
} as const satisfies Record<string, CheckText>;
