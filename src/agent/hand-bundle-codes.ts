import { type HandMeaning, meaningFrom } from './by-hand.ts';

const PACKAGES =
  'what the packages said stands in its output and in the log of the package manager; repair what it names';
const REACH =
  'open the way to the host, give the proxy with --proxy, or fetch the bundle here and push it with --bundle';

const bundle = meaningFrom('bundle');
const dpkg = meaningFrom('dpkg');
const rpm = meaningFrom('rpm');
const curl = meaningFrom('curl');

/**
 * Exit codes and texts of the bundle. 2, 4, 5, 6, 20 and 55 stand for several things, so that its text comes first.
 * Source: microsoft/OMS-Agent-for-Linux installer/bundle/bundle_skel.sh (tag OMSAgent_v1.12.15-0 and the last commit), its issues.
 */
const BUNDLE: readonly HandMeaning[] = [
  bundle(
    /supported version of OpenSSL|Expecting SSL version|check SSL version/i,
    'it has no build for the OpenSSL of the machine',
    "use the distribution's own OpenSSL, or a newer release of the agent; see which is taken",
    { command: 'openssl version', cause: 'prerequisite' },
  ),
  bundle(
    /ctypes/i,
    'Python has no ctypes, or there is no command python',
    'install Python with ctypes, for releases before 1.13 as the command python: --fix does it',
    { command: 'python -c "import ctypes"', cause: 'prerequisite' },
  ),
  bundle(/Python is not (?:installed|configured)/i, 'there is no Python', 'install Python: --fix does it', {
    cause: 'prerequisite',
  }),
  bundle(/curl was not installed/i, 'curl is missing', 'install curl: --fix does it', { cause: 'prerequisite' }),
  bundle(/gpg (?:was|is) not installed/i, 'gpg is missing', 'install gnupg: --fix does it', { cause: 'prerequisite' }),
  bundle(
    /(?:dpkg|rpm|apt|yum)\b.{0,80}\block|lock.{0,40}(?:dpkg|rpmdb)|is locked by another process/i,
    'the package manager is locked by another process',
    'wait for it to end, then run azmon again',
    { cause: 'lock', transient: true },
  ),
  bundle(
    /low disk space|no space left on device|disk full/i,
    'the disk is full',
    'make room: 500 MB each on /var, /etc and /opt',
    { command: 'df -h /var /etc /opt', cause: 'prerequisite' },
  ),
  bundle(
    /could not extract the install bundle|unexpected end of file|not in gzip format/i,
    'the bundle could not be unpacked',
    'fetch it again and compare its hash; see that there is room',
    { cause: 'corrupt' },
  ),
  bundle(
    /digest: NOTFOUND|no digest|does not verify/i,
    'rpm takes no package without digest or signature (FIPS, or a strict policy)',
    'allow it in the policy of the machine, or use the successor of the agent',
    { cause: 'prerequisite' },
  ),
  bundle(
    /RFC compliant|fully qualified domain name/i,
    'the certificate of omi or scx could not be made from the name of the machine',
    'set a host name of letters, digits and dashes that the machine itself resolves',
    { command: 'hostname -f', cause: 'prerequisite' },
  ),
  bundle(
    /libssl\.so path/i,
    'the openssl command is linked statically, so that omi finds no library',
    "use the distribution's own OpenSSL",
    { command: 'ldd "$(command -v openssl)"', cause: 'prerequisite' },
  ),
  bundle(2, 'it was called wrongly, or could not be unpacked', 'compare size and hash of the bundle'),
  bundle(3, 'it was called without an option', 'this is a fault of azmon: please report it'),
  bundle(4, 'it does not fit the package system of the machine', 'use the universal bundle', { cause: 'prerequisite' }),
  bundle(5, 'it was not run as root', 'let azmon use sudo, or log in as root'),
  bundle(
    6,
    'it is for another architecture',
    'take the bundle for this machine: azmon chooses it where none is named',
    { command: 'uname -m', cause: 'prerequisite' },
  ),
  bundle(17, 'the package omsagent failed', PACKAGES),
  bundle(18, 'the package omsconfig failed (curl library, gpg, ctypes, or su)', PACKAGES),
  bundle(19, 'the package omi failed (OpenSSL, the host name in its certificate, or cron)', PACKAGES),
  bundle(20, 'the package scx failed (host name, certificate)', PACKAGES),
  bundle(21, 'a provider kit (Apache, MySQL, Docker) failed', PACKAGES),
  bundle(22, 'the package auoms failed', PACKAGES),
  bundle(23, 'omi or scx are there already', 'take them off, or the agent that brought them'),
  bundle(30, 'an internal error of the bundle', PACKAGES),
  bundle(52, 'a dependency is missing, or omi did not start', PACKAGES, { cause: 'prerequisite' }),
  bundle(55, 'OpenSSL is of no version that it takes, or curl is missing', 'what it said tells which', {
    command: 'openssl version; command -v curl',
    cause: 'prerequisite',
  }),
  bundle(60, 'there is no Python', 'install Python: --fix does it', { cause: 'prerequisite' }),
  bundle(61, 'Python has no ctypes, or there is no command python', 'install Python with ctypes: --fix does it', {
    cause: 'prerequisite',
    command: 'python -c "import ctypes"',
  }),
  bundle(62, 'tar is missing', 'install tar: --fix does it', { cause: 'prerequisite' }),
  bundle(63, 'sed is missing', 'install sed: --fix does it', { cause: 'prerequisite' }),
  bundle(64, 'curl is missing', 'install curl: --fix does it', { cause: 'prerequisite' }),
  bundle(65, 'gpg is missing', 'install gnupg: --fix does it', { cause: 'prerequisite' }),
  bundle(66, 'it finds neither dpkg nor rpm', 'install the command which: minimal systems have rpm and not that', {
    cause: 'prerequisite',
  }),
  bundle(126, 'it may not be executed', 'see that the folder it runs in is not mounted noexec', {
    cause: 'prerequisite',
    command: 'findmnt -T /tmp -T /var/tmp',
  }),
  bundle(127, 'a command that it calls is missing', 'what it said names it; install it', { cause: 'prerequisite' }),
];

