import { extensionBody } from './compute-extension-shape.ts';
import { extensionNamed } from './compute-find.ts';
import type { SandboxAnswer, SandboxRequest } from './exchange.ts';
import { listPage } from './list-page.ts';
import { missing } from './missing.ts';
import type { Route } from './route.ts';
import { instanceOf, instancesOf, scaleSetOf } from './scale-set-find.ts';
import { instanceBody, setInstanceView } from './scale-set-instance-shape.ts';
import { SCALE_SET_INSTANCE, SCALE_SET_INSTANCES, SCALE_SET_VERSIONS as versions } from './scale-set-versions.ts';
import type { World } from './world.ts';

const arm = { audience: 'arm', versions, method: 'GET' } as const;

/** Instances of a scale set and what the model put on them: read alone. */
export const SCALE_SET_INSTANCE_ROUTES: readonly Route[] = [
  { ...arm, path: SCALE_SET_INSTANCES, bucket: 'HighCostGetVMScaleSet', answer: list },
  { ...arm, path: SCALE_SET_INSTANCE, bucket: 'GetVMScaleSet', answer: get },
  { ...arm, path: `${SCALE_SET_INSTANCE}/instanceView`, bucket: 'GetVMScaleSet', answer: view },
  { ...arm, path: `${SCALE_SET_INSTANCE}/extensions`, bucket: 'GetVMScaleSet', answer: extensions },
  { ...arm, path: `${SCALE_SET_INSTANCE}/extensions/:name`, bucket: 'GetVMScaleSet', answer: extension },
];

const wantsView = ({ query }: SandboxRequest): boolean =>
  /(?:^|,|\s)instanceview(?:$|,|\s)/i.test(`${query.get('$expand') ?? ''},${query.get('$select') ?? ''}`);

/** How many instances Azure puts on a page. */
const PAGE = 120;

function list(request: SandboxRequest, world: World): SandboxAnswer {
  const set = scaleSetOf(request, world);
  const all = instancesOf(set, world.state);
  const withView = wantsView(request);
  return listPage(request, world, { all, size: PAGE, shown: (one) => instanceBody(set, one, world, withView) });
}

function get(request: SandboxRequest, world: World): SandboxAnswer {
  const { set, ...instance } = instanceOf(request, world);
  return { status: 200, body: instanceBody(set, instance, world, wantsView(request)) };
}

function view(request: SandboxRequest, world: World): SandboxAnswer {
  return { status: 200, body: setInstanceView(instanceOf(request, world).machine, world) };
}

function extensions(request: SandboxRequest, world: World): SandboxAnswer {
  const { machine } = instanceOf(request, world);
  const value = machine.extensions.map((one) => instanceExtension(machine, one, wantsView(request)));
  return { status: 200, body: { value } };
}

function extension(request: SandboxRequest, world: World): SandboxAnswer {
  const { set, instanceId, machine } = instanceOf(request, world);
  const { name = '' } = request.params;
  const found = extensionNamed(machine, name);
  if (found === undefined)
    throw missing(
      `Microsoft.Compute/virtualMachineScaleSets/${set.name}/virtualMachines/${instanceId}/extensions/${name}`,
      set.group,
    );
  return { status: 200, body: instanceExtension(machine, found, wantsView(request)) };
}

const instanceExtension = (...parts: Parameters<typeof extensionBody>): object => ({
  ...extensionBody(...parts),
  type: 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/extensions',
});
