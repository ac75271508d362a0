import { hostname, userInfo } from 'node:os';
import { resolve } from 'node:path';
import { armTemplate } from '../disk/arm-templates.ts';
import { downloads } from '../disk/download.ts';
import { diskFiles } from '../disk/files.ts';
import { diskFolders } from '../disk/folders.ts';
import { localFiles } from '../disk/local-files.ts';
import { privateFiles } from '../disk/private-files.ts';
import { type ProbeTemplates, probeTemplates, type WrapperTemplates, wrapperTemplates } from '../disk/templates.ts';
import type { Azure, Clock, Files, Folders, PrivateFiles, ProbeRequest, Transport } from '../ports.ts';
import type { Downloads, ScriptTransport } from '../ports-scripts.ts';
import type { OpenedSandbox, SandboxWish } from '../sandbox/open.ts';
import type { Secret } from '../secret.ts';
import type { CloudId } from '../target/cloud.ts';
import { type Auth, type Management, managementOf } from '../target/management.ts';
import { transports } from '../transport/index.ts';
import type { InheritedChild, InheritedEnd } from '../transport/run-child.ts';
import { azureEnvironment } from './azure-environment.ts';
import { PACKAGE } from './package.ts';

/** The world as a command may use it: every member is opened when first used. */
export interface Outside {
  readonly files: Files & PrivateFiles;
  readonly clock: Clock;
  readonly templates: ProbeTemplates;
  readonly folders: Folders;
  /** The text of a template of templates/arm, by its name without `.json`. */
  armTemplate(name: string): string;
  /** How machines are reached, and what of the request is the same for all of them. */
  looking(wish: LookingWish): Promise<{ readonly transport: Transport; readonly probing: Probing }>;
  /** How machines are changed. */
  hosts(wish: HostsWish): Hosts;
  /** Throws AZMON-SANDBOX-ADDRESS (2); nothing is sent before a member is used. */
  azure(wish: AzureWish): Promise<Azure>;
}

export type HostsWish = Omit<LookingWish, 'sudo'>;

/** Machines that are looked at and changed by scripts. */
export interface Hosts {
  readonly transport: ScriptTransport;
  /** Of a look. */
  readonly probing: Probing;
  readonly wrappers: WrapperTemplates;
  readonly downloads: Downloads;
  /** Who starts the run, for the ledger of a machine: `ops@ci-7`. */
  readonly by: string;
  /** What this machine runs. */
  readonly system: 'linux' | 'windows';
  /** A path of this machine, whole. */
  readonly path: (path: string) => string;
}

export interface AzureWish {
  readonly cloud?: CloudId | undefined;
  readonly auth?: Auth | undefined;
  readonly tenant?: string | undefined;
  /** For people: the code of a device sign-in. */
  readonly tell: (line: string) => void;
  readonly signal: AbortSignal;
}

export interface OutsideOptions {
  /** Where templates/ is. */
  readonly root: string;
  /** Somebody can answer a question. */
  readonly interactive: boolean;
  readonly sshConfig: string | undefined;
}

export interface LookingWish {
  /** How many machines; ssh may only ask on the terminal when there is one. */
  readonly machines: number;
  readonly timeoutMs: number | undefined;
  /** Look as root where sudo allows it. */
  readonly sudo: boolean | undefined;
  /** For machines that are looked at through Azure. */
  readonly azure: () => Promise<Azure>;
  readonly signal: AbortSignal;
}

/** The part of a probe request that is the same for every machine. */
export type Probing = Omit<ProbeRequest, 'parameters' | 'secrets'>;

/** A probe takes a few seconds and its network tests 10 s side by side; what takes longer than this hangs. */
const TIMEOUT_MS = 120_000;

export type { OpenedSandbox, SandboxWish };

/** Starts an Azure on this machine; what it throws is a Problem. */
export async function sandboxServer(wish: SandboxWish): Promise<OpenedSandbox> {
  const { openSandboxServer } = await import('../sandbox/open.ts');
  return openSandboxServer(wish);
}

/** What a shell must set so that its commands see the sandbox: the variables that differ from this process's own. */
export async function sandboxShell(sandbox: OpenedSandbox, script: string): Promise<SandboxShell> {
  const { childEnvironment } = await import('../sandbox/child-environment.ts');
  const { values, close } = await childEnvironment(sandbox, process.env, {
    ...{ node: process.execPath, script, platform: process.platform },
  });
  const changed = Object.entries(values).filter(([name, value]) => process.env[name] !== value);
  return { variables: Object.fromEntries(changed), close };
}

