import { badArg, boolArg } from './arm-argument.ts';
import type { ArmFunction } from './arm-functions.ts';
import { isMap, isSame } from './arm-value.ts';

const fixed = (name: string, count: number, call: (...args: readonly unknown[]) => unknown): ArmFunction => ({
  ...{ name, least: count, most: count },
  call: (args) => call(...args),
});
const lazy = (
  name: string,
  least: number,
  most: number,
  work: (args: readonly (() => unknown)[]) => unknown,
): ArmFunction => ({ name, least, most, lazy: work });
const MANY = Number.POSITIVE_INFINITY;

/** Docs "Logical functions" and "Comparison functions for ARM templates". */
export const LOGIC_FUNCTIONS: readonly ArmFunction[] = [
  lazy('if', 3, 3, ([condition, yes, no]) => (boolArg('if', condition?.()) ? yes?.() : no?.())),
  lazy('and', 2, MANY, (args) => args.every((one) => boolArg('and', one()))),
  lazy('or', 2, MANY, (args) => args.some((one) => boolArg('or', one()))),
  lazy('coalesce', 1, MANY, (args) => {
    for (const one of args) {
      const value = one();
      if (value !== null && value !== undefined) return value;
    }
    return null;
  }),
  fixed('not', 1, (value) => !boolArg('not', value)),
  fixed('equals', 2, isSame),
  fixed('empty', 1, isEmpty),
  fixed('bool', 1, toBool),
  fixed('true', 0, () => true),
  fixed('false', 0, () => false),
  fixed('null', 0, () => null),
  compared('less', (one, other) => one < other),
  compared('lessOrEquals', (one, other) => one <= other),
  compared('greater', (one, other) => one > other),
  compared('greaterOrEquals', (one, other) => one >= other),
];

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  if (isMap(value)) return Object.keys(value).length === 0;
  if (typeof value === 'string') return false;
  throw badArg('empty', 'Array, Object or String', value);
}

function toBool(value: unknown): boolean {
  if (typeof value === 'number') return value !== 0;
  if (typeof value === 'string' && /^(?:true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  return boolArg('bool', value);
}

/** Numbers with numbers, texts with texts. */
function compared(name: string, holds: (one: number | string, other: number | string) => boolean): ArmFunction {
  return fixed(name, 2, (one, other) => {
    if (typeof one === 'number' && typeof other === 'number') return holds(one, other);
    if (typeof one === 'string' && typeof other === 'string') return holds(one, other);
    throw badArg(name, typeof one === 'number' ? 'Integer' : 'String', other);
  });
}
