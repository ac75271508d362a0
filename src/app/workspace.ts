import type { Azure, Files } from '../ports.ts';
import type { Secret } from '../secret.ts';
import type { CloudId } from '../target/cloud.ts';
import type { WorkspaceCredentials } from '../workspace/credentials.ts';

/** WORKSPACE_FLAGS and what else says where a workspace is looked for. */
export interface WorkspaceFlags {
  readonly workspace?: string | undefined;
  readonly 'workspace-id'?: string | undefined;
  readonly 'workspace-key-file'?: string | undefined;
  readonly 'workspace-key-vault'?: string | undefined;
  readonly subscription?: readonly string[] | undefined;
  readonly cloud?: CloudId | undefined;
}

/** Where the value of a flag stands. */
export type Origin = 'flag' | 'environment' | 'config';

/** What the base command knows beside the flags: `this.typed`. */
export interface Typed {
  readonly origin: (flag: string) => Origin | undefined;
  /** Of AZMON_WORKSPACE_KEY. */
  readonly key: Secret | undefined;
  /** The configuration file that was read, and the key in it. */
  readonly configured: { readonly path: string; readonly key?: Secret } | undefined;
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

/** One for a run: each source is read once, each workspace resolved once. */
export function workspaceResolver(_flags: WorkspaceFlags, _context: CredentialContext): WorkspaceResolver {
  throw new Error('to be written');
}

/** The workspace of the flags with its key. */
export const credentialsFor = (flags: WorkspaceFlags, context: CredentialContext): Promise<WorkspaceCredentials> =>
  workspaceResolver(flags, context)();
