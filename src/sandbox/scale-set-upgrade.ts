import type { SandboxAnswer, SandboxRequest } from './exchange.ts';
import { refuse } from './refusal.ts';
import type { Route } from './route.ts';
import { type Instance, instancesOf, notActive, scaleSetOf } from './scale-set-find.ts';
import { bring } from './scale-set-model.ts';
import { SCALE_SET, SCALE_SET_VERSIONS as versions } from './scale-set-versions.ts';
import type { World } from './world.ts';

/** Brings the newest model to the instances that are named; `*`: to all. */
export const SCALE_SET_UPGRADE_ROUTES: readonly Route[] = [
  {
    ...{ method: 'POST', path: `${SCALE_SET}/manualupgrade`, audience: 'arm', versions },
    ...{ bucket: 'UpdateVMScaleSet', answer: upgrade },
  },
];

const NEVER_MS = 10 * 365 * 86_400_000;

function upgrade(request: SandboxRequest, world: World): SandboxAnswer {
  const set = scaleSetOf(request, world);
  const { method, path, apiVersion } = request;
  if (set.orchestration === 'flexible')
    throw refuse(
      409,
      'OperationNotAllowed',
      `Instances of the Virtual Machine Scale Set '${set.name}' with flexible orchestration are changed as virtual machines.`,
    );
  const chosen = chosenOf(request.body, instancesOf(set, world.state));
  const stuck = world.faults.take({ method, path, machine: set.name, kinds: ['stuck'] }) !== undefined;
  const { headers } = world.operations.begin({
    ...{ subscription: set.subscription, location: set.location, namespace: 'Microsoft.Compute', apiVersion },
    ...{ lastsMs: stuck ? NEVER_MS : world.settings.operationMs, withLocation: true },
    settle: () => bring(set, chosen, world),
  });
  return { status: 202, headers };
}

function chosenOf(body: unknown, instances: readonly Instance[]): readonly Instance[] {
  const { instanceIds } = (body ?? {}) as { instanceIds?: unknown };
  if (!Array.isArray(instanceIds) || instanceIds.length === 0)
    throw refuse(400, 'InvalidParameter', "Required parameter 'instanceIds' is missing (null).", {
      target: 'instanceIds',
    });
  if (instanceIds.includes('*')) return instances;
  return instanceIds.map((wanted) => {
    const found = instances.find(({ instanceId }) => instanceId === `${wanted}`);
    if (found === undefined) throw notActive(`${wanted}`);
    return found;
  });
}