/** Of the tools around it. Source: curl(1), "EXIT CODES"; dpkg(1); apt(8). */
const TOOLS: readonly HandMeaning[] = [
  dpkg(
    /lock is locked|is locked by another process|frontend lock/i,
    'the package manager is locked by another process',
    'wait for it to end, then run azmon again',
    { cause: 'lock', transient: true },
  ),
  dpkg(/dpkg was interrupted/i, 'an earlier installation was cut off', 'let it end', {
    command: 'sudo dpkg --configure -a',
    cause: 'prerequisite',
  }),
  dpkg(2, 'dpkg failed', PACKAGES),
  dpkg(1, 'a package could not be processed', PACKAGES),
  rpm(1, 'a package could not be processed', PACKAGES),
  curl(5, 'the name of the proxy could not be resolved', 'compare its name', { cause: 'proxy' }),
  curl(6, 'the name of the host could not be resolved', REACH, { cause: 'network' }),
  curl(7, 'no connection could be made', REACH, { cause: 'network' }),
  curl(22, 'the server answered with an error', 'compare the address', { cause: 'network' }),
  curl(23, 'the file could not be written', 'make room', { command: 'df -h' }),
  curl(28, 'it timed out', REACH, { cause: 'network', transient: true }),
  curl(35, 'the TLS connection failed', 'see that curl speaks TLS 1.2', { cause: 'network' }),
  curl(56, 'the proxy refused, or the connection broke off', REACH, { cause: 'proxy', transient: true }),
  curl(60, 'the certificate of the server is not trusted', 'see that nothing inspects HTTPS on the way', {
    cause: 'network',
  }),
];

export const BUNDLE_MEANINGS: readonly HandMeaning[] = [...BUNDLE, ...TOOLS];