export interface SandboxShell {
  readonly variables: Readonly<Record<string, string>>;
  /** Removes the files that the variables name. */
  close(): Promise<void>;
}

/** Runs a command in the environment of a sandbox, to its end. */
export async function sandboxChild(
  sandbox: OpenedSandbox,
  { script, ...child }: Omit<InheritedChild, 'env'> & { readonly script: string },
): Promise<InheritedEnd> {
  const { childEnvironment } = await import('../sandbox/child-environment.ts');
  const { runInherited } = await import('../transport/run-child.ts');
  const { values, close } = await childEnvironment(sandbox, process.env, {
    ...{ node: process.execPath, script, platform: process.platform },
  });
  try {
    return await runInherited({ ...child, env: values });
  } finally {
    await close();
  }
}

/** Where a cloud's management plane is; throws AZMON-SANDBOX-ADDRESS (2). */
export const managementFor = (cloud: CloudId): Management => managementOf(cloud, process.env.AZMON_SANDBOX);

/** The scripts themselves, for whoever prints them. */
export const probes = probeTemplates;

/** The files of this machine; stdin can be read once by each. */
export const machineFiles = (): Files & PrivateFiles => ({
  ...diskFiles({ stdin: () => process.stdin }),
  ...privateFiles(process.platform),
});

/** The only place that opens the outside. */
export function outside({ root, interactive, sshConfig }: OutsideOptions): Outside {
  const templates = probeTemplates(root);
  return {
    templates,
    files: machineFiles(),
    folders: diskFolders(),
    armTemplate: (name) => armTemplate(root, name),
    clock: { now: () => Date.now() },
    async azure({ cloud = 'public', auth = 'auto', tenant, tell, signal }) {
      const management = managementFor(cloud);
      const env = azureEnvironment(process.env);
      const { openAzure } = await import('../azure/index.ts');
      return openAzure({
        ...{ management, cloud, auth, tell, signal, interactive, env },
        ...(tenant === undefined ? {} : { tenant }),
      });
    },
    async looking({ machines, timeoutMs, sudo, azure, signal }) {
      const transport = transports({
        ...{ platform: process.platform, env: process.env, windowsScript: templates.windowsPath },
        ...{ interactive: interactive && machines === 1, connectTimeoutS: CONNECT_TIMEOUT_S },
        ...(sshConfig === undefined ? {} : { configFile: sshConfig }),
        ...{ azure, runCommandTimeoutMs: timeoutMs },
      });
      const password = sudo === true && interactive ? await sudoPassword() : undefined;
      const asRoot = sudo === true ? { sudo: password === undefined ? {} : { password } } : {};
      return {
        transport,
        probing: {
          ...{ linux: templates.linux, windows: templates.windows, timeoutMs: timeoutMs ?? TIMEOUT_MS, signal },
          ...asRoot,
        },
      };
    },
    hosts: (wish) => openHosts(wish, { root, interactive, sshConfig }, templates),
  };
}

function openHosts(
  { machines, timeoutMs, azure, signal }: HostsWish,
  { root, interactive, sshConfig }: OutsideOptions,
  templates: ProbeTemplates,
): Hosts {
  const wrappers = wrapperTemplates(root);
  const transport = transports({
    ...{ platform: process.platform, env: process.env, windowsScript: templates.windowsPath },
    ...{ interactive: interactive && machines === 1, connectTimeoutS: CONNECT_TIMEOUT_S },
    ...(sshConfig === undefined ? {} : { configFile: sshConfig }),
    ...{ azure, runCommandTimeoutMs: timeoutMs, windowsWrapper: wrappers.windowsPath, files: localFiles() },
  });
  return {
    ...{ transport, wrappers, by: whoStarts(), path: (path) => resolve(path) },
    probing: { linux: templates.linux, windows: templates.windows, timeoutMs: TIMEOUT_MS, signal },
    downloads: downloads({ env: process.env, userAgent: `azmon/${PACKAGE.version}` }),
    system: process.platform === 'win32' ? 'windows' : 'linux',
  };
}

/** `ops@ci-7`; a user without an entry of its own is told by its number. */
function whoStarts(): string {
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}@${hostname()}`;
  }
}

const CONNECT_TIMEOUT_S = 15;

/** Asked once, for all machines, and only while somebody can answer. */
async function sudoPassword(): Promise<Secret | undefined> {
  const { promptSecret } = await import('../terminal/prompt.ts');
  return promptSecret('Password for sudo on the targets:');
}
