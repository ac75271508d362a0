import type { ArmContext } from './arm-context.ts';
import { LIST_FUNCTIONS } from './arm-functions-lists.ts';
import { LOGIC_FUNCTIONS } from './arm-functions-logic.ts';
import { SCOPE_FUNCTIONS } from './arm-functions-scope.ts';
import { TEXT_FUNCTIONS } from './arm-functions-text.ts';

/** A function of template expressions. */
export type ArmFunction = { readonly name: string; readonly least: number; readonly most: number } & (
  | { call(args: readonly unknown[], context: ArmContext): unknown }
  /** Evaluates of its arguments only what it needs. */
  | { lazy(args: readonly (() => unknown)[], context: ArmContext): unknown }
);

const ALL: readonly ArmFunction[] = [...TEXT_FUNCTIONS, ...LIST_FUNCTIONS, ...LOGIC_FUNCTIONS, ...SCOPE_FUNCTIONS];

/** By name in lower case: ARM takes functions in any case. */
export const ARM_FUNCTIONS: ReadonlyMap<string, ArmFunction> = new Map(
  ALL.map((one): [string, ArmFunction] => [one.name.toLowerCase(), one]),
);

/** Names in the order of the alphabet, for the help of the sandbox. */
export const ARM_FUNCTION_NAMES: readonly string[] = ALL.map(({ name }) => name).sort((a, b) =>
  a.toLowerCase() < b.toLowerCase() ? -1 : 1,
);
