import type { Azure, GraphRow } from '../ports.ts';
import { Problem } from '../problem.ts';
import type { VmExtension } from '../target/azure-vm.ts';
import { AGENT_EXTENSIONS, ALL_MACHINES, RULE_ASSOCIATIONS, WORKSPACES } from '../target/graph-queries.ts';
import { machineKeyOf } from '../target/resource-id.ts';
import { extensionOfRow, text, vmOfRow } from './graph-rows.ts';
import type { KnownMachine } from './known-machine.ts';
import type { StatusSource } from './machine-state.ts';
import { powerWord } from './power-word.ts';
import { sideBySide } from './side-by-side.ts';

/** A workspace as far as status needs it. */
export interface SeenWorkspace {
  /** ARM id in lower case. */
  readonly key: string;
  readonly name: string;
  /** GUID, lower case. */
  readonly workspaceId: string;
}

export interface Fleet {
  readonly machines: readonly KnownMachine[];
  readonly workspaces: readonly SeenWorkspace[];
  readonly sources: readonly StatusSource[];
}

/**
 * Every machine of the subscriptions (ids; none: all that can be seen) with its agents and rules, by Resource Graph. Throws where machines
 * or extensions cannot be read: without them every answer would be wrong.
 */
export async function readFleet(azure: Azure, subscriptions: readonly string[], signal?: AbortSignal): Promise<Fleet> {
  const sources: StatusSource[] = [];
  const read = (query: string): Promise<readonly GraphRow[]> => rowsOf(azure, query, subscriptions, signal);
  const orNone = (source: string, query: string) => orUnread(sources, source, () => read(query));
  const [machines, extensions, associations, workspaces] = await Promise.all([
    read(ALL_MACHINES.text({})),
    read(AGENT_EXTENSIONS.text({})),
    orNone('Resource Graph: rule associations', RULE_ASSOCIATIONS.text({})),
    orNone('Resource Graph: workspaces', WORKSPACES.text({})),
  ]);
  const sets: StatusSource[] = [];
  return {
    machines: await withScaleSets(assemble(machines, extensions, associations), azure, sets),
    workspaces: workspacesIn(workspaces ?? []),
    sources: [{ source: 'Resource Graph: machines and extensions', read: true }, ...sources, ...sets],
  };
}

/** How many scale sets are read at a time. */
const SETS = 8;

/** Resource Graph has a scale set's model and not its instances: each set is read itself. One that cannot be read is named among the sources. */
async function withScaleSets(
  machines: readonly KnownMachine[],
  azure: Azure,
  sources: StatusSource[],
): Promise<readonly KnownMachine[]> {
  const unread: StatusSource[] = [];
  const sets = machines.filter(({ kind }) => kind === 'scale-set');
  const read = await sideBySide(sets, SETS, async (machine) => {
    const { id, name } = machine.vm;
    const vm = await orUnread(unread, `scale set ${name}`, () => azure.machines.vm(id));
    return [machine, vm === undefined ? undefined : { ...machine, vm, power: powerWord(vm) }] as const;
  });
  sources.push(...unread.filter((one) => !one.read));
  const known = new Map(read);
  return machines.flatMap((machine) => (known.has(machine) ? (known.get(machine) ?? []) : [machine]));
}

/** All pages of a query. */
export async function rowsOf(
  azure: Azure,
  query: string,
  subscriptions: readonly string[],
  signal?: AbortSignal,
): Promise<readonly GraphRow[]> {
  const rows: GraphRow[] = [];
  for await (const page of azure.resources.graph(query, subscriptions, signal)) rows.push(...page);
  return rows;
}

/** The answer; undefined where there is none, which is noted among the sources. */
export async function orUnread<T>(
  sources: StatusSource[],
  source: string,
  read: () => Promise<T>,
): Promise<T | undefined> {
  try {
    const value = await read();
    sources.push({ source, read: true });
    return value;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const why = error.why === undefined ? error.message : `${error.message}: ${error.why}`;
    sources.push({ source, read: false, why });
    return undefined;
  }
}

/** Rows of machines with the extensions and associations that belong to them. */
export function assemble(
  machines: readonly GraphRow[],
  extensions: readonly GraphRow[],
  associations: readonly GraphRow[] | undefined,
): KnownMachine[] {
  const agents = new Map<string, VmExtension[]>();
  for (const row of extensions) push(agents, machineKeyOf(text(row, 'id')), extensionOfRow(row));
  const rules = new Map<string, string[]>();
  for (const row of associations ?? [])
    if (text(row, 'rule') !== '') push(rules, machineKeyOf(text(row, 'id')), text(row, 'rule'));
  return machines.map((row) => {
    const key = text(row, 'id').toLowerCase();
    const vm = vmOfRow(row, agents.get(key) ?? []);
    const power = powerWord(vm);
    return {
      kind: vm.kind,
      vm,
      ...(power === '' || power === 'unknown' ? {} : { power }),
      rules: associations === undefined ? UNREAD : { value: rules.get(key) ?? [] },
    };
  });
}

const UNREAD = { unread: 'Resource Graph did not show the rule associations' };

/** Rows of WORKSPACES. */
export const workspacesIn = (rows: readonly GraphRow[]): SeenWorkspace[] =>
  rows.map((row) => ({
    key: text(row, 'id').toLowerCase(),
    name: text(row, 'name'),
    workspaceId: text(row, 'workspaceId').toLowerCase(),
  }));

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
