import type { Azure, GraphRow } from '../ports.ts';
import { EXIT, Problem } from '../problem.ts';
import { WORKSPACES } from '../target/graph-queries.ts';
import { nearest } from '../target/nearest.ts';
import { placeOfWorkspace } from '../target/workspace.ts';

/** A workspace that is nowhere to be seen; a close name is suggested. */
export async function unknownWorkspace(text: string, azure: Azure, subscriptions: readonly string[]): Promise<Problem> {
  const names = await namesSeen(azure, subscriptions);
  const meant = nearest(placeOfWorkspace(text)?.name ?? text, names);
  return new Problem({
    code: 'AZMON-WORKSPACE-UNKNOWN',
    exit: EXIT['not-found'],
    message: `there is no workspace ${text} ${where(subscriptions)}`,
    why:
      meant === undefined
        ? 'it may stand in a subscription, tenant or cloud that this sign-in does not see, or have been deleted'
        : `did you mean ${meant}?`,
    fix: [
      { text: 'the workspaces you can see', command: 'azmon workspace list' },
      { text: 'who is signed in, and where', command: 'azmon login status' },
    ],
  });
}

function where(subscriptions: readonly string[]): string {
  if (subscriptions.length === 0) return 'among those you can see';
  return subscriptions.length === 1
    ? `in the subscription ${subscriptions[0]}`
    : `in those ${subscriptions.length} subscriptions`;
}

/** Only for a suggestion: what stands in its way is no matter. */
async function namesSeen(azure: Azure, subscriptions: readonly string[]): Promise<readonly string[]> {
  const rows: GraphRow[] = [];
  try {
    for await (const page of azure.resources.graph(WORKSPACES.text({}), subscriptions)) rows.push(...page);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
  }
  return rows.flatMap(({ name }) => (typeof name === 'string' ? [name] : []));
}

export const ambiguousWorkspace = (text: string, ids: readonly string[]): Problem =>
  new Problem({
    code: 'AZMON-WORKSPACE-AMBIGUOUS',
    exit: EXIT.usage,
    message: `${ids.length} workspaces are named ${text}`,
    why: ids.join('\n'),
    fix: [{ text: 'give the resource id of the one that is meant, or its subscription with --subscription' }],
  });

/** What was given is not repeated: it may be a key. */
export const notAWorkspace = (): Problem =>
  new Problem({
    code: 'AZMON-WORKSPACE-NAME-FORM',
    exit: EXIT.usage,
    message: 'that names no workspace',
    why: 'a workspace is named by its name (4 to 63 letters, digits and dashes), its resource id, or its id (a GUID)',
    fix: [{ text: 'the workspaces you can see', command: 'azmon workspace list' }],
  });
