import { extensionBody } from './compute-extension-shape.ts';
import { extensionNamed, machineOf } from './compute-find.ts';
import { VIRTUAL_MACHINE, COMPUTE_VERSIONS as versions } from './compute-versions.ts';
import type { SandboxAnswer, SandboxRequest } from './exchange.ts';
import { isUnchanged, rewritten, written } from './extension-contents.ts';
import { type ExtensionWish, readExtensionRequest } from './extension-request.ts';
import { installs, removes } from './handler.ts';
import { beginOnMachine } from './machine-operation.ts';
import { missing } from './missing.ts';
import { refuse } from './refusal.ts';
import type { Route } from './route.ts';
import type { SandboxMachine } from './state.ts';
import type { World } from './world.ts';

const EXTENSIONS = `${VIRTUAL_MACHINE}/extensions`;
const EXTENSION = `${EXTENSIONS}/:name`;
const arm = { audience: 'arm', versions } as const;

export const EXTENSION_ROUTES: readonly Route[] = [
  { ...arm, method: 'GET', path: EXTENSIONS, bucket: 'LowCostGet', answer: list },
  { ...arm, method: 'GET', path: EXTENSION, bucket: 'LowCostGet', answer: get },
  { ...arm, method: 'PUT', path: EXTENSION, bucket: 'UpdateVM', answer: put },
  { ...arm, method: 'PATCH', path: EXTENSION, bucket: 'UpdateVM', answer: put },
  { ...arm, method: 'DELETE', path: EXTENSION, bucket: 'UpdateVM', answer: remove },
];

const wantsView = ({ query }: SandboxRequest): boolean => query.get('$expand')?.toLowerCase() === 'instanceview';

function list(request: SandboxRequest, world: World): SandboxAnswer {
  const machine = machineOf(request, world);
  const value = machine.extensions.map((extension) => extensionBody(machine, extension, wantsView(request)));
  return { status: 200, body: { value } };
}

function get(request: SandboxRequest, world: World): SandboxAnswer {
  const machine = machineOf(request, world);
  const extension = extensionNamed(machine, request.params.name);
  if (extension === undefined)
    throw missing(`Microsoft.Compute/virtualMachines/${machine.name}/extensions/${request.params.name}`, machine.group);
  return { status: 200, body: extensionBody(machine, extension, wantsView(request)) };
}

/** 201 for a new one, 200 for a change; either way the handler's word comes at the end of the operation. */
function put(request: SandboxRequest, world: World): SandboxAnswer {
  const machine = machineOf(request, world, 'extensions');
  const old = extensionNamed(machine, request.params.name);
  if (old === undefined && request.method === 'PATCH')
    throw missing(`Microsoft.Compute/virtualMachines/${machine.name}/extensions/${request.params.name}`, machine.group);
  const wish = readExtensionRequest(request, machine, old);
  checkMachine(machine);
  checkHandler(machine, request.params.name ?? '', wish);
  const isSame = old !== undefined && isUnchanged(old, wish);
  const extension = old === undefined ? written(request.params.name ?? '', wish) : rewritten(old, wish);
  if (old === undefined) machine.extensions.push(extension);
  else extension.provisioning = 'Updating';
  const { headers } = beginOnMachine(machine, request, world, {
    settle: () => installs({ machine, extension, wish, world, rerun: !isSame }),
    failed() {
      extension.provisioning = 'Failed';
    },
  });
  return { status: old === undefined ? 201 : 200, headers, body: extensionBody(machine, extension) };
}

/** Docs "Troubleshoot VM extensions": an extension is neither put nor taken off while the machine does not run. */
function checkMachine({ power, extensionsAllowed }: SandboxMachine): void {
  if (power !== 'running')
    throw refuse(409, 'OperationNotAllowed', 'Cannot modify extensions in the VM when the VM is not running.');
  if (!extensionsAllowed)
    throw refuse(
      409,
      'OperationNotAllowed',
      'This operation cannot be performed when extension operations are disallowed. To allow, please ensure VM Agent is installed on the VM and the osProfile.allowExtensionOperations property is true.',
    );
}

/** One extension of a publisher and type on a machine, whatever its name. */
export function checkHandler(
  machine: Pick<SandboxMachine, 'extensions' | 'system'>,
  name: string,
  wish: ExtensionWish,
): void {
  const handler = `${wish.publisher}.${wish.type}`;
  const there = machine.extensions.find(
    (one) =>
      `${one.publisher}.${one.type}`.toLowerCase() === handler.toLowerCase() &&
      one.name.toLowerCase() !== name.toLowerCase(),
  );
  if (there === undefined) return;
  const system = machine.system === 'windows' ? 'Windows' : 'Linux';
  throw refuse(
    400,
    'BadRequest',
    `Multiple VMExtensions per handler not supported for OS type '${system}'. VMExtension '${name}' with handler '${handler}' already added or specified in input.`,
  );
}

/** 202 with both addresses; 204 where it is not there, which is what was wanted. */
function remove(request: SandboxRequest, world: World): SandboxAnswer {
  const machine = machineOf(request, world);
  const extension = extensionNamed(machine, request.params.name);
  if (extension === undefined) return { status: 204 };
  checkMachine(machine);
  extension.provisioning = 'Deleting';
  const { headers } = beginOnMachine(machine, request, world, {
    withLocation: true,
    settle: () => removes({ machine, extension, world }),
    failed() {
      extension.provisioning = 'Failed';
    },
  });
  return { status: 202, headers };
}
