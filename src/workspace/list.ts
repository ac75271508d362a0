import type { Azure } from '../ports.ts';
import { Problem } from '../problem.ts';
import type { AzureWorkspace } from '../target/azure-workspace.ts';

/** Reads of Azure Resource Manager come out of one bucket a subscription; eight at a time empty none and wait for none. */
const AT_ONCE = 8;

/** Workspaces by subscription and name, and what stood in the way of reading some subscriptions. */
export interface WorkspaceList {
  readonly workspaces: readonly AzureWorkspace[];
  /** How many subscriptions were asked. */
  readonly asked: number;
  /** Each belongs to a subscription (`target`). */
  readonly problems: readonly Problem[];
}

/**
 * Every workspace of the subscriptions (ids; none: all that can be seen), each subscription asked itself: what was just made is there.
 * One that refuses does not hide the others.
 */
export async function listWorkspaces(azure: Azure, subscriptions: readonly string[]): Promise<WorkspaceList> {
  const asked = subscriptions.length > 0 ? subscriptions : (await azure.resources.subscriptions()).map(({ id }) => id);
  const lists: (readonly AzureWorkspace[] | Problem)[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < asked.length; index = next++)
      lists[index] = await listOf(azure, asked[index] ?? '');
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, asked.length) }, worker));
  return {
    asked: asked.length,
    workspaces: lists.flatMap((list) => (list instanceof Problem ? [] : [...list].sort(byName))),
    problems: lists.flatMap((list) => (list instanceof Problem ? [list] : [])),
  };
}

async function listOf(azure: Azure, subscription: string): Promise<readonly AzureWorkspace[] | Problem> {
  try {
    return await azure.workspaces.list(subscription);
  } catch (error) {
    if (error instanceof Problem) return error.on(subscription);
    throw error;
  }
}

const byName = (a: AzureWorkspace, b: AzureWorkspace): number => a.name.localeCompare(b.name, 'en');
