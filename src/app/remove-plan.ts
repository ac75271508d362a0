import type { Agent, AgentId } from '../agent/agent.ts';
import { AGENTS } from '../agent/index.ts';
import { wantsOf } from '../check/azure/evidence.ts';
import type { AzureLook, Read } from '../machine/azure-look.ts';
import { detectSystem } from '../machine/detect.ts';
import { factsOfVm } from '../machine/facts-of-vm.ts';
import type { AzureWants } from '../machine/look-azure.ts';
import { type Heartbeats, readHeartbeats } from '../manage/read-heartbeats.ts';
import type { Action, Outstanding, Plan } from '../method/action.ts';
import { planRemoval } from '../method/removal.ts';
import type { HardStop, InstanceWish, RemovalRequest } from '../method/request.ts';
import type { Azure } from '../ports.ts';
import { EXIT, Problem } from '../problem.ts';
import type { RuleAssociation } from '../target/azure-rule.ts';
import { type AzureVm, extensionOf, type VmExtension } from '../target/azure-vm.ts';
import type { LocatedMachine } from './deploy-targets.ts';

/** What all machines of a removal have in common. */
export interface RemovalPlanning {
  readonly azure: Azure;
  readonly look: (id: string, wants: AzureWants) => Promise<AzureLook>;
  /** The generation that was named, unless a row names its own. */
  readonly agent: AgentId | undefined;
  readonly ignore: readonly HardStop[];
  readonly startStopped: boolean | undefined;
  readonly instances: InstanceWish | undefined;
  /** Records of a workspace (GUID), read once for all machines. */
  readonly records: (workspaceId: string) => Promise<Heartbeats>;
}

/** One machine of a removal before anything is done. */
export interface RemovalPlan {
  readonly vm: AzureVm;
  readonly agent?: Agent;
  readonly actions: readonly Action[];
  readonly note: string;
  readonly outstanding?: Outstanding;
  /** What could not be read and would have counted. */
  readonly unread: readonly string[];
  /** What stands against it. */
  readonly problem?: Problem;
}

/**
 * Looks at a machine and plans its removal; what planRemoval throws, and AZMON-AGENT-BOTH (2) where both are there and none is named,
 * becomes the problem of the plan. Throws where the machine itself cannot be read.
 */
export async function planRemovalOf({ id, row }: LocatedMachine, planning: RemovalPlanning): Promise<RemovalPlan> {
  const { azure, look: lookAt } = planning;
  const look = await lookAt(id.id, wantsOf([]));
  const associations = await azure.rules.associations(look.vm.id);
  const named = (row.agent as AgentId | undefined) ?? planning.agent;
  try {
    return await firstToDo(look, named, (agent) => planFor(agent, look, associations, planning));
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    return { vm: look.vm, actions: [], note: '', unread: [], problem };
  }
}

/** Where no generation was named and none is there, either may have left an association behind. */
async function firstToDo(
  { vm }: AzureLook,
  named: AgentId | undefined,
  plan: (agent: Agent) => Promise<RemovalPlan>,
): Promise<RemovalPlan> {
  if (named !== undefined) return plan(AGENTS[named]);
  const [there, other] = Object.values(AGENTS).filter((agent) => extensionHere(agent, vm) !== undefined);
  if (there !== undefined && other !== undefined) throw both([there, other]);
  if (there !== undefined) return plan(there);
  const left = (await Promise.all(Object.values(AGENTS).map(plan))).find(
    ({ actions, outstanding }) => actions.length > 0 || outstanding !== undefined,
  );
  return left ?? { vm, actions: [], note: 'no extension of either generation of the agent is there', unread: [] };
}

const extensionHere = ({ extension }: Agent, vm: AzureVm): VmExtension | undefined =>
  extensionOf(vm, { publisher: extension.publisher, type: extension[vm.system].type });

const both = (there: readonly Agent[]): Problem =>
  new Problem({
    code: 'AZMON-AGENT-BOTH',
    exit: EXIT.usage,
    message: 'both generations of the agent are there, and it is not said which one is to go',
    why: there.map(({ title }) => title).join(', '),
    fix: there.map(({ id, title }) => ({ text: `--agent ${id} takes off the ${title}` })),
  });

async function planFor(
  agent: Agent,
  { vm, locks, policies }: AzureLook,
  associations: readonly RuleAssociation[],
  { ignore, startStopped, instances, records }: RemovalPlanning,
): Promise<RemovalPlan> {
  const seen = await seenOf(agent, vm, records);
  const request: RemovalRequest = {
    ...{ vm, agent, associations, system: detectSystem(factsOfVm(vm)), options: { startStopped, instances, ignore } },
    ...{ policies: listOf(policies), locks: listOf(locks) },
    ...('value' in seen ? { seen: seen.value } : {}),
  };
  const { actions, note, outstanding }: Plan = planRemoval(request);
  const unread =
    actions.length === 0
      ? []
      : [
          ...told('its policies', policies),
          ...told('its locks', locks),
          ...told('whether Operations Manager uses it', seen),
        ];
  return { vm, agent, actions, note, unread, ...(outstanding === undefined ? {} : { outstanding }) };
}

const listOf = <T>(read: Read<readonly T[]>): readonly T[] => ('value' in read ? read.value : []);
const told = (what: string, read: Read<unknown>): readonly string[] =>
  'unread' in read ? [`not seen: ${what} (${read.unread})`] : [];

/** What the agent's own records say: the categories under which the machine reports, and its management groups. */
async function seenOf(
  agent: Agent,
  vm: AzureVm,
  records: RemovalPlanning['records'],
): Promise<Read<NonNullable<RemovalRequest['seen']>>> {
  const workspaceId = extensionHere(agent, vm)?.settings.workspaceId;
  if (agent.extension.operationsManagerCategories === undefined) return { value: {} };
  if (typeof workspaceId !== 'string') return { value: {} };
  const { rows, unread } = await records(workspaceId.toLowerCase());
  const [problem] = unread.values();
  if (problem !== undefined) return { unread: problem.message };
  const own = rows.filter((row) => row.agent === agent.id && row.resourceId === vm.key);
  return {
    value: {
      categories: own.map(({ category }) => category),
      managementGroups: own.flatMap(({ managementGroup }) => (managementGroup === undefined ? [] : [managementGroup])),
    },
  };
}

/** So old may a record be for its category to count. */
const DAYS = 30;

/** Reads the records of each workspace once. */
export function recordsOnce(azure: Azure, signal: AbortSignal): RemovalPlanning['records'] {
  const known = new Map<string, Promise<Heartbeats>>();
  return (workspaceId) => {
    const records = known.get(workspaceId) ?? readHeartbeats(azure, [workspaceId], DAYS, signal);
    known.set(workspaceId, records);
    return records;
  };
}
