import type { HandlerCode, HandlerText } from './extension.ts';
import { PLATFORM_CODES, PLATFORM_TEXTS } from './extension-platform-codes.ts';

const CREDENTIALS = 'compare id and key with those of the workspace; both are compared letter by letter';
const REACH = 'open the way to the hosts of the workspace, or give the proxy with --proxy';
const LEGACY_FLOW = 'take enableAutomaticManagement out of the settings: workspace id and key need none of it';
const PACKAGE = "the packages' own output stands in the log of the extension; repair what it names and run azmon again";

/** Source: Azure/azure-linux-extensions OmsAgent/omsagent.py with its history and README; OMS-Agent-for-Linux docs/Troubleshooting.md. */
export const OMS_CODES: readonly HandlerCode[] = [
  {
    code: 1,
    meaning: 'a general error, while installing most often a dependency',
    fix: 'the log of the extension on the machine says which',
  },
  { code: 2, meaning: 'the bundle could not be unpacked, or was called with a wrong option', fix: PACKAGE },
  { code: 4, meaning: 'the bundle does not fit the package system of the machine', fix: PACKAGE },
  {
    code: 5,
    meaning: 'the workspace refused the registration (HTTP 403)',
    fix: `${CREDENTIALS}; see that the clock is right`,
  },
  {
    code: 6,
    meaning: 'the service answered the registration with an error',
    fix: 'try again later',
    transient: true,
  },
  {
    code: 7,
    meaning: 'the host of the workspace could not be resolved',
    fix: 'repair DNS or the proxy, and compare the workspace id',
  },
  { code: 8, meaning: 'curl failed while registering', fix: `${REACH}; ${CREDENTIALS}` },
  {
    code: 9,
    meaning: 'it was enabled before it was installed',
    fix: 'bring the VM agent (waagent) up to date, then run azmon again',
    command: 'waagent --version',
    transient: true,
  },
  {
    code: 10,
    meaning:
      'the machine reports to another workspace or to Operations Manager, and the extension was told to stop then',
    fix: 'take that connection off, or allow both with --no-stop-on-multiple-connections (data is paid for twice)',
    command: 'sudo /opt/microsoft/omsagent/bin/omsadmin.sh -l',
  },
  {
    code: 11,
    meaning: 'a setting is missing or wrong: the workspace id is no GUID, or the key is not base64',
    fix: CREDENTIALS,
  },
  {
    code: 12,
    meaning: 'the package manager is locked by another process',
    fix: 'wait for it to end, then run azmon again',
    transient: true,
  },
  { code: 17, meaning: 'the package omsagent failed', fix: PACKAGE },
  { code: 18, meaning: 'the package omsconfig failed (curl library, gpg, ctypes, or su)', fix: PACKAGE },
  {
    code: 19,
    meaning: 'the package omi failed (package lock, OpenSSL, the host name in its certificate, or cron)',
    fix: PACKAGE,
  },
  { code: 20, meaning: 'the package scx failed (host name, certificate)', fix: PACKAGE },
  { code: 21, meaning: 'a provider kit (Apache, MySQL, Docker) failed', fix: PACKAGE },
  { code: 22, meaning: 'a package of the bundle failed', fix: PACKAGE },
  {
    code: 23,
    meaning: 'omi or scx are installed already, not by this extension',
    fix: 'take off the agent that was installed by hand, then run azmon again',
  },
  { code: 30, meaning: 'an internal error of the onboarding script', fix: 'the agent log on the machine says more' },
  { code: 31, meaning: 'no id for the agent could be made', fix: 'the agent log on the machine says more' },
  {
    code: 32,
    meaning: 'the certificate of the agent could not be made',
    fix: 'see that openssl works on the machine and its host name can stand in a certificate',
    command: 'openssl version; hostname -f',
  },
  {
    code: 33,
    meaning: 'omsconfig could not write its metaconfiguration',
    fix: 'see the rights of /etc/opt/microsoft and /var/opt/microsoft',
  },
  { code: 34, meaning: "omsconfig's script is missing", fix: PACKAGE },
  { code: 40, meaning: 'the automatic management of the workspace failed', fix: LEGACY_FLOW },
  { code: 41, meaning: 'the extension for managed identities is missing', fix: LEGACY_FLOW },
  { code: 42, meaning: 'the extension for managed identities failed', fix: LEGACY_FLOW },
  { code: 43, meaning: 'the instance metadata could not be read', fix: LEGACY_FLOW },
  { code: 44, meaning: 'the service of the automatic management failed', fix: LEGACY_FLOW, transient: true },
  {
    code: 51,
    meaning: 'the operating system is not in the table of the extension',
    fix: 'choose the successor of the agent where it takes this system, or install by script',
    command: 'cat /etc/os-release',
  },
  {
    code: 52,
    meaning:
      'a dependency is missing: Python, 500 MB free on /var, /etc or /opt, a working package manager, memory, or a right to write',
    fix: 'the message says which; repair it on the machine and run azmon again',
    command: 'command -v python2 python3 python; df -h /var /etc /opt',
  },
  {
    code: 53,
    meaning: 'the configuration does not work: id, key, or the way out while registering',
    fix: `${CREDENTIALS}; ${REACH}`,
  },
  {
    code: 55,
    meaning:
      'the service cannot be reached, the package database is locked, or curl, gpg or a known OpenSSL is missing',
    fix: 'the message says which; a lock ends by itself, the rest has to be repaired on the machine',
    transient: true,
  },
  {
    code: 56,
    meaning: 'the package manager is locked by another process',
    fix: 'wait for it to end, then run azmon again',
    transient: true,
  },
  { code: 60, meaning: 'there is no Python', fix: 'install Python', command: 'command -v python2 python3 python' },
  {
    code: 61,
    meaning: 'Python has no ctypes, or there is no command python',
    fix: 'install the ctypes of its Python',
    command: 'python -c "import ctypes"',
  },
  { code: 62, meaning: 'tar is missing', fix: 'install tar' },
  { code: 63, meaning: 'sed is missing', fix: 'install sed' },
  { code: 64, meaning: 'curl is missing', fix: 'install curl' },
  { code: 65, meaning: 'gpg is missing', fix: 'install gpg' },
  {
    code: 66,
    meaning: 'neither rpm nor dpkg was found',
    fix: 'see that the package manager and the command which are in the path',
  },
  {
    code: 126,
    meaning: 'the script of the extension may not be executed',
    fix: 'see that neither /var/lib/waagent nor /tmp is mounted noexec',
    command: 'findmnt -T /var/lib/waagent -T /tmp',
  },
  {
    code: 127,
    meaning: 'a command that the extension calls is missing',
    fix: 'the message names it; install it and run azmon again',
  },
  ...PLATFORM_CODES,
];

