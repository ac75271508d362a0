import type { SandboxAnswer, SandboxRequest } from './exchange.ts';
import type { World } from './world.ts';

/** One page of a list, from the item whose number stands in the address, and the address of the next page where there is one. */
export function listPage<T>(
  { path, query }: SandboxRequest,
  { origin }: Pick<World, 'origin'>,
  { all, size, shown }: { readonly all: readonly T[]; readonly size: number; readonly shown: (one: T) => object },
): SandboxAnswer {
  const from = Number(query.get('$skiptoken') ?? 0);
  const value = all.slice(from, from + size).map(shown);
  if (from + size >= all.length) return { status: 200, body: { value } };
  const more = new URLSearchParams(query);
  more.set('$skiptoken', `${from + size}`);
  return { status: 200, body: { value, nextLink: `${origin}${path}?${more}` } };
}

/** Whether something stands in the subscription, and in the group where the path has one, that is listed. */
export const isListed = (
  { subscription, group }: { readonly subscription: string; readonly group: string },
  { params }: SandboxRequest,
): boolean =>
  subscription === params.subscription?.toLowerCase() &&
  (params.group === undefined || group.toLowerCase() === params.group.toLowerCase());
