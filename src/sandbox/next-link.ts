import type { SandboxRequest } from './exchange.ts';
import type { World } from './world.ts';

/** The address of the next page of a list, whose first item has this number. */
export function nextLink({ path, query }: SandboxRequest, { origin }: Pick<World, 'origin'>, from: number): string {
  const more = new URLSearchParams(query);
  more.set('$skiptoken', `${from}`);
  return `${origin}${path}?${more}`;
}
