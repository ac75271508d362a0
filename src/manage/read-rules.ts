import type { Azure } from '../ports.ts';
import { nameIn } from '../target/resource-id.ts';
import type { KnownMachine } from './known-machine.ts';
import type { StatusSource } from './machine-state.ts';
import type { RuleWorkspaces } from './presence.ts';
import { orUnread, type SeenWorkspace } from './read-fleet.ts';
import { sideBySide } from './side-by-side.ts';

/** How many rules are read at a time. */
const RULES = 8;

/** Where the rules send that machines are associated with. What cannot be read is noted among the sources, and left out. */
export async function readRules(
  azure: Azure,
  machines: readonly KnownMachine[],
  workspaces: readonly SeenWorkspace[],
  sources: StatusSource[],
): Promise<RuleWorkspaces> {
  const ids = new Map<string, string>();
  for (const { rules } of machines)
    if ('value' in rules) for (const rule of rules.value) ids.set(rule.toLowerCase(), rule);
  const known = new Map(workspaces.map(({ key, workspaceId }) => [key, workspaceId]));
  const failed: StatusSource[] = [];
  const read = await sideBySide([...ids], RULES, async ([key, id]) => {
    const rule = await orUnread(failed, `rule ${nameIn(id)}`, () => azure.rules.get(id));
    const guids = rule === undefined ? undefined : await guidsOf(rule.workspaces, known, azure, failed);
    return [key, guids] as const;
  });
  sources.push(...failed.filter((source) => !source.read));
  return new Map(read.flatMap(([key, guids]) => (guids === undefined ? [] : [[key, guids] as const])));
}

/** A workspace outside the subscriptions that were looked at is read by itself, once. */
async function guidsOf(
  ids: readonly string[],
  known: Map<string, string>,
  azure: Azure,
  failed: StatusSource[],
): Promise<string[]> {
  const guids = await sideBySide(ids, 1, async (id) => {
    const key = id.toLowerCase();
    const guid = known.get(key);
    if (guid !== undefined) return guid;
    const workspace = await orUnread(failed, `workspace ${nameIn(id)}`, () => azure.workspaces.get(id));
    known.set(key, workspace?.workspaceId ?? '');
    return workspace?.workspaceId ?? '';
  });
  return guids.filter((guid) => guid !== '');
}
