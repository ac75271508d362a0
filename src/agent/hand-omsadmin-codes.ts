import { type HandMeaning, meaningFrom } from './by-hand.ts';

const CREDENTIALS = 'compare id and key with those of the workspace: both are compared letter by letter';
const REACH = 'open the way to the hosts of the workspace, or give the proxy with --proxy';

const omsadmin = meaningFrom('omsadmin');
const service = meaningFrom('service_control');

/**
 * Exit codes and texts of omsadmin.sh; its lines begin with `error\t`, or with `-e error\t` where the shell is dash.
 * Source: microsoft/OMS-Agent-for-Linux installer/scripts/omsadmin.sh; docs/Troubleshooting.md.
 */
const OMSADMIN: readonly HandMeaning[] = [
  omsadmin(
    /Reason: *InvalidWorkspaceKey/i,
    'the workspace does not take this key (HTTP 403, InvalidWorkspaceKey)',
    CREDENTIALS,
    { cause: 'key' },
  ),
  omsadmin(
    /Reason: *MissingHeader/i,
    'the request came in without its header (HTTP 403, MissingHeader)',
    'see what stands between the machine and the workspace: a proxy takes headers away',
    { cause: 'clock' },
  ),
  omsadmin(
    /HTTP code 403/i,
    'the workspace refused the registration (HTTP 403) without saying that the key is wrong',
    'set the clock: more than 15 minutes off are refused; then compare id and key with those of the workspace: both are compared letter by letter',
    { cause: 'clock', command: 'date -u' },
  ),
  omsadmin(/HTTP code (?:5\d\d|429)/i, 'the service answered the registration with an error', 'try again later', {
    cause: 'service',
    transient: true,
  }),
  omsadmin(
    /Failed to parse the proxy configuration/i,
    'the agent cannot read the address of the proxy',
    'write it as http://user:password@host:port, without a slash at the end; azmon percent-encodes user and password',
    { cause: 'proxy' },
  ),
  omsadmin(
    /curl returned (?:35|51|58|59|60|77|83)\b/i,
    'the TLS connection to the workspace failed',
    'see that nothing inspects HTTPS on the way, and that the curl of the machine speaks TLS 1.2',
    { cause: 'network' },
  ),
  omsadmin(
    /curl returned 56\b/i,
    'the proxy let nobody through, most often for its login (407), or the connection broke off',
    'give user and password of the proxy again: azmon percent-encodes them; without a proxy open the way to the hosts of the workspace',
    { cause: 'proxy' },
  ),
  omsadmin(/curl returned (?:28|52|55)\b/i, 'the connection to the workspace broke off or timed out', REACH, {
    cause: 'network',
    transient: true,
  }),
  omsadmin(1, 'a general error, or not root', 'the log of the agent says more'),
  omsadmin(2, 'it does not know an option', 'this is a fault of azmon, or a very old agent: please report it'),
  omsadmin(3, 'the workspace id is no GUID, or the key is missing', CREDENTIALS),
  omsadmin(
    4,
    'the proxy cannot be resolved or connected to',
    'compare name, port and login of the proxy, and see that the machine reaches it',
    { cause: 'proxy' },
  ),
  omsadmin(
    5,
    'the workspace refused the registration (HTTP 403)',
    'compare id and key with those of the workspace: both are compared letter by letter; see that the clock is right',
    { cause: 'key' },
  ),
  omsadmin(6, 'the service answered the registration with an error', 'try again later', {
    cause: 'service',
    transient: true,
  }),
  omsadmin(
    7,
    'the host of the workspace could not be resolved',
    'repair DNS or give the proxy with --proxy; compare the workspace id and its cloud, the host is made of them',
    { cause: 'network' },
  ),
  omsadmin(8, 'curl failed while registering', REACH, { cause: 'network' }),
  omsadmin(30, 'an internal error of the onboarding script', 'the log of the agent says more'),
  omsadmin(31, 'no id for the agent could be made', 'see that the Ruby of the agent runs'),
  omsadmin(
    32,
    'the certificate of the agent could not be made',
    'see that openssl works and the host name can stand in a certificate',
    { command: 'openssl version; hostname -f' },
  ),
  omsadmin(
    33,
    'omsconfig could not write its metaconfiguration',
    'see that the account omsagent may be used by su (/etc/nologin, access.conf) and the rights of /etc, /opt and /var',
  ),
  omsadmin(34, "omsconfig's script is missing", 'install the agent again'),
  omsadmin(60, 'there is no Python', 'install Python: --fix does it', { cause: 'prerequisite' }),
];

/** Source: microsoft/OMS-Agent-for-Linux installer/scripts/service_control. */
const SERVICE: readonly HandMeaning[] = [
  service(21, 'a file of the workspace is missing', 'connect the agent to its workspace again'),
  service(22, 'the service did not end in its time', 'see what holds it', { command: 'ps -u omsagent -f' }),
  service(30, 'an internal error of its script', 'the log of the agent says more'),
  service(
    67,
    'neither systemd nor another way to start services is there',
    'the machine needs an init system: containers have none',
    { cause: 'prerequisite' },
  ),
  service(68, 'it does not understand what the system tells about its services', 'see that ps and systemctl work'),
  service(69, 'the service is in a state that it does not expect', 'the log of the agent says more'),
  service(72, 'it does not know an option', 'this is a fault of azmon, or a very old agent: please report it'),
  service(75, 'it was called without an option', 'this is a fault of azmon: please report it'),
  service(77, 'it was not run as root', 'let azmon use sudo, or log in as root'),
];

export const OMSADMIN_MEANINGS: readonly HandMeaning[] = [...OMSADMIN, ...SERVICE];
