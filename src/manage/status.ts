import { AGENTS } from '../agent/index.ts';
import type { Azure } from '../ports.ts';
import type { Problem } from '../problem.ts';
import type { VmExtension } from '../target/azure-vm.ts';
import type { AzureWorkspace } from '../target/azure-workspace.ts';
import type { ResourceId } from '../target/resource-id.ts';
import { closedSubscriptions } from './closed-subscriptions.ts';
import type { Heartbeat } from './heartbeat.ts';
import { joinHeartbeats } from './join.ts';
import type { KnownMachine } from './known-machine.ts';
import type { MachineStatus, StatusSource } from './machine-state.ts';
import { presencesOf, type RuleWorkspaces } from './presence.ts';
import { type Fleet, readFleet } from './read-fleet.ts';
import { type Heartbeats, readHeartbeats } from './read-heartbeats.ts';
import { readNamed } from './read-named.ts';
import { readPolicies } from './read-policies.ts';
import { readRules } from './read-rules.ts';
import { type Surroundings, statusOfMachine, statusOfRecords } from './status-of.ts';
import { systemLooks } from './system-of.ts';

/** Whose status is wanted. */
export interface StatusQuestion {
  /** Machines that were named; missing: every machine of the scope. */
  readonly machines?: readonly ResourceId[];
  /** Ids; none: all that can be seen. */
  readonly subscriptions: readonly string[];
  /** Only machines that have to do with it. */
  readonly workspace?: AzureWorkspace;
  /** Milliseconds: so old may a record be for the machine to count as reporting. */
  readonly freshMs: number;
  /** YYYY-MM-DD: by what the successor takes on that day. */
  readonly asOf: string;
}

export interface StatusRun {
  readonly machines: readonly MachineStatus[];
  /** Machines that are known by their records alone: `target` is a computer name. */
  readonly strangers: readonly MachineStatus[];
  readonly sources: readonly StatusSource[];
  /** Names of workspaces by GUID. */
  readonly workspaces: ReadonlyMap<string, string>;
  /** Of what was named by the user and could not be read. */
  readonly problems: readonly Problem[];
}

/** Days in which records are looked for: beyond them a silent machine is known by its extension only. */
const DAYS = 14;

/**
 * Who runs what, and whether it reports; reads only. What could not be read stands among the sources. Throws where the machines of a
 * scope cannot be listed.
 */
export async function readStatus(question: StatusQuestion, azure: Azure, signal?: AbortSignal): Promise<StatusRun> {
  const { machines, subscriptions } = question;
  const fleet: Fleet & { readonly problems: readonly Problem[] } =
    machines === undefined ? await fleetOf(azure, subscriptions, signal) : await readNamed(azure, machines, signal);
  const sources: StatusSource[] = [...fleet.sources];
  const rules = await readRules(azure, fleet.machines, fleet.workspaces, sources);
  const heartbeats = await readHeartbeats(azure, workspacesOf(question, fleet, rules), DAYS, signal);
  const around = { ...(await surroundings(question, fleet, azure, sources)), rules, heartbeats };
  const found = statuses(question, fleet, around);
  sources.push(...heartbeatSources(around, machines === undefined ? undefined : found.machines));
  return { ...found, sources, workspaces: around.names, problems: problemsOf(question, fleet, heartbeats) };
}

async function fleetOf(azure: Azure, subscriptions: readonly string[], signal?: AbortSignal) {
  const fleet = await readFleet(azure, subscriptions, signal);
  return { ...fleet, problems: await closedSubscriptions(azure, subscriptions, fleet.machines) };
}

/** GUIDs of the workspaces whose records are asked for. */
function workspacesOf({ workspace, machines }: StatusQuestion, fleet: Fleet, rules: RuleWorkspaces): readonly string[] {
  const named = workspace === undefined ? [] : [workspace.workspaceId];
  if (workspace !== undefined && machines === undefined) return named;
  const own = fleet.machines.flatMap((machine) => presencesOf(machine, [], rules).flatMap((one) => one.workspaces));
  const seen = fleet.workspaces.map(({ workspaceId }) => workspaceId);
  return [...new Set([...named, ...own, ...seen])].filter((id) => id !== '');
}

