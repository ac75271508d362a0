import { UNATTENDED } from '../terminal/interactive.ts';

export interface Variable {
  readonly name: string;
  /** The flag it stands for; the flag on the command line wins. */
  readonly flag?: string;
  /** It stands for no flag of its own, and is read by commands that take this one. */
  readonly beside?: string;
  readonly text: string;
}

/** Every environment variable that azmon or its probe reads. `azmon help environment` and docs/environment.md are made from it. */
export const VARIABLES: readonly Variable[] = [
  { name: 'AZMON_AGENT', flag: 'agent', text: 'generation of the agent: log-analytics or azure-monitor' },
  { name: 'AZMON_AS_OF', flag: 'as-of', text: 'judge by what was published on that day (YYYY-MM-DD)' },
  { name: 'AZMON_CLOUD', flag: 'cloud', text: 'public, usgov, china or sandbox' },
  { name: 'AZMON_CONCURRENCY', flag: 'concurrency', text: 'how many machines are looked at side by side' },
  { name: 'AZMON_GATEWAY', flag: 'gateway', text: 'Log Analytics gateway on the way out' },
  { name: 'AZMON_IGNORE', flag: 'ignore', text: 'checks that do not count, separated by commas' },
  { name: 'AZMON_METHOD', flag: 'method', text: 'how the agent is going to be installed' },
  { name: 'AZMON_OFFLINE', flag: 'offline', text: 'leave out whatever needs the network (yes or no)' },
  { name: 'AZMON_ONLY', flag: 'only', text: 'only these checks or groups, separated by commas' },
  { name: 'AZMON_OUTPUT', flag: 'output', text: 'text, json or ndjson' },
  {
    name: 'AZMON_PROXY',
    flag: 'proxy',
    text: 'proxy on the way out; may hold a password, which a command line should not',
  },
  { name: 'AZMON_PROXY_FILE', flag: 'proxy-file', text: 'file that holds the proxy with its user and password' },
  {
    name: 'AZMON_PROXY_USER',
    text: 'read by a printed probe on its machine, not by azmon: user:password of the proxy, percent-encoded',
  },
  { name: 'AZMON_REGION', flag: 'region', text: 'Azure region of the workspace' },
  { name: 'AZMON_RELEASE', flag: 'release', text: 'release of the agent whose requirements count' },
  { name: 'AZMON_STRICT', flag: 'strict', text: 'warnings count: exit code 5 (yes or no)' },
  { name: 'AZMON_SSH_CONFIG', flag: 'ssh-config', text: 'configuration file for ssh' },
  { name: 'AZMON_SUDO', flag: 'sudo', text: 'look with root rights where sudo grants them (yes or no)' },
  { name: 'AZMON_TIMEOUT', flag: 'timeout', text: 'how long one machine may take, as 90s or 5m' },
  { name: 'AZMON_WORKSPACE_ID', flag: 'workspace-id', text: 'id of the Log Analytics workspace' },
  { name: 'AZMON_AUTH', flag: 'auth', text: 'how to sign in to Azure' },
  { name: 'AZMON_TENANT', flag: 'tenant', text: 'tenant to sign in to' },
  { name: 'AZMON_SUBSCRIPTION', flag: 'subscription', text: 'subscriptions, separated by commas' },
  { name: 'AZMON_CONFIG', flag: 'config', text: 'configuration file' },
  { name: 'AZMON_WORKSPACE', flag: 'workspace', text: 'workspace by name or resource id' },
  {
    name: 'AZMON_WORKSPACE_KEY',
    beside: 'workspace-key-file',
    text: 'key of the workspace; azmon takes it out of the environment before it starts anything',
  },
  { name: 'AZMON_WORKSPACE_KEY_FILE', flag: 'workspace-key-file', text: 'file that holds the key of the workspace' },
  { name: 'AZMON_WORKSPACE_KEY_VAULT', flag: 'workspace-key-vault', text: 'key of the workspace in Azure Key Vault' },
  { name: 'AZMON_RULE', flag: 'rule', text: 'data collection rule for the Azure Monitor Agent' },
  { name: 'AZMON_VERIFY', flag: 'verify', text: 'what an install must prove: reporting, connected or none' },
  { name: 'AZMON_VERIFY_TIMEOUT', flag: 'verify-timeout', text: 'how long to wait for the first record' },
  { name: 'AZMON_SANDBOX', text: 'address of a running sandbox on this machine; set by azmon sandbox run' },
  {
    name: 'AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET, AZURE_CLIENT_CERTIFICATE_PATH, AZURE_FEDERATED_TOKEN_FILE, IDENTITY_ENDPOINT, IDENTITY_HEADER, MSI_ENDPOINT, IMDS_ENDPOINT, AZURE_POD_IDENTITY_AUTHORITY_HOST',
    text: 'signing in, as in every Azure SDK',
  },
  { name: 'AZURE_SUBSCRIPTION_ID', text: 'subscription, where neither --subscription nor AZMON_SUBSCRIPTION is given' },
  {
    name: 'XDG_CONFIG_HOME, APPDATA',
    text: "folder of the user's own configuration file, azmon/config.yaml, on Linux and on Windows",
  },
  {
    name: 'HTTPS_PROXY, NO_PROXY, NODE_EXTRA_CA_CERTS',
    text: "proxy and private certificate authorities of azmon's own way to Azure",
  },
  { name: 'AZMON_QUIET', flag: 'quiet', text: 'no talk on stderr (yes or no)' },
  { name: 'AZMON_VERBOSE', flag: 'verbose', text: 'more talk, passed checks too (yes or no)' },
  { name: 'AZMON_DEBUG', flag: 'debug', text: 'stacks of errors (yes or no)' },
  { name: 'AZMON_NO_COLOR', flag: 'no-color', text: 'no colour (yes or no)' },
  { name: 'AZMON_NO_INPUT', flag: 'no-input', text: 'never ask (yes or no)' },
  {
    name: 'AZMON_NON_INTERACTIVE',
    text: '1: never ask; 0: ask even where a build system or an AI agent seems to be at work',
  },
  { name: 'AZMON_CONTENT_TYPE', text: 'json is the same as --json' },
  { name: 'NO_COLOR', text: 'any value: no colour' },
  { name: 'FORCE_COLOR', text: 'colour even where nobody seems to look; 0: none' },
  { name: 'CLICOLOR_FORCE', text: 'as FORCE_COLOR' },
  { name: 'TERM', text: 'dumb: no colour' },
  { name: 'LC_ALL, LC_CTYPE, LANG', text: 'the first that is set decides whether symbols beyond ASCII are used' },
  { name: 'WT_SESSION, TERM_PROGRAM', text: 'on Windows: set by terminals that know symbols beyond ASCII' },
  { name: 'CI', text: 'true: never ask' },
  { name: UNATTENDED.join(', '), text: 'any value: never ask, a build system or an AI agent is at work' },
];

/** The variable that stands for a flag, where there is one. */
export const variableOf = (flag: string): Variable | undefined => VARIABLES.find((variable) => variable.flag === flag);
