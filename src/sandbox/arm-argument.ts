import { TemplateError } from './arm-error.ts';
import { isMap, type Json, typeOf } from './arm-value.ts';

/** Readers of arguments: each gives the value in its type, or throws the TemplateError of a function that was given something else. */

const wrong = (name: string, expected: string, value: unknown): TemplateError =>
  new TemplateError(
    `Unable to evaluate template language function '${name}': the provided value is of type '${typeOf(value)}', expected '${expected}'. Please see https://aka.ms/arm-functions/#${name.toLowerCase()} for usage details.`,
  );

export function textArg(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw wrong(name, 'String', value);
}

export function intArg(name: string, value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw wrong(name, 'Integer', value);
}

export function boolArg(name: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw wrong(name, 'Boolean', value);
}

export function listArg(name: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value as readonly unknown[];
  throw wrong(name, 'Array', value);
}

export function mapArg(name: string, value: unknown): Json {
  if (isMap(value)) return value;
  throw wrong(name, 'Object', value);
}

/** Anything else than the function says for itself. */
export const badArg = wrong;

/** Something is wrong with the values, not with their types. */
export const badCall = (name: string, why: string): TemplateError =>
  new TemplateError(
    `Unable to evaluate template language function '${name}': ${why}. Please see https://aka.ms/arm-functions/#${name.toLowerCase()} for usage details.`,
  );
