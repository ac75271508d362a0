import type { Azure, Files } from '../ports.ts';
import type { Secret } from '../secret.ts';
import type { AzureWorkspace } from '../target/azure-workspace.ts';
import type { CloudId } from '../target/cloud.ts';
import type { WorkspaceCredentials } from '../workspace/credentials.ts';
import type { Wish } from '../workspace/inspect.ts';
import { resolveWorkspace } from '../workspace/resolve.ts';
import { sameWorkspace } from '../workspace/same.ts';
import { findIn, type Naming, type Said, type WorkspacePorts, whichWorkspace } from '../workspace/which.ts';
import type { ConfigFile } from './config-file.ts';
import type { Origin, Settled } from './settle.ts';
import { workspaceAsk } from './workspace-ask.ts';
import { keySources } from './workspace-keys.ts';

/** WORKSPACE_FLAGS and what else says where a workspace is looked for. */
export interface WorkspaceFlags {
  readonly workspace?: string | undefined;
  readonly 'workspace-id'?: string | undefined;
  readonly 'workspace-key-file'?: string | undefined;
  readonly 'workspace-key-vault'?: string | undefined;
  readonly subscription?: readonly string[] | undefined;
  readonly cloud?: CloudId | undefined;
}

/** What the base command knows beside the flags: `this.typed`. */
export interface Typed {
  readonly origin: (flag: string) => Origin | undefined;
  /** What a variable or the configuration file says of a flag, whoever overrules it. */
  readonly said: Settled['said'];
  /** Of AZMON_WORKSPACE_KEY. */
  readonly key: Secret | undefined;
  /** The configuration file that was read, and the key in it. */
  readonly configured: Pick<ConfigFile, 'path' | 'key'> | undefined;
}

export interface CredentialContext extends Typed {
  readonly files: Files;
  /** Opened when first needed. */
  readonly azure: () => Promise<Azure>;
  /** Somebody can answer a question. */
  readonly interactive: boolean;
}

/**
 * The workspace of the flags with its key, from the documented sources. With `row` the workspace that a row of a target file names:
 * the key of the flags counts there only where it is the same workspace.
 */
export type WorkspaceResolver = (row?: string) => Promise<WorkspaceCredentials>;

/** One for a run: each source is read once, each workspace resolved once. Throws at once where a reference to Key Vault is wrong (2), later as `resolveWorkspace`. */
export function workspaceResolver(flags: WorkspaceFlags, context: CredentialContext): WorkspaceResolver {
  const wish = wishOf(flags, context);
  const ports = portsOf(context);
  const cloud = flags.cloud ?? 'public';
  const resolved = new Map<string, Promise<WorkspaceCredentials>>();
  const once = (name: string, resolve: () => Promise<WorkspaceCredentials>): Promise<WorkspaceCredentials> => {
    const running = resolved.get(name) ?? resolve();
    resolved.set(name, running);
    return running;
  };
  const own = (): Promise<WorkspaceCredentials> => once('', () => resolveWorkspace(wish, ports, cloud));
  return (row) => {
    if (row === undefined) return own();
    return once(row.trim().toLowerCase(), async () => {
      const said: Said = { text: row, from: { source: 'inventory', text: 'the target file' } };
      if (await sameWorkspace(wish, said, ports)) return own();
      return resolveWorkspace({ name: said, keys: [], subscriptions: wish.subscriptions }, withoutAsk(ports), cloud);
    });
  };
}

/** The workspace of the flags with its key. */
export async function credentialsFor(flags: WorkspaceFlags, context: CredentialContext): Promise<WorkspaceCredentials> {
  return workspaceResolver(flags, context)();
}

/** The workspace of the flags as Azure knows it; no key is asked for. Throws as `whichWorkspace` and `findWorkspace`. */
export async function workspaceFor(flags: WorkspaceFlags, context: CredentialContext): Promise<AzureWorkspace> {
  const [naming, ports] = [namingOf(flags, context), portsOf(context)];
  const { workspace, workspaceId } = await whichWorkspace(naming, ports);
  return workspace ?? findIn(workspaceId, naming, ports);
}

/** What the flags, variables and the configuration file say about the workspace and its key. Throws where a form is wrong (2). */
export function wishOf(flags: WorkspaceFlags, context: CredentialContext): Wish {
  const naming = namingOf(flags, context);
  return { ...naming, keys: keySources(flags, context, naming) };
}

export const portsOf = ({ azure, interactive }: CredentialContext): WorkspacePorts => ({
  azure,
  ...(interactive ? { ask: workspaceAsk } : {}),
});

/** Fifty rows would be fifty questions. */
const withoutAsk = ({ azure }: WorkspacePorts): WorkspacePorts => ({ azure });

/** Of --workspace and --workspace-id the one counts that was said closest: a flag beats the configuration file's other one. */
function namingOf(flags: WorkspaceFlags, context: CredentialContext): Naming {
  const said = (['workspace', 'workspace-id'] as const).flatMap((flag) => {
    const [text, origin] = [flags[flag], context.origin(flag) ?? 'flag'];
    return text === undefined ? [] : [{ flag, text, origin }];
  });
  const closest = LEVELS.find((level) => said.some(({ origin }) => origin === level));
  const counted = new Map(
    said
      .filter(({ origin }) => origin === closest)
      .map(({ flag, text, origin }) => [flag, { text, from: provenance(flag, origin, context) }]),
  );
  const [name, id] = [counted.get('workspace'), counted.get('workspace-id')];
  return {
    subscriptions: flags.subscription ?? [],
    ...(name === undefined ? {} : { name }),
    ...(id === undefined ? {} : { id }),
  };
}

const LEVELS: readonly Origin[] = ['flag', 'environment', 'config'];

const provenance = (flag: string, source: Origin, { configured }: CredentialContext): Said['from'] => ({
  source,
  text: { flag: `--${flag}`, environment: variableNamed(flag), config: configured?.path ?? 'the configuration file' }[
    source
  ],
});

const variableNamed = (flag: string): string => `AZMON_${flag.replaceAll('-', '_').toUpperCase()}`;
