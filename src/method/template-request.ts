import type { DeploymentRequest } from '../ports.ts';
import type { Secret } from '../secret.ts';
import { SECRET_NAMES, type SecretName, type SecretSlot } from './action.ts';
import type { TemplateDeployment, TemplateItem, TemplateValue } from './template.ts';
import { machinesParameter } from './template-parameters.ts';

/** What is sent: the secrets put in, still closed. Throws a RangeError where one was not handed over. */
export function templateRequest(
  deployment: TemplateDeployment,
  items: readonly TemplateItem[],
  template: Readonly<Record<string, unknown>>,
  secrets: ReadonlyMap<SecretName, Secret>,
): DeploymentRequest {
  const values = Object.entries(deployment.parameters).map(([name, value]) => {
    if (!isSlot(value)) return [name, { value }] as const;
    const secret = secrets.get(value.secret);
    if (secret === undefined) throw new RangeError(`the secret ${value.secret} was not handed over`);
    return [name, { value: secret }] as const;
  });
  return {
    ...{ scope: deployment.scope, name: deployment.name, template },
    parameters: {
      ...Object.fromEntries(values),
      ...(deployment.rule === undefined ? { machines: { value: machinesParameter(items) } } : {}),
    },
  };
}

/** A slot is an object with one member, `secret`, that names one. */
export const isSlot = (value: TemplateValue): value is SecretSlot =>
  typeof value === 'object' &&
  Object.keys(value).length === 1 &&
  'secret' in value &&
  SECRET_NAMES.some((name) => name === value.secret);
