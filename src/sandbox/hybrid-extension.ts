import { extensionNamed } from './compute-find.ts';
import type { SandboxAnswer, SandboxRequest } from './exchange.ts';
import { isUnchanged, rewritten, written } from './extension-contents.ts';
import { readExtensionRequest } from './extension-request.ts';
import { installs, removes } from './handler.ts';
import { arcEnding } from './hybrid-ending.ts';
import { type ArcMachine, arcOf } from './hybrid-find.ts';
import { beginOnArc } from './hybrid-operation.ts';
import { arcExtensionBody } from './hybrid-shape.ts';
import { ARC_MACHINE, HYBRID_VERSIONS as versions } from './hybrid-versions.ts';
import { missing } from './missing.ts';
import { refuse } from './refusal.ts';
import type { Route } from './route.ts';
import type { SandboxExtension } from './state.ts';
import type { World } from './world.ts';

const EXTENSIONS = `${ARC_MACHINE}/extensions`;
const EXTENSION = `${EXTENSIONS}/:name`;
const arm = { audience: 'arm', versions } as const;

/** Extensions of Azure Arc machines. Whatever is asked for is taken with 202 and an empty body; what became of it stands in the operation. */
export const HYBRID_EXTENSION_ROUTES: readonly Route[] = [
  { ...arm, method: 'GET', path: EXTENSIONS, answer: list },
  { ...arm, method: 'GET', path: EXTENSION, answer: get },
  { ...arm, method: 'PUT', path: EXTENSION, answer: put },
  { ...arm, method: 'PATCH', path: EXTENSION, answer: put },
  { ...arm, method: 'DELETE', path: EXTENSION, answer: remove },
];

function list(request: SandboxRequest, world: World): SandboxAnswer {
  const machine = arcOf(request, world);
  return { status: 200, body: { value: machine.extensions.map((one) => arcExtensionBody(machine, one)) } };
}

function get(request: SandboxRequest, world: World): SandboxAnswer {
  const machine = arcOf(request, world);
  const extension = extensionNamed(machine, request.params.name);
  if (extension === undefined) throw notThere(machine, request);
  return { status: 200, body: arcExtensionBody(machine, extension) };
}

const notThere = (machine: ArcMachine, { params }: SandboxRequest) =>
  missing(`Microsoft.HybridCompute/machines/${machine.name}/extensions/${params.name}`, machine.group);

function put(request: SandboxRequest, world: World): SandboxAnswer {
  const machine = arcOf(request, world, 'extensions');
  const { name = '' } = request.params;
  const old = extensionNamed(machine, name);
  if (old === undefined && request.method === 'PATCH') throw notThere(machine, request);
  const wish = readExtensionRequest(request, machine, old, { wholeVersions: true });
  checkOne(machine, name, wish);
  const isSame = old !== undefined && isUnchanged(old, wish);
  const extension = old === undefined ? written(name, wish) : rewritten(old, wish);
  if (old === undefined) machine.extensions.push(extension);
  else extension.provisioning = 'Updating';
  const { headers } = beginOnArc(machine, request, world, {
    settle: () => arcEnding(machine, extension, installs({ machine, extension, wish, world, rerun: !isSame })),
    failed: () => failing(machine, extension),
  });
  return { status: 202, headers };
}

const BUSY = ['Creating', 'Updating', 'Deleting'];

/** One extension of a type on a machine, and one thing at a time with it. */
function checkOne(machine: ArcMachine, name: string, { type }: Pick<SandboxExtension, 'type'>): void {
  const there = machine.extensions.find((one) => one.type.toLowerCase() === type.toLowerCase());
  if (there === undefined) return;
  if (BUSY.includes(there.provisioning))
    throw refuse(
      409,
      'HCRP409',
      `An extension of type ${type} is still processing. Only one instance of an extension may be in progress at a time for the same resource. Please retry after sometime.`,
    );
  if (there.name.toLowerCase() !== name.toLowerCase())
    throw refuse(
      409,
      'HCRP409',
      `An extension of type ${type} is on the machine already, with the name ${there.name}.`,
    );
}

function failing(machine: ArcMachine, extension: SandboxExtension): object {
  extension.provisioning = 'Failed';
  return arcExtensionBody(machine, extension);
}

/** 202 with both addresses; 204 where it is not there, which is what was wanted. */
function remove(request: SandboxRequest, world: World): SandboxAnswer {
  const machine = arcOf(request, world);
  const extension = extensionNamed(machine, request.params.name);
  if (extension === undefined) return { status: 204 };
  checkOne(machine, extension.name, extension);
  extension.provisioning = 'Deleting';
  const { headers } = beginOnArc(machine, request, world, {
    settle() {
      const ending = removes({ machine, extension, world });
      return ending.status === 'Succeeded' ? ending : arcEnding(machine, extension, ending);
    },
    failed: () => failing(machine, extension),
  });
  return { status: 202, headers };
}
