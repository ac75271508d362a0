import { atSpot, type Spot, TemplateError } from './arm-error.ts';
import { spotOf } from './arm-json.ts';
import { hasKey, isMap, isSame, type Json, typeOf, valueAt } from './arm-value.ts';

/** A parameter of a template with the value that a deployment gives it; no value: that of its default, evaluated when it is asked for. */
export interface BoundParameter {
  readonly name: string;
  /** As the template has it, in lower case: securestring. */
  readonly type: string;
  readonly given?: { readonly value: unknown };
  readonly definition: Json;
  readonly spot: Spot | undefined;
}

/** Types with what ARM calls the values that they take. */
const TYPES: Readonly<Record<string, readonly [shown: string, takes: readonly string[]]>> = {
  string: ['String', ['String', 'Uri']],
  securestring: ['SecureString', ['String', 'Uri']],
  int: ['Int', ['Integer']],
  bool: ['Bool', ['Boolean']],
  object: ['Object', ['Object']],
  secureobject: ['SecureObject', ['Object']],
  array: ['Array', ['Array']],
};

/** As history shows a type: `SecureString`. */
export const shownType = (type: string): string => TYPES[type.toLowerCase()]?.[0] ?? type;

export const isSecure = (type: string): boolean => /^secure/i.test(type);

const MORE = 'Please see https://aka.ms/arm-create-parameter-file for usage details.';

/**
 * Ties the values of a deployment to the parameters of its template. Throws TemplateError for what is missing, unknown, or of another type;
 * a value of a secure parameter is in no message.
 */
export function bindParameters(template: Json, values: Json): readonly BoundParameter[] {
  const defined = isMap(template.parameters) ? template.parameters : {};
  const unknown = Object.keys(values).filter((name) => !hasKey(defined, name));
  if (unknown.length > 0)
    throw new TemplateError(
      `The template parameters '${unknown.join(', ')}' in the parameters file are not valid; they are not present in the original template and can therefore not be provided at deployment time. The only supported parameters for this template are '${Object.keys(defined).join(', ')}'. Please see https://aka.ms/arm-pass-parameter-values for usage details.`,
    );
  return Object.entries(defined).map(([name, definition]) => bind(name, definition, values));
}

function bind(name: string, definition: unknown, values: Json): BoundParameter {
  const spot = spotOf(definition);
  const type = isMap(definition) ? String(definition.type ?? '').toLowerCase() : '';
  if (!isMap(definition) || TYPES[type] === undefined)
    throw wrong(name, spot, `has a type that is not valid: '${type}'`);
  const given = valueAt(values, name);
  const bound = { name, type, definition, spot };
  if (isMap(given) && 'value' in given) {
    const parameter = { ...bound, given: { value: given.value } };
    checkValue(parameter, given.value);
    return parameter;
  }
  if (given !== undefined)
    throw wrong(name, spot, "is given without a 'value' (references to a key vault are not imitated by the sandbox)");
  if ('defaultValue' in definition) return bound;
  throw new TemplateError(`The value for the template parameter '${name}' ${atSpot(spot)} is not provided. ${MORE}`, {
    ...{ spot, path: `properties.template.parameters.${name}` },
  });
}

/** Type, allowed values, bounds: docs "Parameters in ARM templates". Also asked of defaults, when they are evaluated. */
export function checkValue({ name, type, definition, spot }: Omit<BoundParameter, 'given'>, value: unknown): void {
  const [, takes = []] = TYPES[type] ?? [];
  if (!takes.includes(typeOf(value)))
    throw wrong(
      name,
      spot,
      `is not valid. Expected a value of type '${takes.join(', ')}', but received a value of type '${typeOf(value)}'`,
    );
  const { allowedValues: allowed } = definition;
  if (Array.isArray(allowed) && !allowed.some((one) => isSame(one, value))) {
    const shown = isSecure(type) ? '' : ` '${typeof value === 'string' ? value : JSON.stringify(value)}'`;
    throw new TemplateError(
      `The provided value${shown} for the template parameter '${name}' ${atSpot(spot)} is not valid. The parameter value is not part of the allowed value(s): '${allowed.join(',')}'.`,
      { spot, path: `properties.template.parameters.${name}.allowedValues` },
    );
  }
  const size = typeof value === 'number' ? value : typeof value === 'string' || Array.isArray(value) ? value.length : 0;
  const [low, high] = typeof value === 'number' ? ['minValue', 'maxValue'] : ['minLength', 'maxLength'];
  const what = typeof value === 'number' ? 'The value' : 'Length of the value';
  if (Number(definition[low] ?? size) > size)
    throw wrong(name, spot, `is not valid. ${what} should be greater than or equal to '${String(definition[low])}'`);
  if (Number(definition[high] ?? size) < size)
    throw wrong(name, spot, `is not valid. ${what} should be less than or equal to '${String(definition[high])}'`);
}

const wrong = (name: string, spot: Spot | undefined, what: string): TemplateError =>
  new TemplateError(`The provided value for the template parameter '${name}' ${atSpot(spot)} ${what}. ${MORE}`, {
    ...{ spot, path: `properties.template.parameters.${name}` },
  });
