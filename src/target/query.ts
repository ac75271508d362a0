/** A query whose text is fixed but for its slots: it can be written for some values, and recognised again (the sandbox answers just these). */
export interface Query<P extends Readonly<Record<string, string>>> {
  readonly id: string;
  text(values: P): string;
  /** The values it was written for; undefined where the text is not this query. */
  read(text: string): P | undefined;
}

/** Values stand between quotes in KQL: what would end the quotes has no place in an id, a name or a time. */
const SAFE = /^[^'"\\\r\n|;]*$/;

/**
 * Makes a query of a template with slots as `{name}`. `text` throws a RangeError for a value that could change the query's meaning:
 * values are ids, names and times that were checked before.
 */
export function query<P extends Readonly<Record<string, string>>>(id: string, template: string): Query<P> {
  const slots = [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  const pattern = new RegExp(
    `^${template
      .split(/\{\w+\}/)
      .map(literal)
      .join('([^\'"\\\\|;]*)')}$`,
  );
  return {
    id,
    text: (values) => template.replaceAll(/\{(\w+)\}/g, (_, name: string) => safe(values[name] ?? '')),
    read(text) {
      const found = pattern.exec(text);
      return found === null
        ? undefined
        : (Object.fromEntries(slots.map((name, index) => [name, found[index + 1] ?? ''])) as P);
    },
  };
}

const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

function safe(value: string): string {
  if (SAFE.test(value)) return value;
  throw new RangeError('a value of a query holds quotes or separators');
}
