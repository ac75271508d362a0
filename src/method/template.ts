import { AGENTS } from '../agent/index.ts';
import { parseResourceId } from '../target/resource-id.ts';
import type { Action, PutExtension, PutRule, SecretSlot } from './action.ts';
import { freeName } from './free-name.ts';
import { LIMITS, resourcesOf, type TemplateFile, templateFor } from './template-file.ts';
import { isDeployed, isDeployedRule } from './template-order.ts';
import { machinesParameter, parametersOf, ruleParameters } from './template-parameters.ts';

/** A target with the actions of its plan. A scale set may have actions of its instances among them: they are machines of their own. */
export interface TemplateTarget {
  readonly key: string;
  /** Of the machine, or of all instances of a scale set. */
  readonly system: 'linux' | 'windows';
  readonly actions: readonly Action[];
  /** Targets of the same text have the same secrets: only they can be deployed together. */
  readonly secrets: string;
  /** Resource id of the workspace whose key the template reads by itself. */
  readonly keyOf?: string | undefined;
}

type Associate = Extract<Action, { kind: 'associate' }>;

/** What a deployment does to one machine. */
export interface TemplateItem {
  /** Key of the target that it belongs to. */
  readonly target: string;
  /** Resource id. */
  readonly machine: string;
  readonly system: 'linux' | 'windows';
  readonly extension?: PutExtension;
  readonly association?: Associate;
}

/** A parameter's value; a secret is named only. */
export type TemplateValue = SecretSlot | string | Readonly<Record<string, unknown>> | readonly unknown[];

/** One deployment as data: free of secrets, what a dry run shows is what is sent. */
export interface TemplateDeployment {
  readonly name: string;
  /** Resource id of the resource group. */
  readonly scope: string;
  readonly template: TemplateFile;
  /** Those of all machines together; the parameter `machines` is `machinesParameter(items)`. */
  readonly parameters: Readonly<Record<string, TemplateValue>>;
  readonly items: readonly TemplateItem[];
  /** The rule that it makes, in place of machines. */
  readonly rule?: PutRule;
}

export interface TemplateNaming {
  /** Of the run: letters and digits, which no run before had. */
  readonly stamp: string;
  /** Names that a scope has in its history already. */
  readonly taken?: (scope: string) => readonly string[];
}

/**
 * The deployments that bring the targets where their plans want them: one for each resource group, kind of machine, generation and
 * secrets, and more where Azure's limits want it; rules first, each once. What a template cannot do stays an action of its target. A
 * target without changes is in none. Pure.
 */
export function templateDeployments(
  targets: readonly TemplateTarget[],
  naming: TemplateNaming,
): readonly TemplateDeployment[] {
  const drafts = [...rulesOf(targets), ...machinesOf(targets)];
  const used = new Map<string, string[]>();
  return drafts.map((draft, index) => {
    const taken = used.get(draft.scope.toLowerCase()) ?? [...(naming.taken?.(draft.scope) ?? [])];
    const name = freeName(nameOf(draft.template, naming.stamp, index + 1), taken);
    used.set(draft.scope.toLowerCase(), [...taken, name]);
    return { name, ...draft };
  });
}

/** `azmon-log-analytics-20261122T161530123-1`: 64 characters at most, with room for a number behind it. */
const nameOf = (file: TemplateFile, stamp: string, number: number): string =>
  `azmon-${WHAT.find((what) => file.startsWith(what)) ?? 'rule'}-${stamp}-${number}`.slice(0, LIMITS.name - 4);

const WHAT = ['log-analytics', 'azure-monitor'] as const;

type Draft = Omit<TemplateDeployment, 'name'>;

function rulesOf(targets: readonly TemplateTarget[]): readonly Draft[] {
  const rules = new Map<string, PutRule>();
  for (const action of targets.flatMap(({ actions }) => actions))
    if (isDeployedRule(action)) rules.set(action.rule.toLowerCase(), action);
  return [...rules.values()].map((rule) => ({
    ...{ scope: rule.rule.split('/').slice(0, 5).join('/'), template: 'data-collection-rule', items: [], rule },
    parameters: ruleParameters(rule),
  }));
}

interface Group {
  readonly draft: Draft;
  readonly items: TemplateItem[];
}

function machinesOf(targets: readonly TemplateTarget[]): readonly Draft[] {
  const groups = new Map<string, Group>();
  for (const target of targets)
    for (const item of itemsOf(target)) {
      const draft = draftOf(item, target);
      const key = JSON.stringify([draft.scope.toLowerCase(), draft.template, draft.parameters, target.secrets]);
      const group = groups.get(key) ?? { draft, items: [] };
      group.items.push(item);
      groups.set(key, group);
    }
  return [...groups.values()].flatMap(({ draft, items }) =>
    withinLimits(draft, items).map((some) => ({ ...draft, items: some })),
  );
}

/** What a target's actions do to each machine that they name. */
function itemsOf({ key, system, actions }: TemplateTarget): readonly TemplateItem[] {
  const items = new Map<string, TemplateItem>();
  for (const action of actions.filter(isDeployed)) {
    const machine = action.machine.toLowerCase();
    const item = items.get(machine) ?? { target: key, machine: action.machine, system };
    items.set(machine, { ...item, [action.kind === 'associate' ? 'association' : 'extension']: action });
  }
  return [...items.values()];
}

function draftOf(item: TemplateItem, { keyOf }: TemplateTarget): Draft {
  const id = parseResourceId(item.machine);
  const agent = Object.values(AGENTS).find(({ extension }) => extension.publisher === item.extension?.publisher);
  return {
    scope: `/subscriptions/${id.subscription}/resourceGroups/${id.group}`,
    template: templateFor(agent?.extension.destination ?? 'rule', id),
    ...{ parameters: parametersOf(item, keyOf), items: [] },
  };
}

/** As many machines to a deployment as Azure takes; one that is too large alone is sent alone, and Azure says so. */
function withinLimits(draft: Draft, items: readonly TemplateItem[]): readonly (readonly TemplateItem[])[] {
  const most = Math.floor(LIMITS.resources / resourcesOf(draft.template));
  const parts: TemplateItem[][] = [];
  let bytes = 0;
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(machinesParameter([item])));
    const last = parts.at(-1);
    if (last === undefined || last.length >= most || bytes + size > LIMITS.bytes) {
      parts.push([item]);
      bytes = size;
    } else {
      last.push(item);
      bytes += size;
    }
  }
  return parts;
}
