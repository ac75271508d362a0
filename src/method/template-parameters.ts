import { parseResourceId } from '../target/resource-id.ts';
import type { PutExtension, PutRule } from './action.ts';
import { shortName } from './short-name.ts';
import type { TemplateItem, TemplateValue } from './template.ts';

/**
 * Parameters that the machines of a deployment share, without `machines`. A secure parameter has no default in the templates: what there is
 * none of is empty. With `keyOf` the template reads the key of that workspace by itself.
 */
export function parametersOf(
  { extension }: TemplateItem,
  keyOf: string | undefined,
): Readonly<Record<string, TemplateValue>> {
  const hidden = extension?.protectedSettings ?? {};
  if ('workspaceKey' in hidden)
    return {
      workspaceResourceId: keyOf ?? '',
      workspaceId: String(extension?.settings.workspaceId ?? ''),
      workspaceKey: keyOf === undefined ? valueIn(hidden.workspaceKey) : '',
      proxy: valueIn(hidden.proxy),
      workspaceDomain: valueIn(hidden.domain),
    };
  const login = hidden.proxy as Readonly<Record<string, TemplateValue>> | undefined;
  return { proxyUser: valueIn(login?.username), proxyPassword: valueIn(login?.password) };
}

const valueIn = (value: TemplateValue | undefined): TemplateValue => value ?? '';

/** The parameter `machines` of a deployment: what the templates describe. */
export const machinesParameter = (items: readonly TemplateItem[]): readonly Readonly<Record<string, unknown>>[] =>
  items.map(({ machine, system, extension, association }) => ({
    ...{ name: parseResourceId(machine).name, system },
    ...(extension === undefined ? { only: 'association' } : extensionPart(extension)),
    ...(association === undefined ? {} : { association: association.name, rule: association.rule }),
    ...(association === undefined && !takesKey(extension) ? { only: 'extension' } : {}),
  }));

const takesKey = (put: PutExtension | undefined): boolean =>
  put !== undefined && 'workspaceKey' in put.protectedSettings;

const extensionPart = (put: PutExtension): Readonly<Record<string, unknown>> => ({
  location: put.location,
  extension: put.name,
  properties: {
    ...{ publisher: put.publisher, type: put.type, typeHandlerVersion: put.version },
    autoUpgradeMinorVersion: put.autoUpgradeMinor,
    ...(put.automaticUpgrade === undefined ? {} : { enableAutomaticUpgrade: put.automaticUpgrade }),
    ...(put.forceUpdateTag === undefined ? {} : { forceUpdateTag: put.forceUpdateTag }),
    settings: put.settings,
  },
});

/** Parameters of the template that makes a default rule. */
export function ruleParameters({ rule, location, system, tags, properties }: PutRule): Record<string, TemplateValue> {
  const destinations = properties.destinations as
    | { readonly logAnalytics?: readonly { readonly workspaceResourceId?: string }[] }
    | undefined;
  return {
    ruleName: shortName(rule),
    system: system === 'Windows' ? 'windows' : 'linux',
    location,
    workspaceResourceId: destinations?.logAnalytics?.[0]?.workspaceResourceId ?? '',
    tags,
  };
}
