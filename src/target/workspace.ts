import { isGroupName } from './resource-id.ts';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Naming rules of Log Analytics workspaces: 4 to 63 letters, digits and dashes, no dash at either end. */
const NAME = /^[a-z0-9][a-z0-9-]{2,61}[a-z0-9]$/i;
const RESOURCE =
  /^\/?subscriptions\/(?<subscription>[0-9a-f-]{36})\/resourceGroups\/(?<group>[^/]+)\/providers\/Microsoft\.OperationalInsights\/workspaces\/(?<name>[^/]+)\/?$/i;

/** Where a workspace stands in Azure. */
export interface WorkspacePlace {
  readonly subscription: string;
  readonly group: string;
  readonly name: string;
}

export const workspaceResourceId = ({ subscription, group, name }: WorkspacePlace): string =>
  `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.OperationalInsights/workspaces/${name}`;

/** The parts of a workspace's resource id, the subscription in lower case; undefined where it is none. */
export function placeOfWorkspace(text: string): WorkspacePlace | undefined {
  const { subscription = '', group = '', name = '' } = RESOURCE.exec(text)?.groups ?? {};
  return isWorkspaceName(name) && GUID.test(subscription) && isGroupName(group)
    ? { subscription: subscription.toLowerCase(), group, name }
    : undefined;
}

/** A workspace id as the portal shows it (ARM: customerId). */
export const isWorkspaceId = (text: string): boolean => GUID.test(text);

/** The name or the resource id of a workspace: which workspace it is, but its id must be looked up in Azure. Not a GUID, nor one with a slip in it. */
export function isWorkspaceName(text: string): boolean {
  const name = RESOURCE.exec(text)?.groups?.name ?? text;
  return NAME.test(name) && !looksLikeGuid(name);
}

/** Hexadecimal digits in five groups, or as many of them as a GUID has: a slip would else be taken for a name. */
const looksLikeGuid = (text: string): boolean =>
  /^[0-9a-f]+(-[0-9a-f]+){4}$/i.test(text) || /^[0-9a-f-]{30,}$/i.test(text);
