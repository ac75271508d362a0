import { type Identified, type Naming, type Said, type WorkspacePorts, whichWorkspace } from './which.ts';

/**
 * Whether a text names the workspace that the flags name. Azure is asked only where a name stands beside an id; false where the flags
 * name none: a key without a workspace belongs to nobody's.
 */
export async function sameWorkspace(flags: Naming, said: Said, { azure }: WorkspacePorts): Promise<boolean> {
  const own = [flags.id, flags.name].flatMap((one) => (one === undefined ? [] : [one.text.trim().toLowerCase()]));
  if (own.length === 0) return false;
  if (own.includes(said.text.trim().toLowerCase())) return true;
  const idOf = (naming: Naming): Promise<Identified> => whichWorkspace(naming, { azure });
  const { subscriptions } = flags;
  return (await idOf(flags)).workspaceId === (await idOf({ name: said, subscriptions })).workspaceId;
}