async function surroundings(
  { workspace, freshMs, asOf }: StatusQuestion,
  { machines, workspaces }: Fleet,
  azure: Azure,
  sources: StatusSource[],
): Promise<Omit<Surroundings, 'rules' | 'heartbeats'>> {
  const { publisher } = AGENTS['log-analytics'].extension;
  const isLegacy = (one: VmExtension): boolean => one.publisher.toLowerCase() === publisher.toLowerCase();
  const withLegacy = machines.map(({ vm }) => vm).filter(({ extensions }) => extensions.some(isLegacy));
  return {
    ...{ freshMs, days: DAYS, systemLook: systemLooks(asOf) },
    policiesOf: await readPolicies(azure, withLegacy, sources),
    names: new Map(
      [...workspaces, ...(workspace === undefined ? [] : [workspace])].map((one) => [one.workspaceId, one.name]),
    ),
  };
}

/** A workspace that cannot be read is no loss for named machines that are all set to report to others. */
const heartbeatSources = (
  { heartbeats, names }: Surroundings,
  named: readonly MachineStatus[] | undefined,
): StatusSource[] => {
  const source = (id: string): string => `Heartbeat of ${names.get(id) ?? id}`;
  const isMissed = (id: string): boolean =>
    named === undefined || named.some(({ agents }) => agents.length === 0 || isReportedTo(id, agents));
  return [
    ...[...heartbeats.read].map((id) => ({ source: source(id), read: true })),
    ...[...heartbeats.unread]
      .filter(([id]) => isMissed(id))
      .map(([id, { message, why }]) => ({
        ...{ source: source(id), read: false },
        why: why === undefined ? message : `${message}: ${why}`,
      })),
  ];
};

const isReportedTo = (id: string, agents: MachineStatus['agents']): boolean =>
  agents.some(({ workspaces }) => workspaces.includes(id));

function statuses(
  question: StatusQuestion,
  fleet: Fleet,
  around: Surroundings,
): Pick<StatusRun, 'machines' | 'strangers'> {
  const { of, elsewhere, strangers } = joinHeartbeats(fleet.machines, around.heartbeats.rows);
  const known = fleet.machines.map((machine) => statusOfMachine(machine, recordsOf(machine, of), around));
  if (question.machines !== undefined) return { machines: known, strangers: [] };
  // An old record of a resource that is not there any more: the machine was deleted.
  const alive = [...elsewhere].filter(([, rows]) => rows.some(({ ageMs }) => ageMs <= around.freshMs));
  const foreign = alive
    .filter(([id]) => isInScope(id, question))
    .map(([id, rows]) => statusOfRecords(rows, id, around));
  return {
    machines: [...known, ...foreign].filter(concerns(question)),
    strangers: [...strangers.values()].map((rows) => statusOfRecords(rows, undefined, around)),
  };
}

/** Of a scale set those of its instances too, which may stand there as machines of their own. */
const recordsOf = ({ vm }: KnownMachine, of: ReadonlyMap<string, readonly Heartbeat[]>): readonly Heartbeat[] =>
  [vm.key, ...(vm.set?.instances ?? []).map(({ id }) => id.toLowerCase())].flatMap((key) => of.get(key) ?? []);

const isInScope = (id: string, { subscriptions }: StatusQuestion): boolean =>
  subscriptions.length === 0 || subscriptions.some((one) => id.startsWith(`/subscriptions/${one.toLowerCase()}/`));

/** With a workspace: machines that report to it, or are set to. */
const concerns =
  ({ workspace }: StatusQuestion) =>
  ({ agents }: MachineStatus): boolean =>
    workspace === undefined || isReportedTo(workspace.workspaceId, agents);

function problemsOf(
  { workspace }: StatusQuestion,
  { problems }: { readonly problems: readonly Problem[] },
  { unread }: Heartbeats,
): readonly Problem[] {
  const problem = workspace === undefined ? undefined : unread.get(workspace.workspaceId);
  return problem === undefined ? problems : [...problems, problem.on(workspace?.name ?? '')];
}
