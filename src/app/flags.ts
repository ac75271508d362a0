import * as Flags from '@oclif/core/flags';
import { METHODS, type MethodId } from '../agent/agent.ts';
import { MACHINE_STATES } from '../manage/machine-state.ts';
import { CLOUDS, type CloudId } from '../target/cloud.ts';
import { AUTHS } from '../target/management.ts';
import { OUTPUTS } from './asked.ts';
import { refuseKey } from './misplaced-key.ts';

/**
 * Every flag is declared here once; a command picks those it takes: `static override flags = { cloud: FLAGS.cloud }`.
 * Their variables (AZMON_CLOUD ...) stand in variables.ts and are read by the base class, not by oclif, which would drop a
 * boolean it does not understand without a word.
 */
const list = { multiple: true, multipleNonGreedy: true, delimiter: ',' } as const;

const DURATION = /^(\d{1,7})(ms|s|m|h)$/;
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** What Node's timers can wait, in milliseconds (25 days); more would be no time at all to them. */
const LONGEST_MS = 2 ** 31 - 1;

/** `90s`, `5m` -> milliseconds; undefined where it is not a duration, none at all, or longer than any timer. */
export function durationMs(text: string): number | undefined {
  const [, count, unit] = DURATION.exec(text) ?? [];
  if (count === undefined || unit === undefined) return undefined;
  const ms = Number(count) * (UNIT_MS[unit] ?? 1);
  return ms > 0 && ms <= LONGEST_MS ? ms : undefined;
}

/** What a flag takes whose values are no list of words, for the error that refuses one. */
export const TAKES: Readonly<Record<string, string>> = {
  'as-of': 'a day as YYYY-MM-DD, for instance 2020-02-04',
  concurrency: 'a whole number from 1 to 256',
  'upgrade-batch': 'a whole number from 1 to 1000',
  timeout: 'a time with its unit (ms, s, m or h), for instance 90s or 5m',
  'lock-wait': 'a time with its unit (ms, s, m or h), for instance 450s',
  lines: 'a whole number from 1 to 10000',
  sha256: '64 hexadecimal digits',
  'management-port': 'a port number from 1 to 65535',
  'verify-timeout': 'a time with its unit (ms, s, m or h), for instance 15m',
  fresh: 'a time with its unit (ms, s, m or h), for instance 15m',
  'in-state': `one or more of: ${MACHINE_STATES.join(', ')}`,
  machines: 'a whole number from 1 to 100000',
  port: 'a port number from 0 to 65535',
  speed: 'a whole number from 1 to 3600',
  'retention-days': 'a whole number from 30 to 730',
};

/** A flag's value that its own reader refuses; the base class words the error (a value is never repeated). */
const refuse = (): never => {
  throw new Error('refused');
};

/** YYYY-MM-DD, and a day that exists. */
const isDay = (text: string): boolean => {
  const time = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
};

export const COMMON_FLAGS = {
  json: Flags.boolean({ summary: 'one JSON document on stdout, as --output json', helpGroup: 'OUTPUT' }),
  output: Flags.option({ options: OUTPUTS })({ char: 'o', summary: 'how to answer', helpGroup: 'OUTPUT' }),
  quiet: Flags.boolean({ char: 'q', summary: 'no talk on stderr', helpGroup: 'OUTPUT' }),
  verbose: Flags.boolean({ char: 'v', summary: 'more talk, and passed checks too', helpGroup: 'OUTPUT' }),
  debug: Flags.boolean({ summary: 'stacks of errors', helpGroup: 'OUTPUT' }),
  'no-color': Flags.boolean({ summary: 'no colour', helpGroup: 'OUTPUT' }),
  'no-input': Flags.boolean({ summary: 'never ask', helpGroup: 'OUTPUT' }),
} as const;

/** `90s` -> milliseconds. */
const duration = (summary: string) =>
  Flags.custom<number>({ summary, helpValue: 'DURATION', parse: async (text) => durationMs(text) ?? refuse() })();

