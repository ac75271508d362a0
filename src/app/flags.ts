import * as Flags from '@oclif/core/flags';
import { METHODS, type MethodId } from '../agent/agent.ts';
import { CLOUDS, type CloudId } from '../target/cloud.ts';
import { OUTPUTS } from './asked.ts';

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
  timeout: 'a time with its unit (ms, s, m or h), for instance 90s or 5m',
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
  region: Flags.string({ summary: 'Azure region of the workspace', helpValue: 'NAME' }),
  release: Flags.string({ summary: 'release of the agent whose requirements count', helpValue: 'VERSION' }),
  'ssh-config': Flags.string({ summary: 'configuration file for ssh, as ssh -F', helpValue: 'PATH' }),
  sudo: Flags.boolean({ summary: 'look with root rights where sudo grants them' }),
  strict: Flags.boolean({ allowNo: true, summary: 'warnings count: exit code 5' }),
  timeout: Flags.custom<number>({
    summary: 'how long one machine may take',
    helpValue: 'DURATION',
    parse: async (text) => durationMs(text) ?? refuse(),
  })(),
  'workspace-id': Flags.string({ summary: 'id of the Log Analytics workspace', helpValue: 'GUID' }),
} as const;
