/** Values of parameters, as assignments and initiatives hand them on. */
export type Parameters = Readonly<Record<string, { readonly value?: unknown }>>;

/** A policy definition, or an initiative (then with `policyDefinitions`). */
export interface RawDefinition {
  readonly properties?: {
    readonly policyRule?: { readonly then?: { readonly effect?: unknown } };
    readonly parameters?: Readonly<Record<string, { readonly defaultValue?: unknown }>>;
    readonly policyDefinitions?: readonly { readonly policyDefinitionId: string; readonly parameters?: Parameters }[];
  };
}

/**
 * The effect in force, lower case: written in the rule, or a parameter that the assignment or the definition gives. Of an initiative it
 * is known when all members that take their effect from it agree; its members' own definitions are not read for this.
 */
export function effectOf({ properties = {} }: RawDefinition, given: Parameters): string | undefined {
  const value = (expression: unknown): string | undefined => resolved(expression, given, properties.parameters ?? {});
  if (properties.policyDefinitions === undefined) return value(properties.policyRule?.then?.effect);
  const effects = properties.policyDefinitions.map(({ parameters }) => value(effectParameter(parameters)));
  const [first, ...others] = new Set(effects.filter((effect) => effect !== undefined));
  return others.length === 0 ? first : undefined;
}

/** Names of parameters compare without case. */
const effectParameter = (parameters: Parameters = {}): unknown =>
  Object.entries(parameters).find(([name]) => name.toLowerCase() === 'effect')?.[1].value;

function resolved(
  expression: unknown,
  given: Parameters,
  declared: Readonly<Record<string, { readonly defaultValue?: unknown }>>,
): string | undefined {
  if (typeof expression !== 'string') return undefined;
  const name = /^\[\s*parameters\(\s*'([^']+)'\s*\)\s*\]$/i.exec(expression)?.[1]?.toLowerCase();
  if (name === undefined) return expression.startsWith('[') ? undefined : expression.toLowerCase();
  const value = of(given, name)?.value ?? of(declared, name)?.defaultValue;
  return typeof value === 'string' ? value.toLowerCase() : undefined;
}

const of = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.entries(record).find(([key]) => key.toLowerCase() === name)?.[1];