export const OMS_TEXTS: readonly HandlerText[] = [
  {
    pattern: /Couldn.?t create marker file/i,
    meaning: 'the extension cannot take another workspace while it is installed (known since 2020)',
    fix: 'take it off and install it again: azmon does both with --replace',
    reinstall: true,
  },
  { pattern: /InvalidWorkspaceKey|MissingHeader/i, meaning: 'the workspace does not take this key', fix: CREDENTIALS },
  {
    pattern: /Unsupported operating system/i,
    meaning: 'the operating system is not in the table of the extension',
    fix: 'choose the successor of the agent where it takes this system, or install by script',
    command: 'cat /etc/os-release',
  },
  {
    pattern: /dpkg.{0,80}lock|is locked by another process|apt.{0,40}lock/i,
    meaning: 'the package manager is locked by another process',
    fix: 'wait for it to end, then run azmon again',
    transient: true,
  },
  {
    pattern: /low disk space|no space left on device/i,
    meaning: 'there is too little room: 500 MB are needed on /var, /etc and /opt',
    fix: 'make room and run azmon again',
    command: 'df -h /var /etc /opt',
  },
  {
    pattern: /no python interpreter|python: (command )?not found|env: .?python/i,
    meaning: 'there is no Python',
    fix: 'install Python',
    command: 'command -v python2 python3 python',
  },
  ...PLATFORM_TEXTS,
];
