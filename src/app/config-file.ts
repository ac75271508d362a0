import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Files, PrivateFiles } from '../ports.ts';
import { EXIT, Problem } from '../problem.ts';
import type { Secret } from '../secret.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The configuration file that a run reads: values of flags by their names, as they were written, and perhaps a key. */
export interface ConfigFile {
  readonly path: string;
  readonly values: Readonly<Record<string, ConfigValue>>;
  readonly key?: Secret;
}

/** Text as written: `yes`, `30`, `westeurope`. */
export type ConfigValue = string | readonly string[];

/**
 * The file that --config or AZMON_CONFIG names, else the user's own where there is one. Throws AZMON-CONFIG-SYNTAX, -KEY, -VALUE,
 * -READERS (2), and AZMON-FILE-* for a named file that cannot be read.
 */
export async function configFile(
  named: string | undefined,
  env: Environment,
  platform: string,
  files: Files & PrivateFiles,
): Promise<ConfigFile | undefined> {
  if (named === '-') throw notStdin();
  if (named !== undefined) return read(named, await files.read(named), files);
  const path = userConfigPath(env, platform, homedir());
  const text = await orNothing(() => files.read(path));
  return text === undefined ? undefined : read(path, text, files);
}

/** The YAML reader is only loaded where there is something to read. */
const read = async (path: string, text: string, files: PrivateFiles): Promise<ConfigFile> =>
  (await import('./config-read.ts')).readConfig(path, text, files);

/** Where each system keeps the settings of a user. */
export function userConfigPath(env: Environment, platform: string, home: string): string {
  const name = join('azmon', 'config.yaml');
  if (platform === 'win32') return join(env.APPDATA || join(home, 'AppData', 'Roaming'), name);
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', name);
  return join(env.XDG_CONFIG_HOME || join(home, '.config'), name);
}

async function orNothing(read: () => Promise<string>): Promise<string | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Problem && error.code === 'AZMON-FILE-MISSING') return undefined;
    throw error;
  }
}

const notStdin = (): Problem =>
  new Problem({
    code: 'AZMON-CONFIG-STDIN',
    exit: EXIT.usage,
    message: 'the configuration is a file, not stdin',
    fix: [{ text: 'name the file' }],
  });
