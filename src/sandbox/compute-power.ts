import { machineOf } from './compute-find.ts';
import { VIRTUAL_MACHINE, COMPUTE_VERSIONS as versions } from './compute-versions.ts';
import type { Route } from './route.ts';
import type { SandboxMachine } from './state.ts';

type Power = SandboxMachine['power'];

/** What becomes of the machine, and which bucket counts it. */
const CHANGES: readonly (readonly [word: string, power: Power, bucket: NonNullable<Route['bucket']>])[] = [
  ['start', 'running', 'UpdateVM'],
  ['restart', 'running', 'UpdateVM'],
  ['powerOff', 'stopped', 'UpdateVM'],
  ['deallocate', 'deallocated', 'DeleteVM'],
];

export const POWER_ROUTES: readonly Route[] = CHANGES.map(([word, power, bucket]) => ({
  ...{ method: 'POST', path: `${VIRTUAL_MACHINE}/${word}`, audience: 'arm', versions, bucket },
  answer(request, world) {
    const machine = machineOf(request, world);
    const { headers } = world.operations.begin({
      ...{ subscription: machine.subscription, location: machine.location, namespace: 'Microsoft.Compute' },
      ...{ lastsMs: world.settings.operationMs / 2, apiVersion: request.apiVersion, withLocation: true },
      settle() {
        machine.power = power;
        return { status: 'Succeeded' };
      },
    });
    return { status: 202, headers };
  },
}));
