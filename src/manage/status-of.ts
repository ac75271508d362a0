import type { AzureVm } from '../target/azure-vm.ts';
import { nameIn } from '../target/resource-id.ts';
import type { PolicyAssignment } from '../target/scope.ts';
import type { Heartbeat } from './heartbeat.ts';
import { holdsInRecords, holdsOn } from './holds.ts';
import type { KnownMachine } from './known-machine.ts';
import type { MachineStatus, Presence } from './machine-state.ts';
import { presencesOf, type RuleWorkspaces } from './presence.ts';
import type { Heartbeats } from './read-heartbeats.ts';
import { machineState } from './state-of.ts';
import type { SystemLook } from './system-of.ts';

/** What all machines of a run have in common. */
export interface Surroundings {
  readonly freshMs: number;
  readonly days: number;
  readonly rules: RuleWorkspaces;
  readonly heartbeats: Heartbeats;
  /** Names of workspaces by GUID. */
  readonly names: ReadonlyMap<string, string>;
  readonly policiesOf: (vm: AzureVm) => readonly PolicyAssignment[];
  readonly systemLook: (vm: AzureVm) => SystemLook;
}

/** The status of a machine that Azure has a resource for. Pure. */
export function statusOfMachine(
  machine: KnownMachine,
  rows: readonly Heartbeat[],
  around: Surroundings,
): MachineStatus {
  const { vm, power } = machine;
  const agents = presencesOf(machine, rows, around.rules);
  const look = around.systemLook(vm);
  const holds = agents.some(({ agent }) => agent === 'log-analytics')
    ? holdsOn({ vm, system: look.system, heartbeats: rows, policies: around.policiesOf(vm) })
    : [];
  const { freshMs, days } = around;
  const stated = machineState({
    ...{ agents, known: true, freshMs, days, rulesRead: 'value' in machine.rules },
    ...given('unread', unreadOf(agents, around)),
    ...given('refused', look.refused),
    ...given('held', holds.length === 0 ? undefined : holds.map(({ message }) => message).join('; ')),
    ...given('power', power),
  });
  return {
    ...{ target: vm.id, name: vm.name, system: vm.system, location: vm.location },
    ...given('systemName', look.name),
    ...given('power', power),
    ...stated,
    ...given('holds', holds.length === 0 ? undefined : holds),
    agents,
  };
}

/** The status of a machine that is known by its records alone; `id` where they name a resource that was not among those read. Pure. */
export function statusOfRecords(
  rows: readonly Heartbeat[],
  id: string | undefined,
  around: Surroundings,
): MachineStatus {
  const { freshMs, days } = around;
  const computer = rows.find((row) => row.computer !== '')?.computer ?? 'unknown';
  const agents = presencesOf(undefined, rows, around.rules);
  const holds = holdsInRecords(rows);
  const stated = machineState({
    ...{ agents, known: id !== undefined, freshMs, days, rulesRead: false },
    ...given('held', holds[0]?.message),
  });
  const reason = id === undefined ? undefined : 'its resource was not among those that could be read';
  return {
    target: id ?? computer,
    name: id === undefined ? computer : nameIn(id),
    system: rows.find(({ system }) => system !== 'unknown')?.system ?? 'unknown',
    state: stated.state,
    ...given('reason', stated.reason ?? reason),
    ...given('holds', holds.length === 0 ? undefined : holds),
    agents,
  };
}

/** Why a missing record may be there all the same; undefined: every workspace that the machine may report to was read. */
function unreadOf(agents: readonly Presence[], { heartbeats, names }: Surroundings): string | undefined {
  const set = [...new Set(agents.flatMap(({ workspaces }) => workspaces))];
  const missed = set.length > 0 ? set.filter((id) => !heartbeats.read.has(id)) : [...heartbeats.unread.keys()];
  const [first, ...others] = missed;
  if (first === undefined) return undefined;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return `records of the workspace ${names.get(first) ?? first}${more} could not be read`;
}

const given = <K extends string, V>(name: K, value: V | undefined): { readonly [P in K]?: V } =>
  value === undefined ? {} : ({ [name]: value } as { readonly [P in K]?: V });
