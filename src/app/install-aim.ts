import type { Agent, AgentId } from '../agent/agent.ts';
import { AGENTS } from '../agent/index.ts';
import { defaultRule } from '../collection/default-rule.ts';
import type { PutRule, SecretName } from '../method/action.ts';
import { type AgentWish, chooseAgent } from '../method/choose.ts';
import type { Azure } from '../ports.ts';
import { EXIT, Problem } from '../problem.ts';
import type { DestinationShown } from '../rollout/deploy-run.ts';
import type { Secret } from '../secret.ts';
import type { AzureRule } from '../target/azure-rule.ts';
import { isRuleId } from '../target/azure-rule.ts';
import type { AzureVm } from '../target/azure-vm.ts';
import type { AzureWorkspace } from '../target/azure-workspace.ts';
import { isWorkspaceId } from '../target/workspace.ts';
import type { WorkspaceCredentials } from '../workspace/credentials.ts';
import { findWorkspace } from '../workspace/find.ts';
import type { WorkspaceResolver } from './workspace.ts';

/** What a machine is to get: which agent, and where its data goes. The same for all machines that were named alike. */
export interface Aim {
  readonly agent: Agent;
  /** Ids (GUIDs) of the workspaces where its records will be. */
  readonly workspaces: readonly string[];
  readonly secrets: ReadonlyMap<SecretName, Secret>;
  /** `prepare`: a rule that has to be made first, once for all machines. Throws a Problem where the rule is not for the system. */
  destination(system: AzureVm['system']): { readonly shown: DestinationShown; readonly prepare?: PutRule };
}

/** What the flags, or a row in their place, say of the agent and its destination. */
export interface AimWish {
  readonly agent?: AgentId | undefined;
  /** Name, resource id or GUID. */
  readonly workspace?: string | undefined;
  readonly key?: AgentWish['key'];
  readonly rule?: string | undefined;
  readonly defaultRule?: boolean | undefined;
  /** The workspace was named by a row of a target file. */
  readonly ofRow?: boolean | undefined;
}

export interface Aiming {
  readonly azure: () => Promise<Azure>;
  readonly subscriptions: readonly string[];
  readonly credentials: WorkspaceResolver;
  readonly interactive: boolean;
  /** The command as typed, for suggestions. */
  readonly command: string;
  /** Per machine, whether a generation can run there: read only where it has to be asked which one is meant. */
  readonly machines: () => Promise<NonNullable<AgentWish['machines']>>;
  readonly choose: (question: Question) => Promise<AgentId>;
}

type Question = Extract<ReturnType<typeof chooseAgent>, { ask: unknown }>['ask'];

/** Works out once what is wanted, and reads what it takes: keys, rules, workspaces. Changes nothing; throws a Problem. */
export async function aimOf(wish: AimWish, aiming: Aiming): Promise<Aim> {
  const { agent, rule } = await chosen(wish, aiming);
  if (agent.extension.destination === 'workspace')
    return toWorkspace(agent, await aiming.credentials(wish.ofRow === true ? wish.workspace : undefined));
  const azure = await aiming.azure();
  return rule === 'given' && wish.rule !== undefined
    ? toRule(agent, await ruleOf(wish.rule, azure), azure)
    : toDefaultRule(agent, await workspaceOf(wish, azure, aiming.subscriptions), azure);
}

type Chosen = Extract<ReturnType<typeof chooseAgent>, { agent: unknown }>;

async function chosen(wish: AimWish, aiming: Aiming): Promise<Chosen> {
  const said = wishOf(wish, aiming);
  const first = chooseAgent(said);
  if ('agent' in first) return first;
  const again = chooseAgent({ ...said, machines: await aiming.machines() });
  if ('agent' in again) return again;
  const agent = await aiming.choose(again.ask);
  const defaultRule = AGENTS[agent].extension.destination === 'rule';
  const answered = chooseAgent({ ...said, agent, defaultRule, interactive: false });
  if ('agent' in answered) return answered;
  throw new TypeError('an answer was given and a question came back');
}

function wishOf({ agent, workspace, key, rule, defaultRule }: AimWish, { interactive, command }: Aiming): AgentWish {
  const isId = workspace !== undefined && isWorkspaceId(workspace);
  return {
    ...{ agent, key, interactive, command, rule: rule !== undefined, defaultRule: defaultRule === true },
    ...{ workspace: workspace !== undefined && !isId, workspaceId: isId },
  };
}

function toWorkspace(agent: Agent, credentials: WorkspaceCredentials): Aim {
  const { workspaceId, cloud, workspace, key, from, keyState } = credentials;
  const shown: DestinationShown = {
    ...{ kind: 'workspace', workspaceId, cloud, name: workspace?.name },
    key: { from: from.key, state: keyState },
  };
  return {
    ...{ agent, workspaces: [workspaceId], secrets: new Map([['workspace-key', key]]) },
    destination: () => ({ shown }),
  };
}

async function ruleOf(id: string, azure: Azure): Promise<AzureRule> {
  if (isRuleId(id)) return azure.rules.get(id);
  throw new Problem({
    code: 'AZMON-RULE-ID',
    exit: EXIT.usage,
    message: 'the data collection rule is not named by its resource id',
    fix: [
      {
        text: 'lists the ids of the rules you can see',
        command: 'az monitor data-collection rule list --query [].id -o tsv',
      },
      { text: 'or let azmon take the one with the base set: --workspace NAME --default-rule' },
    ],
  });
}

async function toRule(agent: Agent, rule: AzureRule, azure: Azure): Promise<Aim> {
  const workspaces = await Promise.all(rule.workspaces.map((id) => azure.workspaces.get(id).catch(() => undefined)));
  const shown: DestinationShown = { kind: 'rule', rule };
  return {
    ...{ agent, secrets: new Map() },
    workspaces: workspaces.flatMap((one) => (one === undefined ? [] : [one.workspaceId])),
    destination(system) {
      const kind = rule.kind?.toLowerCase();
      if (kind !== undefined && kind !== system) throw otherSystem(rule, system);
      return { shown };
    },
  };
}

const otherSystem = ({ name, kind }: AzureRule, system: string): Problem =>
  new Problem({
    code: 'AZMON-RULE-SYSTEM',
    exit: EXIT.usage,
    message: `the data collection rule ${name} is for ${kind}, and the machine runs ${system === 'linux' ? 'Linux' : 'Windows'}`,
    fix: [{ text: 'name a rule for this system, or take one for each: --workspace NAME --default-rule' }],
  });

async function workspaceOf({ workspace }: AimWish, azure: Azure, subscriptions: readonly string[]) {
  if (workspace !== undefined) return findWorkspace(workspace, azure, subscriptions);
  throw new Problem({
    code: 'AZMON-WORKSPACE-MISSING',
    exit: EXIT.usage,
    message: 'the default rule belongs to a workspace, and none is named',
    fix: [{ text: 'add --workspace NAME, or its resource id', command: 'azmon workspace list' }],
  });
}

async function toDefaultRule(agent: Agent, workspace: AzureWorkspace, azure: Azure): Promise<Aim> {
  const rules = await azure.rules.list(workspace.subscription);
  return {
    ...{ agent, workspaces: [workspace.workspaceId], secrets: new Map() },
    destination(system) {
      const { rule, action } = defaultRule({ workspace, system, rules });
      return { shown: { kind: 'rule', rule }, ...(action === undefined ? {} : { prepare: action }) };
    },
  };
}
