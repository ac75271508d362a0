import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AgentBundle, agentBundle, BUNDLE_COMMANDS, type ReleaseName, truncated } from './linux-agent/bundle.ts';
import { AgentWorld, DOWNLOADS, WORLD_COMMANDS } from './linux-agent/world.ts';
import { type LinuxHostOptions, linuxHost } from './linux-host.ts';
import { type HostRan, type RunOptions, runWrapper } from './linux-host-run.ts';
import { type Lan, openLan, SSHD_NEEDS, type SshHost } from './sshd.ts';

export const STAGE_NEEDS = {
  ...SSHD_NEEDS,
  commands: { ...SSHD_NEEDS.commands, ...BUNDLE_COMMANDS, ...WORLD_COMMANDS },
} as const;

export const WS = '11111111-2222-3333-4444-555555555555';
export const OTHER = '66666666-7777-8888-9999-aaaaaaaaaaaa';
/** The service knows nothing of it. */
export const UNKNOWN = '99999999-0000-4000-8000-999999999999';
const key = (start: number): string =>
  Buffer.from(Array.from({ length: 64 }, (_, at) => (start + at * 7) % 256)).toString('base64');
export const KEY = key(3);
export const OTHER_KEY = key(77);
export const WRONG_KEY = key(151);
export const LOGIN = { user: 'ops', password: 'pr0xy-pass-4711' };
export const SQUID = `http://${LOGIN.user}:${LOGIN.password}@proxy.example:3128`;
export const TINYPROXY = `http://${LOGIN.user}:${LOGIN.password}@proxy.example:8888`;
/** Texts that may be found nowhere, in the forms in which they could be. */
export const SECRETS = [KEY, OTHER_KEY, WRONG_KEY, LOGIN.password].flatMap((secret) => [
  secret,
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
]);

/** Where the service has a bundle: as its maker's addresses look. */
const pathOf = (name: string): string => `/microsoft/OMS-Agent-for-Linux/releases/download/test/${name}`;
export const urlOf = (name: string): string => `https://${DOWNLOADS}${pathOf(name)}`;

/** A LAN with the agents' service and machines, and the bundles: `stop` ends and removes all of it. */
export interface LinuxStage {
  readonly lan: Lan;
  readonly world: AgentWorld;
  readonly host: (name: string, options?: LinuxHostOptions) => Promise<SshHost>;
  /** Path on the machine, outside of what is compared. */
  readonly bring: (host: SshHost, version?: ReleaseName) => string;
  /** The wrapper alone. */
  readonly run: (host: SshHost, values: Readonly<Record<string, string>>, options?: RunOptions) => Promise<HostRan>;
  /** azmon as its user starts it, with nothing of this process's environment but the PATH; `env` comes on top. */
  readonly azmon: (words: readonly string[], env?: NodeJS.ProcessEnv, options?: AzmonOptions) => Promise<AzmonRan>;
  readonly stop: () => Promise<void>;
}

export interface AzmonOptions {
  /** In front of azmon's own command line: strace. */
  readonly before?: readonly string[];
  readonly input?: string;
}

export interface AzmonRan {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The only target of an answer as JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: each test says what it expects of it
  readonly target: any;
}

const RUN = fileURLToPath(new URL('../../bin/run.js', import.meta.url));

function azmon(
  lan: Lan,
  words: readonly string[],
  env: NodeJS.ProcessEnv = {},
  options: AzmonOptions = {},
): Promise<AzmonRan> {
  const [file = '', ...args] = [...(options.before ?? []), process.execPath, RUN, ...words];
  const own = { PATH: process.env.PATH, HOME: lan.folder, AZMON_SSH_CONFIG: lan.config, AZMON_NON_INTERACTIVE: '1' };
  return new Promise((resolve) => {
    const child = execFile(
      file,
      args,
      { env: { ...own, NO_COLOR: '1', ...env }, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        const exit = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
        resolve({ exit, stdout, stderr, target: targetOf(stdout) });
      },
    );
    child.stdin?.on('error', () => {});
    child.stdin?.end(options.input ?? '');
  });
}

function targetOf(stdout: string): AzmonRan['target'] {
  if (!stdout.startsWith('{')) return undefined;
  return JSON.parse(stdout).result?.targets?.[0];
}

/** `workspaces`: their keys by id. */
export async function linuxStage(
  workspaces: Readonly<Record<string, readonly string[]>> = { [WS]: [KEY], [OTHER]: [OTHER_KEY] },
): Promise<LinuxStage> {
  const lan = openLan();
  const world = await AgentWorld.open(lan, { workspaces, login: LOGIN });
  return {
    lan,
    world,
    host: (name, options) => linuxHost(lan, world, name, options),
    bring,
    run: (host, values, options) => runWrapper(lan, host, values, options),
    azmon: (words, env, options) => azmon(lan, words, env, options),
    stop: async () => {
      await world.close();
      await lan.stop();
    },
  };
}

function bring(host: SshHost, version: ReleaseName = '1.19.0-0'): string {
  const { path, name } = agentBundle(version);
  mkdirSync(join(host.root, 'tmp/bundles'), { recursive: true });
  cpSync(path, join(host.root, 'tmp/bundles', name));
  return `/tmp/bundles/${name}`;
}

/** The bundle at its address, with the list of hashes beside it; and ill ones under names of their own. */
export function servedFiles(lan: Lan, bundle: AgentBundle): NonNullable<Parameters<AgentWorld['set']>[0]['files']> {
  const sums = (name: string): { path: string } => {
    const path = join(lan.folder, `${name}.sha256sums`);
    writeFileSync(path, `${bundle.sha256}  ${name}\n`);
    return { path };
  };
  const ill = join(lan.folder, 'truncated.sh');
  writeFileSync(ill, truncated(bundle));
  return {
    [pathOf(bundle.name)]: { path: bundle.path },
    [pathOf(`${bundle.name}.sha256sums`)]: sums(bundle.name),
    [pathOf('cut.sh')]: { path: bundle.path, how: 'cut' },
    [pathOf('short.sh')]: { path: ill },
    [pathOf('short.sh.sha256sums')]: sums('short.sh'),
    [pathOf('slow.sh')]: { path: bundle.path, how: 'slow' },
    [pathOf('unknown.sh')]: { path: bundle.path },
  };
}

/** What `install` takes for a workspace. */
export const connection = (id = WS, secret = id === OTHER ? OTHER_KEY : KEY): Record<string, string> => ({
  AZMON_WORKSPACE_ID: id,
  AZMON_WORKSPACE_KEY: secret,
  AZMON_DOMAIN: 'opinsights.azure.com',
});

/** What it takes for a bundle that lies on the machine. */
export const brought = (path: string, version: ReleaseName = '1.19.0-0'): Record<string, string> => {
  const { name, sha256 } = agentBundle(version);
  return { AZMON_BUNDLE: path, AZMON_BUNDLE_NAME: name, AZMON_SHA256: sha256, AZMON_RELEASE: version };
};