export const FLAGS = {
  agent: Flags.option({ options: ['log-analytics', 'azure-monitor'] as const })({
    summary: 'generation of the agent; both without it',
  }),
  'as-of': Flags.string({
    summary: 'judge by what was published on that day',
    helpValue: 'YYYY-MM-DD',
    parse: async (text) => (isDay(text) ? text : refuse()),
  }),
  cloud: Flags.option({ options: Object.keys(CLOUDS) as CloudId[] })({ summary: 'the Azure cloud; public without it' }),
  concurrency: Flags.integer({
    summary: 'how many machines are looked at side by side',
    min: 1,
    max: 256,
    helpValue: 'N',
  }),
  encode: Flags.option({ options: ['gzip'] as const })({
    summary: 'the script compresses its answer, for channels that cut at 4,096 bytes',
  }),
  facts: Flags.string({
    ...list,
    summary: 'judge facts collected elsewhere: files, folders, or - for stdin',
    helpValue: 'PATH',
  }),
  file: Flags.string({
    ...list,
    char: 'f',
    summary: 'targets from a file: lines, CSV, JSON or YAML; - for stdin',
    helpValue: 'PATH',
  }),
  gateway: Flags.string({ summary: 'Log Analytics gateway on the way out', helpValue: 'HOST[:PORT]' }),
  ignore: Flags.string({
    ...list,
    summary: 'lower a check: what blocks becomes a warning; it stays visible',
    helpValue: 'CHECK',
  }),
  list: Flags.boolean({ summary: 'list the checks and end' }),
  method: Flags.option({ options: Object.keys(METHODS) as MethodId[] })({
    summary: 'how the agent is going to be installed',
  }),
  offline: Flags.boolean({ allowNo: true, summary: 'leave out whatever needs the network' }),
  only: Flags.string({ ...list, summary: 'only these checks or groups of checks', helpValue: 'CHECK' }),
  proxy: Flags.string({
    summary: 'proxy on the way out of the target; with a password use AZMON_PROXY or --proxy-file',
    helpValue: '[PROTOCOL://]HOST[:PORT]',
  }),
  'proxy-file': Flags.string({
    summary: 'file that holds the proxy with its user and password; - for stdin',
    helpValue: 'PATH',
  }),
  probe: Flags.boolean({
    allowNo: true,
    summary: 'look inside machines of Azure too, by run-command; --no-probe: only what Azure itself tells',
    helpGroup: 'AZURE',
  }),
  region: Flags.string({ summary: 'Azure region of the workspace', helpValue: 'NAME' }),
  release: Flags.string({ summary: 'release of the agent whose requirements count', helpValue: 'VERSION' }),
  'ssh-config': Flags.string({ summary: 'configuration file for ssh, as ssh -F', helpValue: 'PATH' }),
  sudo: Flags.boolean({ summary: 'look with root rights where sudo grants them' }),
  strict: Flags.boolean({ allowNo: true, summary: 'warnings count: exit code 5' }),
  timeout: duration('how long one machine may take'),
  'workspace-id': Flags.string({ summary: 'id of the Log Analytics workspace', helpValue: 'GUID' }),
} as const;

/** Of the commands that talk to Azure. */
export const AZURE_FLAGS = {
  auth: Flags.option({ options: AUTHS })({ summary: 'how to sign in; auto tries them in order', helpGroup: 'AZURE' }),
  tenant: Flags.string({ summary: 'tenant to sign in to', helpValue: 'ID', helpGroup: 'AZURE' }),
  subscription: Flags.string({
    ...list,
    summary: 'subscription, by id or name; all that can be seen without it',
    helpValue: 'ID',
    helpGroup: 'AZURE',
  }),
  cloud: FLAGS.cloud,
  config: Flags.string({ summary: 'configuration file', helpValue: 'PATH', helpGroup: 'AZURE' }),
} as const;

