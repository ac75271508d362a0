import { TemplateError } from './arm-error.ts';

export type Json = Readonly<Record<string, unknown>>;

export const isMap = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** ARM's own name of a value's type. */
export function typeOf(value: unknown): string {
  if (value === null || value === undefined) return 'Null';
  if (Array.isArray(value)) return 'Array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'Integer' : 'Float';
  return { string: 'String', boolean: 'Boolean', object: 'Object' }[typeof value as string] ?? 'Null';
}

/** The value of a key in any case; ARM compares names without it. */
export function valueAt(map: Json, name: string): unknown {
  if (Object.hasOwn(map, name)) return map[name];
  const key = Object.keys(map).find((one) => one.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : map[key];
}

export const hasKey = (map: Json, name: string): boolean =>
  Object.keys(map).some((one) => one.toLowerCase() === name.toLowerCase());

/** `value.name` or `value[index]`. Throws TemplateError where there is no such thing. */
export function memberOf(value: unknown, name: unknown): unknown {
  if (Array.isArray(value) && typeof name === 'number') {
    if (name >= 0 && name < value.length) return value[name] as unknown;
    throw wrong(`the array index '${name}' is out of bounds`);
  }
  if (isMap(value) && typeof name === 'string') {
    if (hasKey(value, name)) return valueAt(value, name);
    const known = Object.keys(value).join(', ');
    throw wrong(`the language expression property '${name}' doesn't exist, available properties are '${known}'`);
  }
  throw wrong(
    `the language expression property '${String(name)}' can't be evaluated, property type is '${typeOf(value)}'`,
  );
}

const wrong = (what: string): TemplateError =>
  new TemplateError(
    `The template language expression evaluation failed: ${what}. Please see https://aka.ms/arm-functions for usage details.`,
  );

/** Equal as ARM compares: texts of `equals` by case, objects whatever the order of their keys. */
export function isSame(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((each, index) => isSame(each, other[index]));
  if (isMap(one) && isMap(other)) {
    const keys = Object.keys(one);
    return (
      keys.length === Object.keys(other).length && keys.every((key) => key in other && isSame(one[key], other[key]))
    );
  }
  return one === other;
}
