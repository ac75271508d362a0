import { badArg, badCall, intArg, listArg, mapArg, textArg } from './arm-argument.ts';
import type { ArmFunction } from './arm-functions.ts';
import { hasKey, isMap, isSame, type Json, valueAt } from './arm-value.ts';

const fixed = (name: string, count: number, call: (...args: readonly unknown[]) => unknown): ArmFunction => ({
  ...{ name, least: count, most: count },
  call: (args) => call(...args),
});
const many = (name: string, least: number, call: (args: readonly unknown[]) => unknown): ArmFunction => ({
  ...{ name, least, most: Number.POSITIVE_INFINITY, call },
});
const number = (name: string, call: (one: number, other: number) => number): ArmFunction =>
  fixed(name, 2, (one, other) => call(intArg(name, one), intArg(name, other)));

/** Lists, objects and numbers: docs "Array functions", "Object functions" and "Numeric functions for ARM templates". */
export const LIST_FUNCTIONS: readonly ArmFunction[] = [
  fixed('length', 1, length),
  fixed('first', 1, (value) => (typeof value === 'string' ? value.slice(0, 1) : (listArg('first', value)[0] ?? null))),
  fixed('last', 1, (value) => (typeof value === 'string' ? value.slice(-1) : (listArg('last', value).at(-1) ?? null))),
  fixed('take', 2, (value, count) => sliced('take', value, 0, Math.max(0, intArg('take', count)))),
  fixed('skip', 2, (value, count) => sliced('skip', value, Math.max(0, intArg('skip', count)))),
  fixed('range', 2, range),
  fixed('array', 1, (value) => (Array.isArray(value) ? value : [value])),
  many('createArray', 0, (args) => [...args]),
  many('createObject', 0, createObject),
  many('union', 2, union),
  many('intersection', 2, intersection),
  fixed('contains', 2, contains),
  fixed('flatten', 1, (value) => listArg('flatten', value).flat()),
  fixed('items', 1, items),
  number('add', (one, other) => one + other),
  number('sub', (one, other) => one - other),
  number('mul', (one, other) => one * other),
  number('div', (one, other) => Math.trunc(one / notZero('div', other))),
  number('mod', (one, other) => one % notZero('mod', other)),
  many('min', 1, (args) => Math.min(...numbers('min', args))),
  many('max', 1, (args) => Math.max(...numbers('max', args))),
  fixed('int', 1, toInt),
];

function length(value: unknown): number {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return Object.keys(mapArg('length', value)).length;
}

const sliced = (name: string, value: unknown, from: number, to?: number): unknown =>
  typeof value === 'string' ? value.slice(from, to) : listArg(name, value).slice(from, to);

/** ARM's own limits. */
function range(from: unknown, count: unknown): number[] {
  const [start, many] = [intArg('range', from), intArg('range', count)];
  if (many < 0 || many > 10_000) throw badCall('range', 'the count is not between 0 and 10000');
  return Array.from({ length: many }, (_, index) => start + index);
}

function createObject(args: readonly unknown[]): Json {
  if (args.length % 2 !== 0) throw badCall('createObject', 'every name needs a value');
  const names = args.filter((_, index) => index % 2 === 0).map((name) => textArg('createObject', name));
  return Object.fromEntries(names.map((name, index) => [name, args[2 * index + 1]]));
}

/** Objects are merged to the depth, later ones winning; of lists each element once. */
function union(args: readonly unknown[]): unknown {
  if (isMap(args[0])) return args.map((one) => mapArg('union', one)).reduce(merged);
  const all = args.flatMap((one) => listArg('union', one));
  return all.filter((one, index) => all.findIndex((other) => isSame(one, other)) === index);
}

function merged(one: Json, other: Json): Json {
  const result: Record<string, unknown> = { ...one };
  for (const [key, value] of Object.entries(other)) {
    const old = one[key];
    result[key] = isMap(old) && isMap(value) ? merged(old, value) : value;
  }
  return result;
}

function intersection([head, ...others]: readonly unknown[]): unknown {
  if (isMap(head))
    return Object.fromEntries(
      Object.entries(head).filter(([key, value]) =>
        others.every(
          (one) => hasKey(mapArg('intersection', one), key) && isSame(valueAt(mapArg('intersection', one), key), value),
        ),
      ),
    );
  return listArg('intersection', head).filter((value) =>
    others.every((one) => listArg('intersection', one).some((other) => isSame(value, other))),
  );
}

/** Keys are compared without case, texts and elements with it. */
function contains(container: unknown, part: unknown): boolean {
  if (typeof container === 'string') return container.includes(String(part));
  if (Array.isArray(container)) return container.some((one) => isSame(one, part));
  if (isMap(container)) return hasKey(container, textArg('contains', part));
  throw badArg('contains', 'Array, Object or String', container);
}

/** In the order of their keys. */
function items(value: unknown): object[] {
  const entries = Object.entries(mapArg('items', value)).sort(([one], [other]) => (one < other ? -1 : 1));
  return entries.map(([key, inner]) => ({ key, value: inner }));
}

const numbers = (name: string, args: readonly unknown[]): readonly number[] =>
  (Array.isArray(args[0]) ? args[0] : args).map((one: unknown) => intArg(name, one));

function notZero(name: string, value: number): number {
  if (value === 0) throw badCall(name, 'divided by zero');
  return value;
}

function toInt(value: unknown): number {
  const read = typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : value;
  return intArg('int', read);
}
