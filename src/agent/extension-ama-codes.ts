import type { HandlerCode, HandlerText } from './extension.ts';
import { PLATFORM_CODES, PLATFORM_TEXTS } from './extension-platform-codes.ts';

/** Source: Azure/azure-linux-extensions AzureMonitorAgent/agent.py and shim.sh (2026-08). Only 51 to 53 mean what they mean to the Log Analytics agent. */
export const AMA_LINUX_CODES: readonly HandlerCode[] = [
  {
    code: 1,
    meaning: 'a general error, most often a dependency of the package',
    fix: 'the log of the extension on the machine says which',
  },
  {
    code: 5,
    meaning: 'a service of the agent could not be started',
    fix: 'see that the machine runs systemd and the unit is there',
    command: 'systemctl status azuremonitoragent',
  },
  {
    code: 51,
    meaning: 'the operating system is not in the table of the extension (removing it is refused then, too)',
    fix: 'upgrade the system, or ask for an older version with --extension-version',
    command: 'cat /etc/os-release',
  },
  {
    code: 52,
    meaning: 'a dependency is missing: Python, or room (700 MB for /var/opt, 500 MB each for /etc/opt and /opt)',
    fix: 'the message says which; repair it on the machine and run azmon again',
    command: 'command -v python3 python2 /usr/libexec/platform-python; df -h /var /etc /opt',
  },
  {
    code: 53,
    meaning: 'a setting is missing or wrong: proxy, identity, or protected settings that belong to another agent',
    fix: 'compare proxy and identity of the settings; nothing but the login of a proxy belongs into the protected settings',
  },
  {
    code: 56,
    meaning: 'the package manager is locked by another process, after 15 tries',
    fix: 'wait for it to end, then run azmon again',
    transient: true,
  },
  {
    code: 126,
    meaning: 'the script of the extension may not be executed',
    fix: 'see that neither /var/lib/waagent nor /var is mounted noexec',
    command: 'findmnt -T /var/lib/waagent',
  },
  {
    code: 127,
    meaning: 'a command that the extension calls is missing',
    fix: 'the message names it; install it and run azmon again',
  },
  ...PLATFORM_CODES,
];

export const AMA_LINUX_TEXTS: readonly HandlerText[] = [
  {
    pattern: /Not all required GCS parameters are provided/i,
    meaning: 'protected settings of another agent were sent: this one takes nothing there but the login of a proxy',
    fix: 'run azmon again: it sends them without a workspace key',
  },
  {
    pattern: /Failed to determine managed identity settings|managed identity.{0,80}(not found|missing|fail)/i,
    meaning: 'it is not clear with which identity the agent is to sign in',
    fix: 'name one with --identity, and see that it is assigned to the machine',
  },
  {
    pattern: /Parameter "?address"? is required/i,
    meaning: 'a proxy is wanted and its address is missing',
    fix: 'give it with --proxy',
  },
  {
    pattern: /Unsupported operating system/i,
    meaning: 'the operating system is not in the table of the extension (removing it is refused then, too)',
    fix: 'upgrade the system, or ask for an older version with --extension-version',
    command: 'cat /etc/os-release',
  },
  {
    pattern: /low disk space|no space left on device/i,
    meaning: 'there is too little room: 700 MB for /var/opt, 500 MB each for /etc/opt and /opt',
    fix: 'make room and run azmon again',
    command: 'df -h /var /etc /opt',
  },
  {
    pattern: /No Python interpreter found/i,
    meaning: 'there is no Python',
    fix: 'install Python 3',
    command: 'command -v python3 python2 /usr/libexec/platform-python',
  },
  {
    pattern: /package manager on the VM is currently locked|dpkg.{0,80}lock/i,
    meaning: 'the package manager is locked by another process',
    fix: 'wait for it to end, then run azmon again',
    transient: true,
  },
  ...PLATFORM_TEXTS,
];

/** The Windows handler publishes no codes. */
export const AMA_WINDOWS_CODES: readonly HandlerCode[] = PLATFORM_CODES;

export const AMA_WINDOWS_TEXTS: readonly HandlerText[] = [
  {
    pattern: /operating system.{0,60}(not supported|unsupported)|unsupported operating system/i,
    meaning: 'the agent does not run on this Windows',
    fix: 'upgrade the system; azmon check says what the agent takes',
  },
  {
    pattern: /(managed )?identity.{0,80}(not found|missing|fail)|MonAgentCore.{0,80}(not|fail)/i,
    meaning: 'the agent found no identity to sign in with',
    fix: 'see that the machine has one; with several user-assigned ones, name one with --identity',
  },
  {
    pattern: /faulted due to exception during extension processing/i,
    meaning: 'the extension broke off without saying why',
    fix: 'read its log on the machine, then run azmon again',
  },
  ...PLATFORM_TEXTS,
];
