import type { Files, PrivateFiles } from '../ports.ts';
import type { Notice } from './answer.ts';
import { type ConfigFile, configFile } from './config-file.ts';
import { fromEnvironment } from './environment.ts';
import type { Declared } from './flag-value.ts';
import { fromConfig } from './from-config.ts';
import { refuseMisplacedKey } from './misplaced-key.ts';
import { variableOf } from './variables.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the value of a flag stands. */
export type Origin = 'flag' | 'environment' | 'config';

/** The flags of a command line before anything else was asked. */
export interface GivenFlags {
  readonly flags: Readonly<Record<string, unknown>>;
  /** Names that stand on the command line itself. */
  readonly given: ReadonlySet<string>;
}

export interface Surroundings {
  readonly env: Environment;
  readonly platform: string;
  readonly files: () => Promise<Files & PrivateFiles>;
}

export interface Settled {
  /** For flags that the command line did not give. */
  readonly flags: Readonly<Record<string, unknown>>;
  readonly origins: ReadonlyMap<string, Origin>;
  /** What a variable or the configuration file says of a flag, whoever overrules it. */
  readonly said: (flag: string, level: 'environment' | 'config') => string | undefined;
  readonly configured: ConfigFile | undefined;
  readonly warnings: readonly Notice[];
}

/** Variables of the Azure tools that stand for a flag where nothing of azmon's does. */
const PLATFORM: Readonly<Record<string, string>> = { subscription: 'AZURE_SUBSCRIPTION_ID' };

/**
 * Command line before variable before configuration file before the variables of Azure's own tools, for every flag. The configuration
 * file is only looked for by commands that take --config. Throws AZMON-WORKSPACE-KEY-EXPOSED (2) where a key stands in any of them.
 */
export async function settleFlags(declared: Declared, line: GivenFlags, around: Surroundings): Promise<Settled> {
  const { flags, warnings } = await fromEnvironment(declared, line.given, around.env);
  // Before the path of the configuration file is tried.
  refuseMisplacedKey(line.flags, 'flag', (name) => `--${name}`);
  refuseMisplacedKey(flags, 'environment', (name) => variableOf(name)?.name ?? name);
  const named = (flags.config ?? line.flags.config) as string | undefined;
  const configured =
    'config' in declared ? await configFile(named, around.env, around.platform, await around.files()) : undefined;
  const taken = new Set([...line.given, ...Object.keys(flags)]);
  const written = configured === undefined ? {} : await fromConfig(configured, declared, taken);
  refuseMisplacedKey(written, 'config', (name) => `${name} in ${configured?.path}`);
  const platform = fromPlatform(declared, new Set([...taken, ...Object.keys(written)]), around.env);
  refuseMisplacedKey(platform, 'environment', (name) => PLATFORM[name] ?? name);
  return {
    flags: { ...platform, ...written, ...flags },
    origins: new Map<string, Origin>([
      ...[...Object.keys(platform), ...Object.keys(flags)].map((name) => [name, 'environment'] as const),
      ...Object.keys(written).map((name) => [name, 'config'] as const),
      ...[...line.given].map((name) => [name, 'flag'] as const),
    ]),
    said: (flag, level) => {
      const name = variableOf(flag)?.name;
      const text = level === 'config' ? configured?.values[flag] : name === undefined ? undefined : around.env[name];
      return typeof text === 'string' && text !== '' ? text : undefined;
    },
    ...{ configured, warnings },
  };
}

function fromPlatform(
  declared: Declared,
  taken: ReadonlySet<string>,
  env: Environment,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(PLATFORM).flatMap(([name, variable]) => {
      const value = env[variable];
      return name in declared && !taken.has(name) && value ? [[name, [value]]] : [];
    }),
  );
}
