import { machineOf } from './compute-find.ts';
import { type IdentityWish, identityAsked } from './compute-identity.ts';
import { VIRTUAL_MACHINE, VIRTUAL_MACHINES, COMPUTE_VERSIONS as versions } from './compute-versions.ts';
import { instanceView, vmBody } from './compute-vm-shape.ts';
import type { SandboxAnswer, SandboxRequest } from './exchange.ts';
import { isArc } from './hybrid-find.ts';
import { isListed, listPage } from './list-page.ts';
import { refuse } from './refusal.ts';
import type { Route } from './route.ts';
import type { SandboxMachine } from './state.ts';
import type { World } from './world.ts';

const arm = { audience: 'arm', versions } as const;
const PROVIDER = '/subscriptions/:subscription/providers/Microsoft.Compute';

/** Machines: read, listed, changed as far as identity and tags go. */
export const VM_ROUTES: readonly Route[] = [
  { ...arm, method: 'GET', path: VIRTUAL_MACHINE, bucket: 'LowCostGet', answer: get },
  { ...arm, method: 'GET', path: `${VIRTUAL_MACHINE}/instanceView`, bucket: 'LowCostGet', answer: view },
  { ...arm, method: 'PATCH', path: VIRTUAL_MACHINE, bucket: 'UpdateVM', answer: change },
  { ...arm, method: 'PUT', path: VIRTUAL_MACHINE, bucket: 'UpdateVM', answer: change },
  { ...arm, method: 'GET', path: VIRTUAL_MACHINES, bucket: 'HighCostGet', answer: list },
  { ...arm, method: 'GET', path: `${PROVIDER}/virtualMachines`, bucket: 'HighCostGet', answer: list },
  {
    ...arm,
    method: 'GET',
    path: `${PROVIDER}/locations/:location/virtualMachines`,
    bucket: 'HighCostGet',
    answer: list,
  },
];

function get(request: SandboxRequest, world: World): SandboxAnswer {
  const wantsView = request.query.get('$expand')?.toLowerCase() === 'instanceview';
  return { status: 200, body: vmBody(machineOf(request, world), world, wantsView) };
}

function view(request: SandboxRequest, world: World): SandboxAnswer {
  return { status: 200, body: instanceView(machineOf(request, world), world) };
}

/** How many machines Azure puts on a page of a list. */
const PAGE = 200;

function list(request: SandboxRequest, world: World): SandboxAnswer {
  const all = Object.values(world.state.machines).filter((machine) => isAsked(machine, request));
  const withView =
    request.query.get('statusOnly')?.toLowerCase() === 'true' ||
    request.query.get('$expand')?.toLowerCase() === 'instanceview';
  return listPage(request, world, { all, size: PAGE, shown: (machine) => vmBody(machine, world, withView) });
}

/** The one filter there is: machines of a flexible scale set (docs "Virtual Machines - List"). */
const SET_FILTER = /^'?virtualMachineScaleSet\/id'? eq '?([^']+)'?$/i;

function isAsked(machine: SandboxMachine, request: SandboxRequest): boolean {
  const { params, query } = request;
  const { location, scaleSet } = machine;
  const [, set] = SET_FILTER.exec(query.get('$filter') ?? '') ?? [];
  return (
    !isArc(machine) &&
    isListed(machine, request) &&
    (set === undefined || scaleSet?.toLowerCase() === set.toLowerCase()) &&
    (params.location === undefined || location === params.location.toLowerCase())
  );
}

interface Change {
  readonly identity?: IdentityWish;
  readonly tags?: Record<string, string>;
}

/** The sandbox makes no machines; an existing one can be given identities and tags. */
function change(request: SandboxRequest, world: World): SandboxAnswer {
  const machine = machineOf(request, world);
  if (typeof request.body !== 'object' || request.body === null)
    throw refuse(400, 'InvalidRequestContent', 'The request content was invalid and could not be deserialized.', {
      by: 'gateway',
    });
  const { identity, tags } = request.body as Change;
  if (identity !== undefined) machine.identity = identityAsked(machine, identity, request.method === 'PATCH');
  if (tags !== undefined) machine.tags = tags;
  const { headers } = world.operations.begin({
    ...{ subscription: machine.subscription, location: machine.location, namespace: 'Microsoft.Compute' },
    ...{ lastsMs: world.settings.operationMs / 3, apiVersion: request.apiVersion },
    settle: () => ({ status: 'Succeeded' }),
  });
  return { status: 200, headers, body: vmBody(machine, world, false) };
}
