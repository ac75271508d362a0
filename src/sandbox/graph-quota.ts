import { refuse } from './refusal.ts';
import type { World } from './world.ts';

const WINDOW_MS = 5_000;
const QUERIES = 15;

const windows = new WeakMap<World, { begun: number; left: number }>();

/**
 * Counts a query: 15 in five seconds for a caller (docs "Guidance for throttled requests in Azure Resource Graph"), said on every answer. Where
 * nothing is to take time (`operationMs` 0) the count is said and never enforced.
 */
export function graphQuota(world: World): Readonly<Record<string, string>> {
  const now = world.clock.now();
  const known = windows.get(world);
  const window = known === undefined || now - known.begun >= WINDOW_MS ? { begun: now, left: QUERIES } : known;
  windows.set(world, window);
  const seconds = Math.max(1, Math.ceil((window.begun + WINDOW_MS - now) / 1000));
  if (window.left === 0 && world.settings.operationMs > 0) throw throttled(seconds);
  window.left = Math.max(0, window.left - 1);
  return quotaHeaders(window.left, seconds);
}

const quotaHeaders = (left: number, seconds: number): Readonly<Record<string, string>> => ({
  'x-ms-user-quota-remaining': `${left}`,
  'x-ms-user-quota-resets-after': `00:00:0${seconds}`,
  'x-ms-ratelimit-remaining-tenant-resource-requests': `${left}`,
});

const throttled = (seconds: number): Error =>
  refuse(429, 'RateLimiting', 'Please provide below info when asking for support.', {
    headers: { 'retry-after': `${seconds}`, ...quotaHeaders(0, seconds) },
    details: [
      {
        code: 'RateLimiting',
        message:
          'Client application has been throttled and should not attempt to repeat the request until an amount of time has elapsed. Please see https://aka.ms/resourcegraph-throttling for help.',
      },
    ],
  });
