import { EXIT, Problem } from '../problem.ts';
import { variableOf } from './variables.ts';

/** All flags that a command cannot do without and did not get, told at once. Throws AZMON-FLAG-MISSING (2). */
export function wantFlags(flags: Readonly<Record<string, unknown>>, names: readonly string[]): void {
  const missing = names.filter((name) => flags[name] === undefined);
  if (missing.length === 0) return;
  throw new Problem({
    code: 'AZMON-FLAG-MISSING',
    exit: EXIT.usage,
    message: `${missing.map((name) => `--${name}`).join(' and ')} ${missing.length === 1 ? 'is' : 'are'} missing`,
    fix: [{ text: `give ${missing.map(sources).join(' and ')}` }],
  });
}

const sources = (name: string): string => {
  const variable = variableOf(name)?.name;
  return variable === undefined ? `--${name}` : `--${name} (or ${variable})`;
};
