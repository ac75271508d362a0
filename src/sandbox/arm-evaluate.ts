import { type ArmContext, NotYet } from './arm-context.ts';
import { TemplateError } from './arm-error.ts';
import { type Expression, isExpression, parseExpression } from './arm-expression.ts';
import { ARM_FUNCTIONS, type ArmFunction } from './arm-functions.ts';
import { isMap, memberOf } from './arm-value.ts';

/** The value of a text of a template: of the expression in it, or the text itself (`[[` stands for one bracket). */
export function evaluateText(text: string, context: ArmContext): unknown {
  if (!isExpression(text)) return text.startsWith('[[') ? text.slice(1) : text;
  try {
    return evaluate(expressionOf(text, context), context);
  } catch (error) {
    if (error instanceof NotYet && context.unknown !== undefined)
      return context.unknown === 'escaped' ? `[${text}` : text;
    throw error;
  }
}

function expressionOf(text: string, { read }: ArmContext): Expression {
  const known = read.get(text) ?? parseExpression(text);
  read.set(text, known);
  return known;
}

function evaluate(expression: Expression, context: ArmContext): unknown {
  if (expression.kind === 'value') return expression.value;
  if (expression.kind === 'call') return called(expression, context);
  const of = evaluate(expression.of, context);
  return memberOf(of, evaluate(expression.name, context));
}

/** Refuses functions that are not known and expressions that cannot be read, wherever they stand. */
export function checkExpressions(value: unknown): void {
  if (typeof value === 'string') {
    if (isExpression(value)) checkCalls(parseExpression(value));
  } else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) {
      checkExpressions(key);
      checkExpressions(inner);
    }
}

function checkCalls(expression: Expression): void {
  if (expression.kind === 'value') return;
  if (expression.kind === 'member') {
    checkCalls(expression.of);
    checkCalls(expression.name);
    return;
  }
  functionOf(expression);
  for (const arg of expression.args) checkCalls(arg);
}

function functionOf({ name, args }: Expression & { kind: 'call' }): ArmFunction {
  const known = ARM_FUNCTIONS.get(name.toLowerCase());
  if (known === undefined)
    throw new TemplateError(
      `The template function '${name}' is not valid. Please see https://aka.ms/arm-functions for usage details. (The sandbox knows a part of ARM's functions: azmon sandbox serve --help lists them.)`,
    );
  const { least, most } = known;
  if (args.length >= least && args.length <= most) return known;
  const required = least === most ? `'${least}' argument(s)` : `at least '${least}' argument(s)`;
  throw new TemplateError(
    `Unable to evaluate template language function '${name}': function requires ${required} while '${args.length}' were provided. Please see https://aka.ms/arm-functions/#${name.toLowerCase()} for usage details.`,
  );
}

function called(call: Expression & { kind: 'call' }, context: ArmContext): unknown {
  const known = functionOf(call);
  const lazy = call.args.map((arg) => () => evaluate(arg, context));
  if ('lazy' in known) return known.lazy(lazy, context);
  return known.call(
    lazy.map((arg) => arg()),
    context,
  );
}

/** A value with all expressions in it evaluated, property copies unrolled. */
export function evaluateAll(value: unknown, context: ArmContext): unknown {
  if (typeof value === 'string') return evaluateText(value, context);
  if (Array.isArray(value)) return value.map((one) => evaluateAll(one, context));
  if (!isMap(value)) return value;
  const entries: [string, unknown][] = [];
  for (const [key, inner] of Object.entries(value)) {
    if (key.toLowerCase() === 'copy' && isCopies(inner)) entries.push(...copied(inner, context));
    else entries.push([String(evaluateText(key, context)), evaluateAll(inner, context)]);
  }
  return Object.fromEntries(entries);
}

interface PropertyCopy {
  readonly name: string;
  readonly count: unknown;
  readonly input: unknown;
}

const isCopies = (value: unknown): value is readonly PropertyCopy[] =>
  Array.isArray(value) && value.every((one) => isMap(one) && 'name' in one && 'count' in one && 'input' in one);

function copied(copies: readonly PropertyCopy[], context: ArmContext): [string, unknown][] {
  return copies.map(({ name, count, input }) => [
    name,
    loop(name, evaluateAll(count, context), context).map((inside) => evaluateAll(input, inside)),
  ]);
}

/** ARM's most for one loop: docs "Resource iteration in ARM templates". */
const MOST_COPIES = 800;

/** One context for each turn of a copy loop. */
export function loop(name: string, count: unknown, context: ArmContext): ArmContext[] {
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 0 || count > MOST_COPIES)
    throw new TemplateError(
      `The copy count '${String(count)}' of '${name}' is not valid: it must be a whole number from 0 to ${MOST_COPIES}. Please see https://aka.ms/arm-resource-copy for usage details.`,
    );
  return Array.from({ length: count }, (_, index) => ({
    ...context,
    loops: { ...context.loops, [name.toLowerCase()]: index, '': index },
  }));
}
