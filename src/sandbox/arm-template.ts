import type { ArmContext, DeploymentScope } from './arm-context.ts';
import { TemplateError } from './arm-error.ts';
import { checkExpressions, evaluateAll } from './arm-evaluate.ts';
import { type BoundParameter, bindParameters, checkValue } from './arm-parameters.ts';
import { isMap, type Json, valueAt } from './arm-value.ts';

/** A template that is bound to a deployment: what its expressions are evaluated in. */
export interface BoundTemplate {
  readonly template: Json;
  readonly parameters: readonly BoundParameter[];
  readonly context: ArmContext;
}

/** The most of each that ARM takes: docs "Best practices for templates". */
const MOST = { parameters: 256, variables: 256, outputs: 64 } as const;

/** Binds values to a template. Throws TemplateError for what ARM refuses before it looks at resources. */
export function bindTemplate(properties: Json, scope: DeploymentScope): BoundTemplate {
  const { template } = properties;
  if (!isMap(template))
    throw new TemplateError('The template is missing or no object.', { path: 'properties.template' });
  checkShape(template);
  checkExpressions(template);
  const values = isMap(properties.parameters) ? properties.parameters : {};
  const parameters = bindParameters(template, values);
  const context: ArmContext = {
    ...{ scope, loops: {}, read: new Map() },
    deployment: { template, parameters: values, mode: 'Incremental' },
    parameter: once('parameter', (name) => parameterValue(parameters, name, context)),
    variable: once('variable', (name) => variableValue(template, name, context)),
  };
  return { template, parameters, context };
}

function checkShape(template: Json): void {
  if (!/deploymentTemplate\.json#?$/i.test(String(template.$schema ?? '')))
    throw new TemplateError(
      `Template schema '${String(template.$schema ?? '')}' is not supported. Supported versions are '2014-04-01-preview,2015-01-01,2018-05-01,2019-04-01,2019-08-01'. Please see https://aka.ms/arm-template for usage details.`,
    );
  if (typeof template.contentVersion !== 'string')
    throw new TemplateError("Required property 'contentVersion' not found in JSON.", { path: 'properties.template' });
  if (!Array.isArray(template.resources))
    throw new TemplateError(
      'The template resources are missing or no list. (Templates with symbolic names are not imitated by the sandbox.)',
      { path: 'properties.template.resources' },
    );
  for (const [part, most] of Object.entries(MOST)) {
    const count = isMap(template[part]) ? Object.keys(template[part]).length : 0;
    if (count > most)
      throw new TemplateError(
        `The number of template ${part} limit exceeded. Limit: '${most}' and actual: '${count}'.`,
      );
  }
}

/** Each name evaluated once; one that needs itself is refused. */
function once(kind: string, evaluate: (name: string) => unknown): (name: string) => unknown {
  const known = new Map<string, unknown>();
  const begun = new Set<string>();
  return (name) => {
    const key = name.toLowerCase();
    if (known.has(key)) return known.get(key);
    if (begun.has(key)) throw new TemplateError(`Circular dependency detected on template ${kind} '${name}'.`);
    begun.add(key);
    try {
      const value = evaluate(name);
      known.set(key, value);
      return value;
    } finally {
      begun.delete(key);
    }
  };
}

function parameterValue(parameters: readonly BoundParameter[], name: string, context: ArmContext): unknown {
  const found = parameters.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (found === undefined)
    throw new TemplateError(
      `The template parameter '${name}' is not found. Please see https://aka.ms/arm-syntax-parameters for usage details.`,
    );
  if (found.given !== undefined) return found.given.value;
  const value = evaluateAll(found.definition.defaultValue, context);
  checkValue(found, value);
  return value;
}

function variableValue(template: Json, name: string, context: ArmContext): unknown {
  const variables = isMap(template.variables) ? template.variables : {};
  const found = valueAt(variables, name);
  if (found !== undefined) return evaluateAll(found, context);
  const copied = isMap(variables) && Array.isArray(variables.copy) ? variables.copy : [];
  const one: unknown = copied.find((copy) => isMap(copy) && String(copy.name).toLowerCase() === name.toLowerCase());
  if (isMap(one)) return (evaluateAll({ copy: [one] }, context) as Json)[String(one.name)];
  throw new TemplateError(
    `The template variable '${name}' is not found. Please see https://aka.ms/arm-syntax-variables for usage details.`,
  );
}
