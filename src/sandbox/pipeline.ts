import { setTimeout as pause } from 'node:timers/promises';
import { versionTrouble } from './api-version.ts';
import { unauthenticated } from './authenticate.ts';
import type { SandboxAnswer, SandboxRequest } from './exchange.ts';
import type { Fault } from './faults.ts';
import { gate } from './gate.ts';
import type { OperationEngine } from './operation-engine.ts';
import { Refusal, refusal } from './refusal.ts';
import type { Route } from './route.ts';
import type { Found } from './router.ts';
import { subscriptionTrouble } from './subscription-trouble.ts';
import type { Throttle } from './throttle.ts';
import type { World } from './world.ts';

export type Raw = Omit<SandboxRequest, 'params' | 'apiVersion'>;

export interface Stages {
  readonly world: World;
  readonly operations: OperationEngine;
  readonly throttle: Throttle;
  readonly find: (method: string, path: string) => Found | 'other-method' | undefined;
}

/**
 * A request's way through the sandbox: route, authenticate, validate, spoil it where a fault says so, count it, ask what ARM asks, handle
 * it. What a stage refuses is an answer like any other. Undefined: the connection is to be cut.
 */
export async function answerOf(raw: Raw, stages: Stages): Promise<SandboxAnswer | undefined> {
  const { world, operations, throttle, find } = stages;
  operations.settleDue();
  const found = find(raw.method, raw.path);
  if (found === undefined || found === 'other-method') return notImitated(raw, found);
  const { route, params } = found;
  const request = { ...raw, params, apiVersion: raw.query.get('api-version') ?? '' };
  const early = unauthenticated(route, request, world) ?? versionTrouble(route, request);
  if (early !== undefined) return early;
  const fault = faultOf(request, world);
  if (fault?.kind === 'cut') return undefined;
  if (fault?.kind === 'slow') await pause(fault.delayMs ?? 1000);
  if (fault?.kind === 'status') return spoiled(fault);
  const { headers, refused } = throttle.take(route, request, regionOf(request, world));
  const answer = refused ?? beforeProvider(route, request, world) ?? (await handled(route, request, world));
  return { ...answer, headers: { ...headers, ...answer.headers } };
}

/** What ARM itself asks before the provider sees a request. */
function beforeProvider(route: Route, request: SandboxRequest, world: World): SandboxAnswer | undefined {
  if (route.audience !== 'arm') return undefined;
  return subscriptionTrouble(request, world.state) ?? gate(request, world);
}

async function handled(route: Route, request: SandboxRequest, world: World): Promise<SandboxAnswer> {
  try {
    return await route.answer(request, world);
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}

function faultOf({ method, path, params }: SandboxRequest, { faults }: World): Fault | undefined {
  const { vm, arc, set } = params;
  const machine =
    vm ??
    arc ??
    set ??
    /\/(?:virtualMachines|virtualMachineScaleSets|HybridCompute\/machines)\/([^/]+)/i.exec(path)?.[1];
  const kinds = ['status', 'cut', 'slow'] as const;
  return faults.take({ method, path, kinds, ...(machine === undefined ? {} : { machine }) });
}

function spoiled({ status = 500, code, message, retryAfterS }: Fault): SandboxAnswer {
  const headers = retryAfterS === undefined ? {} : { 'retry-after': `${retryAfterS}` };
  const usual = status >= 500 ? 'InternalServerError' : status === 429 ? 'TooManyRequests' : 'BadRequest';
  return refusal(status, code ?? usual, message ?? 'A fault that the sandbox was asked to play.', { headers });
}

/** Compute counts by region: that of the machine or scale set, or the one in the path. */
function regionOf({ params }: SandboxRequest, { state }: World): string {
  const { subscription, group, vm, set, location } = params;
  const place = `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Compute`.toLowerCase();
  const machine = state.machines[`${place}/virtualmachines/${vm?.toLowerCase()}`];
  const scaleSet = state.scaleSets?.[`${place}/virtualmachinescalesets/${set?.toLowerCase()}`];
  return location ?? machine?.location ?? scaleSet?.location ?? 'global';
}

/** Azure has it perhaps; the sandbox says that it does not. 501 is not tried again by the SDKs. */
function notImitated({ method, path }: Raw, found: 'other-method' | undefined): SandboxAnswer {
  if (found !== undefined)
    return refusal(405, 'HttpMethodNotAllowed', `The sandbox does not imitate ${method} of this resource.`, {
      by: 'gateway',
    });
  return refusal(501, 'NotImitatedBySandbox', `The sandbox does not imitate ${method} ${path}`, { by: 'gateway' });
}
