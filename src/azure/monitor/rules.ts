import type { RulePut, Rules } from '../../ports.ts';
import type { AzureRule, RuleAssociation } from '../../target/azure-rule.ts';
import { API } from '../api-versions.ts';
import { armId } from '../wire/arm-id.ts';
import { ask, listAll, unlessAbsent, type Wire } from '../wire/wire.ts';

const version = API.rules.sent;
const ASSOCIATIONS = 'providers/Microsoft.Insights/dataCollectionRuleAssociations';

/** Data collection rules and associations. All of it is synchronous. */
export function rulesBy(wire: Wire): Rules {
  return {
    async list(subscription) {
      const path = `/subscriptions/${subscription}/providers/Microsoft.Insights/dataCollectionRules`;
      return (await listAll<RawRule>(wire, path, { version })).map(ruleOf);
    },
    async get(id) {
      armId(id);
      return ruleOf(await ask<RawRule>(wire, 'get', id, { version }));
    },
    async put(rule) {
      armId(rule.id);
      return ruleOf(await ask<RawRule>(wire, 'put', rule.id, { version, body: bodyOf(rule) }));
    },
    async associations(machine) {
      const all = await listAll<RawAssociation>(wire, `${machine}/${ASSOCIATIONS}`, { version });
      return all.map(associationOf);
    },
    async associate(machine, name, rule) {
      const body = { properties: { dataCollectionRuleId: rule } };
      await ask(wire, 'put', `${machine}/${ASSOCIATIONS}/${encodeURIComponent(name)}`, { version, body });
    },
    async dissociate(machine, name) {
      await unlessAbsent(ask(wire, 'delete', `${machine}/${ASSOCIATIONS}/${encodeURIComponent(name)}`, { version }));
    },
  };
}

interface RawRule {
  readonly id: string;
  readonly name?: string;
  readonly location: string;
  readonly kind?: string;
  readonly tags?: Readonly<Record<string, string>> | null;
  readonly properties?: Readonly<Record<string, unknown>> & {
    readonly immutableId?: string;
    readonly provisioningState?: string;
    readonly metadata?: { readonly provisionedBy?: string };
    readonly destinations?: { readonly logAnalytics?: readonly { readonly workspaceResourceId?: string }[] };
  };
}

interface RawAssociation {
  readonly id: string;
  readonly name: string;
  readonly properties?: {
    readonly dataCollectionRuleId?: string;
    readonly dataCollectionEndpointId?: string;
    readonly metadata?: { readonly provisionedBy?: string };
  };
}

function ruleOf(one: RawRule): AzureRule {
  const { subscription, group, name } = armId(one.id);
  const properties = one.properties ?? {};
  const { immutableId } = properties;
  const provisionedBy = properties.metadata?.provisionedBy;
  return {
    ...{ id: one.id, key: one.id.toLowerCase(), subscription, group, name: one.name ?? name, location: one.location },
    ...(one.kind === 'Linux' || one.kind === 'Windows' ? { kind: one.kind } : {}),
    ...(immutableId === undefined ? {} : { immutableId }),
    provisioning: properties.provisioningState ?? 'Succeeded',
    workspaces: (properties.destinations?.logAnalytics ?? []).flatMap(
      ({ workspaceResourceId }) => workspaceResourceId ?? [],
    ),
    ...(provisionedBy === undefined ? {} : { provisionedBy }),
    tags: one.tags ?? {},
    properties,
  };
}

function associationOf({ id, name, properties = {} }: RawAssociation): RuleAssociation {
  const { dataCollectionRuleId: rule, dataCollectionEndpointId: endpoint } = properties;
  const provisionedBy = properties.metadata?.provisionedBy;
  return {
    ...{ id, name },
    ...(rule === undefined ? {} : { rule }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(provisionedBy === undefined ? {} : { provisionedBy }),
  };
}

/** Read-only members come back in every answer and may not be sent (2023-03-11). */
const READ_ONLY = new Set(['immutableId', 'provisioningState', 'metadata', 'endpoints', 'ingestionQuotas']);

const bodyOf = ({ location, kind, tags, properties }: RulePut): object => ({
  location,
  ...(kind === undefined ? {} : { kind }),
  tags,
  properties: Object.fromEntries(Object.entries(properties).filter(([name]) => !READ_ONLY.has(name))),
});
