import { createHash } from 'node:crypto';
import type { PutRule } from '../method/action.ts';
import type { AzureRule } from '../target/azure-rule.ts';
import type { AzureWorkspace } from '../target/azure-workspace.ts';
import { baseProperties, type RuleProperties } from './base-set.ts';
import { collectsTheSame, holds, merged } from './rule-content.ts';

export interface DefaultRuleRequest {
  readonly workspace: AzureWorkspace;
  readonly system: 'linux' | 'windows';
  /** All rules of the workspace's subscription. */
  readonly rules: readonly AzureRule[];
}

/** The rule to tie machines to, and what has to happen before it is there. */
export interface DefaultRule {
  readonly rule: Pick<AzureRule, 'id' | 'name' | 'kind'>;
  /** Missing: it is there and right. One action for all machines of the workspace and system. */
  readonly action?: PutRule;
  readonly note: string;
}

/** What azmon marks its rules with: by this, and not by a name, it knows that it may change one. */
export const RULE_TAG = { azmon: 'default-rule' } as const;

const KINDS = { linux: 'Linux', windows: 'Windows' } as const;

/**
 * The rule with the base set for one workspace and system. azmon's own is taken, and put right where somebody changed its sources;
 * else one of the same content, whoever made it; else one is made, in the workspace's resource group and region (a rule must be in
 * the region of its workspace). A rule that another service provisioned, or that does not carry azmon's mark, is never changed. Pure.
 */
export function defaultRule(request: DefaultRuleRequest): DefaultRule {
  const { workspace, system, rules } = request;
  const wanted = baseProperties(system, workspace.id);
  const possible = rules.filter((rule) => isPossible(rule, request));
  const own = possible.find((rule) => isOwn(rule, request));
  if (own !== undefined) return holds(own.properties, wanted) ? taken(own, 'azmon made it') : updated(own, wanted);
  const same = possible.find((rule) => sendsTo(rule, workspace) && collectsTheSame(rule.properties, wanted));
  return same === undefined ? created(request, wanted) : taken(same, 'it collects the base set and nothing else');
}

/** In the right region, for the right system, and nobody's who would mind. */
const isPossible = (rule: AzureRule, { workspace, system }: DefaultRuleRequest): boolean =>
  rule.provisionedBy === undefined &&
  rule.kind === KINDS[system] &&
  rule.location.toLowerCase() === workspace.location.toLowerCase();

const sendsTo = ({ workspaces }: AzureRule, { key }: AzureWorkspace): boolean =>
  workspaces.some((id) => id.toLowerCase() === key);

/** By its mark, and its name or destination: somebody may have changed either. */
const isOwn = (rule: AzureRule, { workspace, system }: DefaultRuleRequest): boolean =>
  rule.tags.azmon === RULE_TAG.azmon &&
  (sendsTo(rule, workspace) || rule.name.toLowerCase() === ruleName(workspace, system).toLowerCase()) &&
  rule.subscription.toLowerCase() === workspace.subscription.toLowerCase() &&
  rule.group.toLowerCase() === workspace.group.toLowerCase();

const taken = (rule: AzureRule, why: string): DefaultRule => ({ rule: shown(rule), note: `rule ${rule.name}: ${why}` });

const shown = ({ id, name, kind }: AzureRule): DefaultRule['rule'] => ({
  id,
  name,
  ...(kind === undefined ? {} : { kind }),
});

function updated(rule: AzureRule, wanted: RuleProperties): DefaultRule {
  return {
    rule: shown(rule),
    action: {
      kind: 'put-rule',
      change: 'update',
      rule: rule.id,
      location: rule.location,
      ...(rule.kind === undefined ? {} : { system: rule.kind }),
      tags: rule.tags,
      properties: merged(rule.properties, wanted),
      why: 'parts of the base set were changed',
    },
    note: `rule ${rule.name}: azmon made it, and somebody changed it`,
  };
}

function created({ workspace, system, rules }: DefaultRuleRequest, properties: RuleProperties): DefaultRule {
  const { subscription, group, location } = workspace;
  const idOf = (name: string): string =>
    `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Insights/dataCollectionRules/${name}`;
  const taken = new Set(rules.map(({ key }) => key));
  const base = ruleName(workspace, system);
  let name = base;
  for (let number = 2; taken.has(idOf(name).toLowerCase()); number += 1) name = `${base}-${number}`;
  const rule = { id: idOf(name), name, kind: KINDS[system] };
  return {
    rule,
    action: {
      kind: 'put-rule',
      change: 'create',
      rule: rule.id,
      location,
      system: rule.kind,
      tags: RULE_TAG,
      properties,
      why: 'the workspace has no rule with the base set for this system',
    },
    note: `rule ${name} is made`,
  };
}

/** Room for a number behind it below the 64 characters that names of rules may have. */
const LONGEST = 60;

/** `azmon-<workspace>-<system>`; of a long name of a workspace the beginning, told apart by eight digits of its hash. */
function ruleName({ name, key }: AzureWorkspace, system: 'linux' | 'windows'): string {
  const whole = `azmon-${name}-${system}`;
  if (whole.length <= LONGEST) return whole;
  const mark = createHash('sha256').update(key).digest('hex').slice(0, 8);
  const room = LONGEST - `azmon---${system}`.length - mark.length;
  return `azmon-${name.slice(0, room)}-${mark}-${system}`;
}
