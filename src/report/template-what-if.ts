import { printable } from '../printable.ts';
import type { ResourceChange } from '../target/resource-change.ts';
import { machineKeyOf, nameIn } from '../target/resource-id.ts';
import type { TextOptions } from './check-words.ts';

/** `+` makes, `~` changes, `-` takes off, `=` stays; `?` Azure cannot say. */
const SIGNS: Readonly<Record<string, string>> = {
  create: '+',
  modify: '~',
  delete: '-',
  deploy: '~',
  nochange: '=',
  noeffect: '=',
  array: '~',
  unsupported: '?',
};

/** Changes that Azure expects, by machine; what a deployment does not touch is left out. Azure masks secrets, and so is what looks like one. */
export function whatIfLines(changes: readonly ResourceChange[], { paint, verbose }: TextOptions): string[] {
  const told = changes.filter(({ change }) => change.toLowerCase() !== 'ignore');
  const byMachine = Map.groupBy(told, ({ id }) => machineKeyOf(id));
  return [...byMachine].flatMap(([key, of]) => [
    // A rule belongs to no machine.
    ...(of.some(({ id }) => RULE.test(id)) ? [] : [`      ${paint.strong(printable(nameIn(spelt(of, key))))}`]),
    ...of.flatMap((one) => [
      `        ${signOf(one.change)} ${wordOf(one.id)}`,
      ...one.properties
        .filter(({ change }) => verbose || signOf(change) !== '=')
        .map((property) => `            ${propertyLine(property)}`),
    ]),
  ]);
}

const RULE = /\/dataCollectionRules\/[^/]+$/i;

/** In the spelling of the id, where a machine stands in it. */
const spelt = ([first]: readonly ResourceChange[], key: string): string => first?.id.slice(0, key.length) ?? key;

const signOf = (change: string): string => SIGNS[change.toLowerCase()] ?? '~';

function wordOf(id: string): string {
  if (/\/extensions\/[^/]+$/i.test(id)) return `extension ${printable(nameIn(id))}`;
  if (/\/dataCollectionRuleAssociations\/[^/]+$/i.test(id)) return `association ${printable(nameIn(id))}`;
  return RULE.test(id) ? `data collection rule ${printable(nameIn(id))}` : printable(id);
}

function propertyLine({ path, change, before, after }: ResourceChange['properties'][number]): string {
  const sign = signOf(change);
  const name = `${sign} ${printable(path)}`;
  if (sign === '+') return `${name}: ${valueWords(after, path)}`;
  if (sign === '-') return `${name}: ${valueWords(before, path)}`;
  if (before === undefined && after === undefined) return name;
  return `${name}: ${valueWords(before, path)} -> ${valueWords(after, path)}`;
}

/** What is never shown, whatever Azure says of it. */
const HIDDEN = /protectedSettings|workspaceKey|password/i;
const LONGEST = 120;

function valueWords(value: unknown, path: string): string {
  if (HIDDEN.test(path)) return '(secret)';
  const text = printable(typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing'));
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text;
}
