import type { Agent } from '../agent/agent.ts';
import { AGENTS } from '../agent/index.ts';
import { extensionOf, type VmExtension } from '../target/azure-vm.ts';
import type { Heartbeat } from './heartbeat.ts';
import type { KnownMachine } from './known-machine.ts';
import type { Presence } from './machine-state.ts';

/** Workspaces (GUIDs) that a rule sends to, by the rule's id in lower case; a rule that could not be read is not in it. */
export type RuleWorkspaces = ReadonlyMap<string, readonly string[]>;

/** The generations on a machine: by its extensions, and by the records of its agents. Pure. */
export function presencesOf(
  machine: KnownMachine | undefined,
  heartbeats: readonly Heartbeat[],
  ruleWorkspaces: RuleWorkspaces,
): readonly Presence[] {
  return Object.values(AGENTS).flatMap((agent) => {
    const extension = machine === undefined ? undefined : extensionFor(machine, agent);
    const records = heartbeats.filter((heartbeat) => heartbeat.agent === agent.id);
    if (extension === undefined && records.length === 0) return [];
    const rules = machine !== undefined && 'value' in machine.rules ? machine.rules.value : [];
    return [presenceOf(agent, extension, records, agent.extension.destination === 'rule' ? rules : [], ruleWorkspaces)];
  });
}

/** Arc machines and older scale sets carry the extensions of either system under the same publisher. */
function extensionFor({ vm }: KnownMachine, { extension }: Agent): VmExtension | undefined {
  const { publisher } = extension;
  return extensionOf(vm, { publisher, type: extension[vm.system].type });
}

function presenceOf(
  agent: Agent,
  extension: VmExtension | undefined,
  records: readonly Heartbeat[],
  rules: readonly string[],
  ruleWorkspaces: RuleWorkspaces,
): Presence {
  const newest = records.reduce<Heartbeat | undefined>(
    (best, record) => (best === undefined || record.at > best.at ? record : best),
    undefined,
  );
  const own = extension?.settings.workspaceId;
  const set = typeof own === 'string' && own !== '' ? [own.toLowerCase()] : [];
  const told = rules.flatMap((rule) => ruleWorkspaces.get(rule.toLowerCase()) ?? []);
  const version = newest?.version ?? extension?.installedVersion;
  return {
    agent: agent.id,
    seen: [
      ...(extension === undefined ? [] : (['extension'] as const)),
      ...(newest === undefined ? [] : (['heartbeat'] as const)),
    ],
    workspaces: [...new Set([...set, ...told, ...records.map(({ workspace }) => workspace)])],
    rules,
    ...(extension === undefined
      ? {}
      : { extension: { name: extension.name, state: extension.provisioning, version: extension.version } }),
    ...(newest === undefined
      ? {}
      : { lastRecord: newest.at, lastRecordAgeMs: newest.ageMs, category: newest.category }),
    ...(version === undefined ? {} : { version }),
  };
}
