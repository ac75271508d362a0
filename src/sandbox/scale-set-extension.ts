import { checkHandler } from './compute-extension.ts';
import type { SandboxAnswer, SandboxRequest } from './exchange.ts';
import { isSameModel, rewritten, written } from './extension-contents.ts';
import { readExtensionRequest } from './extension-request.ts';
import { missing } from './missing.ts';
import type { Route } from './route.ts';
import { modelExtension, scaleSetOf } from './scale-set-find.ts';
import { follow, outdate } from './scale-set-model.ts';
import { setExtensionBody } from './scale-set-shape.ts';
import { SCALE_SET, SCALE_SET_VERSIONS as versions } from './scale-set-versions.ts';
import type { SandboxExtension, SandboxScaleSet } from './state.ts';
import type { World } from './world.ts';

const EXTENSIONS = `${SCALE_SET}/extensions`;
const EXTENSION = `${EXTENSIONS}/:name`;
const arm = { audience: 'arm', versions } as const;

/** Extensions of a scale set's model. */
export const SCALE_SET_EXTENSION_ROUTES: readonly Route[] = [
  { ...arm, method: 'GET', path: EXTENSIONS, bucket: 'GetVMScaleSet', answer: list },
  { ...arm, method: 'GET', path: EXTENSION, bucket: 'GetVMScaleSet', answer: get },
  { ...arm, method: 'PUT', path: EXTENSION, bucket: 'UpdateVMScaleSet', answer: put },
  { ...arm, method: 'PATCH', path: EXTENSION, bucket: 'UpdateVMScaleSet', answer: put },
  { ...arm, method: 'DELETE', path: EXTENSION, bucket: 'UpdateVMScaleSet', answer: remove },
];

function list(request: SandboxRequest, world: World): SandboxAnswer {
  const set = scaleSetOf(request, world);
  return { status: 200, body: { value: set.extensions.map((one) => setExtensionBody(set, one)) } };
}

function get(request: SandboxRequest, world: World): SandboxAnswer {
  const set = scaleSetOf(request, world);
  const extension = modelExtension(set, request.params.name);
  if (extension === undefined) throw notThere(set, request);
  return { status: 200, body: setExtensionBody(set, extension) };
}

const notThere = (set: SandboxScaleSet, { params }: SandboxRequest) =>
  missing(`Microsoft.Compute/virtualMachineScaleSets/${set.name}/extensions/${params.name}`, set.group);

/** 201 for a new one, 200 for a change. The operation ends when the instances have it, where the policy brings it to them. */
function put(request: SandboxRequest, world: World): SandboxAnswer {
  const set = scaleSetOf(request, world, 'extensions');
  const { name = '' } = request.params;
  const old = modelExtension(set, name);
  if (old === undefined && request.method === 'PATCH') throw notThere(set, request);
  const wish = readExtensionRequest(request, set, old, { hasLocation: false });
  checkHandler(set, name, wish);
  const changed = old === undefined || !isSameModel(old, wish, world.state);
  const extension = old === undefined ? written(name, wish) : rewritten(old, wish);
  if (old === undefined) set.extensions.push(extension);
  else extension.provisioning = 'Updating';
  if (changed) outdate(set);
  const { headers } = beginOnSet(set, request, world, [extension]);
  return { status: old === undefined ? 201 : 200, headers, body: setExtensionBody(set, extension) };
}

const NEVER_MS = 10 * 365 * 86_400_000;

/** Begins a change of the model: what it does to the instances is done when the operation ends. */
export function beginOnSet(
  set: SandboxScaleSet,
  { method, path, apiVersion }: Pick<SandboxRequest, 'method' | 'path' | 'apiVersion'>,
  world: World,
  changing: readonly SandboxExtension[],
  withLocation = false,
): { readonly headers: Readonly<Record<string, string>> } {
  const stuck = world.faults.take({ method, path, machine: set.name, kinds: ['stuck'] }) !== undefined;
  return world.operations.begin({
    ...{ subscription: set.subscription, location: set.location, namespace: 'Microsoft.Compute', apiVersion },
    ...{ lastsMs: stuck ? NEVER_MS : world.settings.operationMs, withLocation },
    settle() {
      const ending = follow(set, world);
      const provisioning = ending.status === 'Failed' ? 'Failed' : 'Succeeded';
      for (const extension of changing) extension.provisioning = provisioning;
      return ending;
    },
  });
}

/** 202 with both addresses; 204 where it is not there, which is what was wanted. */
function remove(request: SandboxRequest, world: World): SandboxAnswer {
  const set = scaleSetOf(request, world);
  const extension = modelExtension(set, request.params.name);
  if (extension === undefined) return { status: 204 };
  set.extensions.splice(set.extensions.indexOf(extension), 1);
  outdate(set);
  return { status: 202, headers: beginOnSet(set, request, world, [], true).headers };
}
