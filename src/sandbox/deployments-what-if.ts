import { randomUUID } from 'node:crypto';
import { type WhatIfChange, whatIfChanges } from './deployments-changes.ts';
import type { Inner } from './deployments-inner.ts';
import { wishOf } from './deployments-request.ts';
import type { SandboxAnswer, SandboxRequest } from './exchange.ts';
import { refusal } from './refusal.ts';
import type { World } from './world.ts';

interface WhatIf {
  readonly due: number;
  readonly correlationId: string;
  readonly changes: readonly WhatIfChange[];
}

/** It never takes longer than an extension. */
const LASTS_MS = 5_000;

/** What-if requests and their results, which are behind an address of their own (recorded with az 2.45). */
export class WhatIfs {
  readonly #all = new Map<string, WhatIf>();

  async begin(request: SandboxRequest, world: World, inner: Inner): Promise<SandboxAnswer> {
    const wish = wishOf(request, world);
    const { resultFormat } = (wish.properties.whatIfSettings ?? {}) as { resultFormat?: string };
    const all = await whatIfChanges(wish, inner, request.headers.authorization ?? '', world);
    const idsAlone = resultFormat?.toLowerCase() === 'resourceidonly';
    const changes = idsAlone ? all.map(({ resourceId, changeType }) => ({ resourceId, changeType })) : all;
    const id = randomUUID().replaceAll('-', '');
    const due = world.clock.now() + Math.min(world.settings.operationMs, LASTS_MS);
    this.#all.set(id, { due, changes, correlationId: randomUUID() });
    return { status: 202, headers: headersOf(id, request, world) };
  }

  look(request: SandboxRequest, world: World): SandboxAnswer {
    const id = request.params.operation ?? '';
    const found = this.#all.get(id);
    if (found === undefined)
      return refusal(404, 'NotFound', `The operation '${id}' could not be found.`, { by: 'gateway' });
    if (found.due > world.clock.now()) return { status: 202, headers: headersOf(id, request, world) };
    const { correlationId, changes } = found;
    return { status: 200, body: { status: 'Succeeded', properties: { correlationId, changes } } };
  }
}

function headersOf(
  id: string,
  { params, apiVersion }: SandboxRequest,
  { origin, settings, clock }: World,
): Record<string, string> {
  const seconds = settings.operationMs === 0 ? 0 : Math.max(1, Math.round(settings.retryAfterS / clock.speed));
  return {
    location: `${origin}/subscriptions/${params.subscription}/operationresults/${id}?api-version=${apiVersion}`,
    'retry-after': `${seconds}`,
  };
}
