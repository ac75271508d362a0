import type { Azure } from '../ports.ts';
import { Problem } from '../problem.ts';
import { Secret } from '../secret.ts';
import type { AzureWorkspace } from '../target/azure-workspace.ts';
import { isPermitted } from '../target/scope.ts';
import type { Provenance, WorkspaceCredentials } from '../workspace/credentials.ts';
import { findIn } from '../workspace/which.ts';
import type { Aim } from './install-aim.ts';
import {
  type CredentialContext,
  portsOf,
  type WorkspaceFlags,
  wishOf,
  workspaceFor,
  workspaceResolver,
} from './workspace.ts';

/** What reads the key of a workspace in Azure, by whatever way. */
const RIGHT = 'Microsoft.OperationalInsights/workspaces/sharedKeys/action';

/** Workspaces whose key the template reads by itself, so that it never comes here. */
export interface TemplateKeys {
  readonly resolver: typeof workspaceResolver;
  /** Resource id of the workspace; undefined where the key was given. */
  workspaceOf(aim: Aim): string | undefined;
}

/** As `workspaceResolver`; but where no key is given and the deployer may list the workspace's keys, that is left to the template. */
export function templateKeys(): TemplateKeys {
  const left = new Map<Secret, string>();
  const leave = (workspace: AzureWorkspace, flags: WorkspaceFlags): WorkspaceCredentials => {
    // Stands in the slot of a key that nobody here has; it is not sent.
    const key = new Secret('');
    left.set(key, workspace.id);
    const from: Provenance = { source: 'look-up', text: 'listKeys inside the template' };
    return {
      ...{ workspaceId: workspace.workspaceId, key, cloud: flags.cloud ?? 'public', workspace },
      ...{ from: { id: from, key: from }, keyState: { state: 'verified', which: 'primary' } },
    };
  };
  return {
    resolver(flags, context) {
      const usual = workspaceResolver(flags, context);
      const found = new Map<string, Promise<WorkspaceCredentials>>();
      return (row) => {
        const name = row?.trim().toLowerCase() ?? '';
        const running =
          found.get(name) ??
          readable(row, flags, context).then((one) => (one === undefined ? usual(row) : leave(one, flags)));
        found.set(name, running);
        return running;
      };
    },
    workspaceOf: ({ secrets }) => {
      const key = secrets.get('workspace-key');
      return key === undefined ? undefined : left.get(key);
    },
  };
}

/** The workspace, where its key may be read in Azure and none was given; what stands against it is told by whoever asks for the key. */
async function readable(
  row: string | undefined,
  flags: WorkspaceFlags,
  context: CredentialContext,
): Promise<AzureWorkspace | undefined> {
  const wish = wishOf(flags, context);
  if (wish.keys.length > 0) return undefined;
  try {
    const ports = portsOf({ ...context, interactive: false });
    const workspace =
      row === undefined
        ? await workspaceFor(flags, { ...context, interactive: false })
        : await findIn(row.trim(), wish, ports);
    return !workspace.keysRefused && (await mayRead(workspace, await context.azure())) ? workspace : undefined;
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

const mayRead = async ({ id }: AzureWorkspace, azure: Azure): Promise<boolean> =>
  isPermitted(await azure.resources.permissions(id), RIGHT);
