import type { AzureRule } from '../target/azure-rule.ts';
import { nameIn } from '../target/resource-id.ts';
import type { Chain, TiedRule } from './chain.ts';
import type { Diagnosis } from './diagnosis.ts';
import { installCommand } from './target-word.ts';

/** Whether any associated rule makes the agent send records to a workspace; where none does, what is the matter with each. Pure. */
export function ruleLink(chain: Chain): Diagnosis | undefined {
  const { agent, vm, rules } = chain;
  if (agent.extension.destination !== 'rule' || !('value' in rules)) return undefined;
  const faults = rules.value.map((tied) => faultOf(tied, vm.system));
  if (faults.some((fault) => fault === undefined)) return undefined;
  return {
    link: 'rule',
    evidence: faults.length === 0 ? 'no data collection rule is associated with the machine' : faults.join('; '),
    fix: [
      {
        text: 'associate a rule with it that collects something for a workspace',
        command: installCommand(agent, vm),
      },
    ],
    final: true,
  };
}

/** Why records do not come by this rule; undefined: they may. */
function faultOf({ id, rule }: TiedRule, system: 'linux' | 'windows'): string | undefined {
  const name = nameIn(id);
  if ('unread' in rule) return `the rule ${name} could not be read (${rule.unread})`;
  const { kind, workspaces, properties } = rule.value;
  if (kind !== undefined && kind.toLowerCase() !== system) return `the rule ${name} is for ${kind} only`;
  if (workspaces.length === 0) return `the rule ${name} sends to no Log Analytics workspace`;
  return hasSources(properties) ? undefined : `the rule ${name} has no data source`;
}

/** A rule without sources or flows is taken, and makes no agent send anything. */
function hasSources(properties: AzureRule['properties']): boolean {
  const sources = Object.values((properties.dataSources ?? {}) as Record<string, unknown>);
  return sources.some((list) => Array.isArray(list) && list.length > 0);
}
