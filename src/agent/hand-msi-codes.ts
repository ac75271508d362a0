import { type HandMeaning, meaningFrom } from './by-hand.ts';

const CREDENTIALS = 'compare id and key with those of the workspace: both are compared letter by letter';
const LOG = 'the log of the setup says more: look for "return value 3"';
const AGAIN = 'wait for it to end, then run azmon again';
const FETCH = 'fetch the package again and compare its hash';

/**
 * Exit codes of Windows Installer, which setup.exe hands on. 0, 1641 and 3010 are no failures: restarts that are due.
 * Source: docs "MsiExec.exe and InstMsi.exe error messages".
 */
const installer = (source: 'msiexec' | 'setup'): readonly HandMeaning[] => {
  const code = meaningFrom(source);
  return [
    code(13, 'the data of a property is not valid', 'this is a fault of azmon: please report it'),
    code(87, 'a parameter is not valid', 'this is a fault of azmon: please report it'),
    code(1601, 'Windows Installer cannot be reached', 'start its service', { command: 'sc start msiserver' }),
    code(1602, 'somebody cancelled the setup', 'run azmon again'),
    code(1603, 'the setup failed', LOG),
    code(1605, 'the agent is not installed', 'there is nothing to change or take off'),
    code(1612, 'the package that the agent was installed from is gone', 'give the same package: --bundle'),
    code(1613, 'Windows Installer is too old for the package', 'install the updates of Windows', {
      cause: 'prerequisite',
    }),
    code(1618, 'another installation is running', AGAIN, { cause: 'lock', transient: true }),
    code(1619, 'the package cannot be opened', FETCH, { cause: 'corrupt' }),
    code(1620, 'the file is no package of Windows Installer', FETCH, { cause: 'corrupt' }),
    code(1622, 'the log of the setup cannot be written', 'see the room and the rights of C:\\Windows\\Temp'),
    code(1625, 'a group policy forbids the installation', 'allow it in the policy of the machine', {
      cause: 'prerequisite',
    }),
    code(
      1632,
      'the folder for temporary files is full or cannot be written',
      'see the room and the rights of C:\\Windows\\Temp',
      {
        cause: 'prerequisite',
      },
    ),
    code(
      1633,
      'the package is not for this processor',
      'take the package for it: azmon chooses it where none is named',
      {
        cause: 'prerequisite',
      },
    ),
    code(1638, 'another version of the agent is installed already', 'upgrade it, or take it off first'),
    code(1639, 'the command line of the setup is wrong', 'this is a fault of azmon: please report it'),
    code(1641, 'the machine restarts to end the setup', 'wait for it, then run azmon again', { transient: true }),
    code(1654, 'the agent does not run on this Windows', 'see azmon check for what takes it', {
      cause: 'prerequisite',
    }),
    code(3010, 'the machine has to be restarted to end the setup', 'restart it, then run azmon again', {
      transient: true,
    }),
  ];
};

const REFUSED = 'the workspace refused the registration (HTTP 403)';
const UNRESOLVED = 'the host of the workspace could not be resolved';
const RESOLVE = 'repair DNS or give the proxy with --proxy; compare the workspace id';
const UNCONNECTED = 'the connection to the workspace failed';
const REACH = 'open the way to the hosts of the workspace, or give the proxy with --proxy';
const DENIED = 'the object lets only administrators change anything';
const ELEVATE = 'run azmon from an elevated prompt';
const ABSENT = 'the configuration object of the agent is not there';
const AGAIN_INSTALL = 'install the agent again, or a version that has it';

const object = meaningFrom('object');
const setup = meaningFrom('setup');

/**
 * What the agent's own configuration object says, by its text or HRESULT.
 * Source: docs "Troubleshoot the Log Analytics agent for Windows"; events 4000 to 4002 of the Service Connector; ais-open/azure-blueprint 95.
 */
const OBJECT: readonly HandMeaning[] = [
  object(
    /currently connected to a different Azure Cloud/i,
    'the agent is connected to a workspace of another cloud, and cannot change over',
    'take the workspaces of the other cloud off first: azmon agent remove-workspace',
  ),
  object(/\b4002\b|\b403\b|Forbidden/i, REFUSED, `${CREDENTIALS}; see that the clock is right`, { cause: 'key' }),
  object(/\b4000\b|(?:could not|cannot) be resolved\b/i, UNRESOLVED, RESOLVE, { cause: 'network' }),
  object(
    /\b4502\b|not issued by a certificate authority used for Microsoft services|not one of Microsoft/i,
    'something inspects HTTPS between the agent and the workspace',
    'except the hosts of the workspace from the inspection',
    { cause: 'network' },
  ),
  object(/\b4001\b|\b2129\b|no connection to the service/i, UNCONNECTED, REACH, { cause: 'network', transient: true }),
  object(
    /\b2138\b|\b407\b|the proxy wants a login/i,
    'the proxy wants a login',
    'give user and password of the proxy',
    {
      cause: 'proxy',
    },
  ),
  object(/access is denied|permission denied/i, DENIED, ELEVATE),
  object(/class not registered|can't create object|error:? 429\b/i, ABSENT, AGAIN_INSTALL),
  // HRESULTs
  object(0x80070005, DENIED, ELEVATE),
  object(0x80040154, ABSENT, AGAIN_INSTALL),
  object(0x800a01ad, ABSENT, AGAIN_INSTALL),
  object(0x80072ee7, UNRESOLVED, RESOLVE, { cause: 'network' }),
  object(0x80072efd, UNCONNECTED, REACH, { cause: 'network', transient: true }),
  object(0x80072ee2, UNCONNECTED, REACH, { cause: 'network', transient: true }),
];

/** Of the self-extractor around the package. */
const SETUP: readonly HandMeaning[] = [
  setup(
    /Command line option syntax error/i,
    'the extractor does not take its command line',
    'name a full path to the package',
  ),
];

export const MSI_MEANINGS: readonly HandMeaning[] = [
  ...SETUP,
  ...installer('msiexec'),
  ...installer('setup'),
  ...OBJECT,
];
