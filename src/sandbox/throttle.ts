import type { SandboxAnswer, SandboxRequest } from './exchange.ts';
import type { Route } from './route.ts';
import type { SandboxClock } from './world.ts';

type Policy = NonNullable<Route['bucket']>;

/** Tokens that a full bucket holds, and how many come back a minute. */
interface Size {
  readonly full: number;
  readonly perMinute: number;
}

/**
 * Compute's buckets: one for each resource, one for each subscription and region.
 * Source: docs "Virtual machine throttling limits" (compute-throttling-limits.md), from 2024 on.
 */
const BUCKETS: Readonly<Record<Policy, { readonly resource?: Size; readonly subscription: Size }>> = {
  PutVM: { resource: { full: 12, perMinute: 4 }, subscription: { full: 1500, perMinute: 500 } },
  UpdateVM: { resource: { full: 12, perMinute: 4 }, subscription: { full: 1500, perMinute: 500 } },
  DeleteVM: { resource: { full: 12, perMinute: 4 }, subscription: { full: 1500, perMinute: 500 } },
  LowCostGet: { resource: { full: 36, perMinute: 12 }, subscription: { full: 24_000, perMinute: 8000 } },
  HighCostGet: { subscription: { full: 900, perMinute: 300 } },
  CreateVMScaleSet: { resource: { full: 12, perMinute: 4 }, subscription: { full: 375, perMinute: 125 } },
  UpdateVMScaleSet: { resource: { full: 12, perMinute: 4 }, subscription: { full: 1500, perMinute: 500 } },
  DeleteVMScaleSet: { resource: { full: 12, perMinute: 4 }, subscription: { full: 525, perMinute: 175 } },
  GetVMScaleSet: { resource: { full: 36, perMinute: 12 }, subscription: { full: 2400, perMinute: 800 } },
  HighCostGetVMScaleSet: { resource: { full: 30, perMinute: 10 }, subscription: { full: 1080, perMinute: 360 } },
  GetOperation: { resource: { full: 45, perMinute: 15 }, subscription: { full: 15_000, perMinute: 5000 } },
};

/** ARM's own, for each subscription: headers only, the sandbox does not refuse by them. */
const ARM: Readonly<Record<'reads' | 'writes' | 'deletes', Size>> = {
  reads: { full: 1100, perMinute: 1500 },
  writes: { full: 800, perMinute: 600 },
  deletes: { full: 800, perMinute: 600 },
};

export interface Throttled {
  readonly headers: Readonly<Record<string, string>>;
  /** 429 */
  readonly refused?: SandboxAnswer;
}

export interface Throttle {
  /** Takes the tokens of a request; `region` is that of the machine it is about. */
  take(route: Route, request: SandboxRequest, region: string): Throttled;
}

/** Counts requests by the sandbox's clock. `refuses` false: the headers count down to zero, and nothing is refused. */
export function throttle(clock: SandboxClock, refuses: boolean): Throttle {
  const buckets = new Map<string, { left: number; at: number }>();

  /** Takes a token; what is left after it, below zero where there was none (the token is then not taken). */
  function take(name: string, { full, perMinute }: Size): number {
    const now = clock.now();
    const bucket = buckets.get(name) ?? { left: full, at: now };
    const there = Math.min(full, bucket.left + ((now - bucket.at) / 60_000) * perMinute);
    buckets.set(name, { left: there >= 1 ? there - 1 : there, at: now });
    return there - 1;
  }

  return {
    take(route, request, region) {
      const { subscription = '' } = request.params;
      const headers = subscription === '' || route.audience !== 'arm' ? {} : armHeaders(route, subscription, take);
      if (route.bucket === undefined) return { headers };
      const parts = partsOf(route.bucket, request, region).map((part) => ({
        ...part,
        left: take(part.key, part.size),
      }));
      const remaining = parts
        .map(({ name, left }) => `Microsoft.Compute/${name};${Math.max(0, Math.floor(left))}`)
        .join(',');
      const counted = { ...headers, 'x-ms-ratelimit-remaining-resource': remaining, 'x-ms-request-charge': '1' };
      const short = parts.find(({ left }) => left < 0);
      if (!refuses || short === undefined) return { headers: counted };
      const waitMs = (-short.left / short.size.perMinute) * 60_000;
      return { headers: counted, refused: tooMany(route.bucket, short.size, waitMs, clock) };
    },
  };
}

function armHeaders(
  { method }: Route,
  subscription: string,
  take: (name: string, size: Size) => number,
): Record<string, string> {
  const kind = method === 'GET' || method === 'HEAD' ? 'reads' : method === 'DELETE' ? 'deletes' : 'writes';
  const left = Math.max(0, Math.floor(take(`arm ${kind} ${subscription.toLowerCase()}`, ARM[kind])));
  return {
    [`x-ms-ratelimit-remaining-subscription-${kind}`]: `${left}`,
    [`x-ms-ratelimit-remaining-subscription-global-${kind}`]: `${left + ARM[kind].full * 14}`,
  };
}

interface Part {
  readonly name: string;
  readonly key: string;
  readonly size: Size;
}

function partsOf(policy: Policy, { params }: SandboxRequest, region: string): readonly Part[] {
  const { subscription: whole, resource } = BUCKETS[policy];
  const place = (params.subscription ?? '').toLowerCase();
  const { operation, group, vm, set, instance } = params;
  const what = (operation ?? [group, vm ?? set, instance].join('/')).toLowerCase();
  return [
    { name: `${policy}SubscriptionMaximum`, key: `${policy} ${place} ${region}`, size: whole },
    ...(resource === undefined
      ? []
      : [{ name: `${policy}Resource`, key: `${policy} ${place} ${what}`, size: resource }]),
  ];
}

/** Without the usual wrapper, and with JSON in a text: as documented in "Troubleshooting API throttling errors". */
function tooMany(policy: Policy, { full }: Size, waitMs: number, clock: SandboxClock): SandboxAnswer {
  const inner = {
    operationGroup: policy,
    startTime: new Date(clock.now() - 60_000).toISOString(),
    endTime: new Date(clock.now()).toISOString(),
    allowedRequestCount: full,
    measuredRequestCount: full + 1,
  };
  return {
    status: 429,
    headers: {
      'retry-after': `${Math.max(1, Math.ceil(waitMs / 1000 / clock.speed))}`,
      'x-ms-failure-cause': 'service',
    },
    body: {
      code: 'OperationNotAllowed',
      message: 'The server rejected the request because too many requests have been received for this subscription.',
      details: [{ code: 'TooManyRequests', target: policy, message: JSON.stringify(inner) }],
    },
  };
}
