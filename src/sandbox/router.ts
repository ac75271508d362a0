import type { Route } from './route.ts';

export interface Found {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

interface Compiled {
  readonly route: Route;
  readonly pattern: RegExp;
  readonly names: readonly string[];
}

/** Finds the route of a request: by method, and by path compared without case; a slash at the end does not count. */
export function router(routes: readonly Route[]): (method: string, path: string) => Found | 'other-method' | undefined {
  const compiled = routes.map(compile);
  return (method, path) => {
    const matching = compiled.filter(({ pattern }) => pattern.test(path));
    const one = matching.find(({ route }) => route.method === method);
    if (one === undefined) return matching.length > 0 ? 'other-method' : undefined;
    return { route: one.route, params: valuesOf(one, path) };
  };
}

/** `:name` takes one part, `:name*` one or more. */
function compile(route: Route): Compiled {
  const names: string[] = [];
  const parts = route.path.split('/').map((part) => {
    const [, name, many] = /^:(\w+)(\*?)$/.exec(part) ?? [];
    if (name === undefined) return part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
    names.push(name);
    return many === '*' ? '(.+?)' : '([^/]+)';
  });
  return { route, names, pattern: new RegExp(`^${parts.join('/')}/?$`, 'i') };
}

function valuesOf({ pattern, names }: Compiled, path: string): Record<string, string> {
  const found = pattern.exec(path) ?? [];
  return Object.fromEntries(names.map((name, index) => [name, decoded(found[index + 1] ?? '')]));
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