/** Which workspace, and where its key comes from. The key itself is never a flag. */
export const WORKSPACE_FLAGS = {
  workspace: Flags.string({
    summary: 'workspace by name or resource id',
    helpValue: 'NAME|ID',
    helpGroup: 'WORKSPACE',
  }),
  'workspace-id': FLAGS['workspace-id'],
  'workspace-key-file': Flags.string({
    summary: 'file that holds the workspace key; - for stdin',
    helpValue: 'PATH',
    helpGroup: 'WORKSPACE',
  }),
  'workspace-key-vault': Flags.string({
    summary: 'workspace key in Azure Key Vault: akvs://VAULT/SECRET, or the address of the secret',
    helpValue: 'REFERENCE',
    helpGroup: 'WORKSPACE',
  }),
} as const;

/** What installing, removing and verifying take. */
export const DEPLOY_FLAGS = {
  'default-rule': Flags.boolean({
    summary: 'data collection rule with the base set, one for each workspace and system; made where it is missing',
  }),
  'dry-run': Flags.boolean({ summary: 'look, judge and show the changes; send none' }),
  export: Flags.string({
    summary: 'write templates, parameters without secrets and the commands for az to this folder; deploy nothing',
    helpValue: 'DIR',
  }),
  'extension-version': Flags.string({ summary: 'version of the extension, MAJOR.MINOR', helpValue: 'VERSION' }),
  identity: Flags.string({
    summary: 'user-assigned identity that the Azure Monitor Agent signs in with',
    helpValue: 'RESOURCE-ID',
  }),
  'automatic-upgrade': Flags.boolean({ allowNo: true, summary: 'let Azure upgrade the extension later' }),
  'auto-upgrade-minor': Flags.boolean({ allowNo: true, summary: 'newest minor version at the time of the install' }),
  'no-verify': Flags.boolean({ summary: 'do not wait for the first record; as --verify none' }),
  probe: Flags.boolean({ summary: 'look inside the machine too, by run-command, before installing' }),
  replace: Flags.boolean({ summary: 'take the machine away from another workspace' }),
  rule: Flags.string({ summary: 'data collection rule for the Azure Monitor Agent', helpValue: 'RESOURCE-ID' }),
  since: Flags.string({
    summary: 'records after this time count: a time (ISO 8601) or how long ago (10m)',
    helpValue: 'TIME',
  }),
  'start-stopped': Flags.boolean({ summary: 'start a machine that is stopped, and stop it again afterwards' }),
  'stop-on-multiple-connections': Flags.boolean({
    allowNo: true,
    summary: 'the extension refuses where another workspace or management group is connected; default yes',
  }),
  'upgrade-instances': Flags.boolean({
    summary: 'bring the instances of a scale set to its newest model (upgrade policy Manual)',
  }),
  'upgrade-batch': Flags.integer({
    summary: 'how many instances are upgraded at a time; a fifth of them without it',
    min: 1,
    max: 1000,
    helpValue: 'N',
  }),
  'update-key': Flags.boolean({ summary: 'run the extension again with the current key though nothing else differs' }),
  validate: Flags.boolean({ summary: 'ask Azure whether it would take the deployments; deploy nothing' }),
  verify: Flags.option({ options: ['reporting', 'connected', 'none'] as const })({
    summary: 'what must be proven: a record that arrived, the agent registered, or nothing',
  }),
  'verify-timeout': duration('how long to wait for the first record; 15m without it, 2m for azmon verify'),
  'what-if': Flags.boolean({ summary: 'ask Azure what the deployments would change; deploy nothing' }),
  wait: Flags.boolean({ allowNo: true, summary: 'wait until Azure is done; default yes' }),
  yes: Flags.boolean({ char: 'y', summary: 'go ahead without asking' }),
} as const;

