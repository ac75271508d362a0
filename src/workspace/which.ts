import type { Azure } from '../ports.ts';
import { EXIT, Problem } from '../problem.ts';
import type { AzureWorkspace } from '../target/azure-workspace.ts';
import { isWorkspaceId } from '../target/workspace.ts';
import type { Ask } from './ask.ts';
import type { Provenance } from './credentials.ts';
import { findWorkspace } from './find.ts';
import { parseWorkspaceId } from './form-id.ts';
import { listWorkspaces } from './list.ts';
import { subscriptionIds } from './subscriptions.ts';

/** A text that names a workspace, and where it stands. */
export interface Said {
  readonly text: string;
  readonly from: Provenance;
}

/** What names the workspace. Both may be given, and must then agree. */
export interface Naming {
  /** The GUID. */
  readonly id?: Said;
  /** Name or resource id; a GUID is taken for an id. */
  readonly name?: Said;
  /** Ids or names of subscriptions to look in; none: all that can be seen. */
  readonly subscriptions: readonly string[];
}

export interface WorkspacePorts {
  /** Opened when first needed. */
  readonly azure: () => Promise<Azure>;
  /** Missing: nobody can answer. */
  readonly ask?: Ask;
}

/** Which workspace it is. `workspace` is known where Azure was asked for it. */
export interface Identified {
  readonly workspaceId: string;
  readonly from: Provenance;
  readonly workspace?: AzureWorkspace;
}

/**
 * Which workspace is meant. Forms are checked before anything is asked; Azure is asked only for a name or resource id.
 * Throws AZMON-WORKSPACE-ID, AZMON-WORKSPACE-MISSING, AZMON-WORKSPACE-DIFFERENT (2) and as `findWorkspace`.
 */
export async function whichWorkspace(naming: Naming, ports: WorkspacePorts): Promise<Identified> {
  const { id, name } = naming;
  const guid = id === undefined ? undefined : parseWorkspaceId(id.text, id.from.text);
  if (name === undefined) return guid === undefined ? chosen(naming, ports) : { workspaceId: guid, from: from(id) };
  const found = await named(name, naming, ports);
  if (guid !== undefined && guid !== found.workspaceId) throw different(name, found.workspaceId, guid);
  return found;
}

/** Found in the subscriptions that the caller named. */
export async function findIn(text: string, { subscriptions }: Naming, ports: WorkspacePorts): Promise<AzureWorkspace> {
  const azure = await ports.azure();
  return findWorkspace(text, azure, await subscriptionIds(subscriptions, azure));
}

async function named(name: Said, naming: Naming, ports: WorkspacePorts): Promise<Identified> {
  if (isWorkspaceId(name.text.trim())) return { workspaceId: name.text.trim().toLowerCase(), from: name.from };
  const workspace = await findIn(name.text, naming, ports);
  return { workspaceId: workspace.workspaceId, from: name.from, workspace };
}

async function chosen({ subscriptions }: Naming, ports: WorkspacePorts): Promise<Identified> {
  if (ports.ask === undefined) throw missing();
  const azure = await ports.azure();
  const { workspaces } = await listWorkspaces(azure, await subscriptionIds(subscriptions, azure));
  if (workspaces.length === 0) throw missing();
  const workspace = await ports.ask.workspace(workspaces);
  return { workspaceId: workspace.workspaceId, from: { source: 'prompt', text: 'the prompt' }, workspace };
}

const from = (said: Said | undefined): Provenance => said?.from ?? { source: 'flag', text: '--workspace-id' };

const missing = (): Problem =>
  new Problem({
    code: 'AZMON-WORKSPACE-MISSING',
    exit: EXIT.usage,
    message: 'no workspace is named',
    why: 'neither a flag, nor a variable, nor the configuration file names one, and there is nobody to ask or nothing to choose from',
    fix: [
      { text: '--workspace NAME|ID (AZMON_WORKSPACE): its id and key are looked up with your sign-in' },
      {
        text: '--workspace-id GUID (AZMON_WORKSPACE_ID) with --workspace-key-file PATH (AZMON_WORKSPACE_KEY_FILE), AZMON_WORKSPACE_KEY or --workspace-key-vault REFERENCE (AZMON_WORKSPACE_KEY_VAULT)',
      },
    ],
  });

const different = (name: Said, found: string, given: string): Problem =>
  new Problem({
    code: 'AZMON-WORKSPACE-DIFFERENT',
    exit: EXIT.usage,
    message: `${name.from.text} and the workspace id name two workspaces`,
    why: `the id of the one is ${found}, the id that was given is ${given}`,
    fix: [{ text: 'leave one of them out' }],
  });
