import { AGENTS } from '../agent/index.ts';
import {
  type AzureVm,
  extensionOf,
  type ScaleSetInstance,
  type ScaleSetPart,
  type VmExtension,
} from '../target/azure-vm.ts';
import { nameIn } from '../target/resource-id.ts';
import type { PolicyAssignment } from '../target/scope.ts';
import type { Heartbeat } from './heartbeat.ts';
import { holdsInRecords, holdsOn } from './holds.ts';
import type { KnownMachine } from './known-machine.ts';
import { type InstanceCounts, type MachineStatus, type Presence, STATE_ORDER } from './machine-state.ts';
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
  if (machine.vm.set !== undefined) return statusOfSet(machine, machine.vm.set, rows, around);
  return statusOfOne(machine, rows, around);
}

function statusOfOne(machine: KnownMachine, rows: readonly Heartbeat[], around: Surroundings): MachineStatus {
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
    ...(vm.kind === 'vm' ? {} : { kind: vm.kind }),
    ...given('arc', vm.arc),
  };
}

/** One row for a scale set: what its model has, in the state of the instance that needs somebody first. */
function statusOfSet(
  machine: KnownMachine,
  set: ScaleSetPart,
  rows: readonly Heartbeat[],
  around: Surroundings,
): MachineStatus {
  const model = statusOfOne(machine, rows, around);
  const running = set.instances.filter(({ power }) => power === 'running');
  const each = running.map((one) => {
    const own = rows.filter(({ resourceId }) => resourceId === one.id.toLowerCase());
    return statusOfOne(ofInstance(machine, one), own, around);
  });
  const reporting = each.filter(({ agents }) => agents.some((one) => isFresh(one, around))).length;
  const instances: InstanceCounts = {
    ...{ all: set.instances.length, running: running.length, reporting },
    behind: set.instances.filter(({ latestModel }) => latestModel === false).length,
    failed: set.instances.filter(hasFailed).map(({ name }) => name),
  };
  const worst = each.toSorted((a, b) => rank(a) - rank(b))[0];
  const { reason: _, ...row } = model;
  const state = worst?.state ?? model.state;
  const reason = [(worst ?? model).reason, ...countWords(instances, model.agents.length > 0)].filter(isText).join('; ');
  return { ...row, state, ...given('reason', reason === '' ? undefined : reason), instances };
}

/** As if it were a machine of its own: what its model wants of it says less than what is on it. */
const ofInstance = (machine: KnownMachine, instance: ScaleSetInstance): KnownMachine => ({
  ...machine,
  power: instance.power,
  vm: { ...machine.vm, extensions: instance.extensions.map((one) => ({ ...fromModel(machine.vm, one), ...one })) },
});

const fromModel = (vm: AzureVm, one: ScaleSetInstance['extensions'][number]): VmExtension => ({
  ...{ version: '', settings: {}, ...one },
  ...extensionOf(vm, one),
});

const hasFailed = ({ extensions }: ScaleSetInstance): boolean =>
  extensions.some(
    ({ publisher, provisioning }) => PUBLISHERS.includes(publisher.toLowerCase()) && FAILED.test(provisioning),
  );

const FAILED = /^(failed|cancell?ed)$/i;
const PUBLISHERS: readonly string[] = Object.values(AGENTS).map(({ extension }) => extension.publisher.toLowerCase());

const rank = ({ state }: MachineStatus): number => STATE_ORDER.indexOf(state);
const isText = (text: string | undefined): text is string => text !== undefined && text !== '';
const isFresh = ({ lastRecordAgeMs }: Presence, { freshMs }: Surroundings): boolean =>
  lastRecordAgeMs !== undefined && lastRecordAgeMs <= freshMs;

function countWords({ running, reporting, behind, failed }: InstanceCounts, hasAgent: boolean): readonly string[] {
  return [
    ...(hasAgent ? [`${reporting} of ${running} running instances report`] : []),
    ...(hasAgent && behind > 0 ? [`${behind} not on the newest model`] : []),
    ...(failed.length === 0
      ? []
      : [
          `the extension failed on ${failed.slice(0, 3).join(', ')}${failed.length > 3 ? ` and ${failed.length - 3} more` : ''}`,
        ]),
  ];
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