/** Of changing machines by the wrapper: on this machine, or by ssh. */
export const HOST_FLAGS = {
  'also-workspace': Flags.string({
    ...list,
    summary: 'a further workspace (Windows, four in all); its key is looked up',
    helpValue: 'NAME|ID',
  }),
  bundle: Flags.string({
    summary: 'bundle or package of the agent: a file here, which is pushed, or an https address',
    helpValue: 'FILE|URL',
  }),
  domain: Flags.string({ summary: "as the official script's -d: the workspace's domain", helpValue: 'DOMAIN' }),
  'enable-tls12': Flags.boolean({ summary: 'switch TLS 1.2 on in the registry; the removal switches it back' }),
  fix: Flags.boolean({
    summary: "run the system's own commands for what stands against the install first; shown first",
  }),
  lines: Flags.integer({ summary: 'how many lines of each log; 200 without it', min: 1, max: 10_000, helpValue: 'N' }),
  'lock-wait': duration('how long to wait for the package lock or another installation; 450s without it'),
  'management-group': Flags.string({ summary: 'management group of Operations Manager', helpValue: 'NAME' }),
  'management-port': Flags.integer({ summary: 'its port; 5723 without it', min: 1, max: 65_535, helpValue: 'N' }),
  'management-server': Flags.string({ summary: 'its management server', helpValue: 'HOST' }),
  'proxy-pseudo-user': Flags.boolean({ summary: 'give the agent a made-up login for a proxy that wants none' }),
  purge: Flags.boolean({ summary: "as the official script's: take the agent off, as azmon remove linux" }),
  push: Flags.boolean({ summary: 'fetch the bundle here and push it, for machines without a way out' }),
  script: Flags.boolean({ summary: 'print the script for a machine that nobody can reach; it asks for the key' }),
  sha256: Flags.string({
    summary: 'SHA-256 of the bundle; without it that of the table, or of .sha256sums beside it',
    helpValue: 'HEX',
    parse: async (text) => (/^[0-9a-f]{64}$/i.test(text.trim()) ? text.trim().toLowerCase() : refuse()),
  }),
  shared: Flags.string({
    char: 's',
    hidden: true,
    summary: 'refused: a key does not belong on a command line',
    parse: async () => refuseKey(),
  }),
  signer: Flags.string({
    summary: 'Authenticode signer that is enough in place of a hash (Windows)',
    helpValue: 'NAME',
  }),
  'sudo-password-file': Flags.string({
    summary: 'file that holds the password for sudo; - for stdin; asked for without it',
    helpValue: 'PATH',
  }),
} as const;

/** Of single commands. */
export const OTHER_FLAGS = {
  fresh: duration('how old the newest record may be for a machine to count as reporting; 15m without it'),
  'in-state': Flags.string({
    ...list,
    summary: 'only machines in these states',
    helpValue: 'STATE',
    parse: async (text) => (MACHINE_STATES.some((state) => state === text) ? text : refuse()),
  }),
  out: Flags.string({ summary: 'file to write, readable by its owner only', helpValue: 'PATH' }),
  force: Flags.boolean({ summary: 'write over a file that is there' }),
  secondary: Flags.boolean({ summary: 'the secondary key in place of the primary' }),
  group: Flags.string({ char: 'g', summary: 'resource group', helpValue: 'NAME' }),
  location: Flags.string({ char: 'l', summary: 'Azure region', helpValue: 'NAME' }),
  'retention-days': Flags.integer({
    summary: 'days that data is kept; 30 without it',
    min: 30,
    max: 730,
    helpValue: 'N',
  }),
  machines: Flags.integer({
    summary: 'how many machines the sandbox holds; without it a dozen, each in a state of its own',
    min: 1,
    max: 100_000,
    helpValue: 'N',
  }),
  faults: Flags.string({ summary: 'file of faults to play (JSON or YAML)', helpValue: 'PATH' }),
  state: Flags.string({ summary: 'file that keeps the state between runs', helpValue: 'PATH' }),
  port: Flags.integer({
    summary: 'port on the loopback interface; any free one without it',
    min: 0,
    max: 65_535,
    helpValue: 'N',
  }),
  speed: Flags.integer({
    summary: 'how many times faster time runs in the sandbox',
    min: 1,
    max: 3_600,
    helpValue: 'N',
  }),
  delays: Flags.boolean({
    allowNo: true,
    summary: 'operations take time as in Azure; --no-delays: they are done at once',
  }),
  handler: Flags.option({ options: ['2020', 'newest'] as const })({
    summary: "by which day's table the Linux extensions take or refuse systems",
  }),
  record: Flags.string({
    summary: 'write every exchange to a file (NDJSON, keys included, readable by its owner only)',
    helpValue: 'PATH',
  }),
} as const;
