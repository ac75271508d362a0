import type { ArmContext } from './arm-context.ts';
import { evaluateAll, loop } from './arm-evaluate.ts';
import { isSecure, shownType } from './arm-parameters.ts';
import { isMap, type Json } from './arm-value.ts';

/** Outputs of a deployment that succeeded: `{name: {type, value}}`; secure ones without their value. */
export function outputsOf(template: Json, context: ArmContext): Record<string, unknown> {
  const outputs = isMap(template.outputs) ? template.outputs : {};
  return Object.fromEntries(
    Object.entries(outputs).flatMap(([name, output]): [string, unknown][] => {
      if (!isMap(output) || evaluateAll(output.condition ?? true, context) === false) return [];
      const type = shownType(String(output.type));
      return [[name, isSecure(type) ? { type } : { type, value: outputValue(name, output, context) }]];
    }),
  );
}

function outputValue(name: string, { copy, value }: Json, context: ArmContext): unknown {
  if (!isMap(copy)) return evaluateAll(value, context);
  return loop(name, evaluateAll(copy.count, context), context).map((inside) => evaluateAll(copy.input, inside));
}
