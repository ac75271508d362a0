import type { SandboxAnswer, SandboxRequest } from './exchange.ts';
import { isListed, listPage } from './list-page.ts';
import type { Route } from './route.ts';
import { instancesOf, scaleSetOf } from './scale-set-find.ts';
import { instanceState } from './scale-set-instance-shape.ts';
import { scaleSetBody, setState } from './scale-set-shape.ts';
import { SCALE_SET, SCALE_SETS, SCALE_SET_VERSIONS as versions } from './scale-set-versions.ts';
import type { SandboxScaleSet } from './state.ts';
import type { World } from './world.ts';

const arm = { audience: 'arm', versions } as const;
const PROVIDER = '/subscriptions/:subscription/providers/Microsoft.Compute';

/** Scale sets as they are read. */
export const SCALE_SET_ROUTES: readonly Route[] = [
  { ...arm, method: 'GET', path: SCALE_SET, bucket: 'GetVMScaleSet', answer: get },
  { ...arm, method: 'GET', path: `${SCALE_SET}/instanceView`, bucket: 'GetVMScaleSet', answer: view },
  { ...arm, method: 'GET', path: SCALE_SETS, bucket: 'HighCostGetVMScaleSet', answer: list },
  {
    ...{ ...arm, method: 'GET', path: `${PROVIDER}/virtualMachineScaleSets` },
    ...{ bucket: 'HighCostGetVMScaleSet', answer: list },
  },
];

function get(request: SandboxRequest, world: World): SandboxAnswer {
  return { status: 200, body: scaleSetBody(scaleSetOf(request, world), world) };
}

const PAGE = 120;

function list(request: SandboxRequest, world: World): SandboxAnswer {
  const all = Object.values(world.state.scaleSets ?? {}).filter((one) => isListed(one, request));
  return listPage(request, world, { all, size: PAGE, shown: (set) => scaleSetBody(set, world) });
}

/** How many instances are in which state, and how many have which extension in which. */
function view(request: SandboxRequest, world: World): SandboxAnswer {
  const set = scaleSetOf(request, world);
  const machines = instancesOf(set, world.state).map(({ machine }) => machine);
  const names = [...new Set(machines.flatMap(({ extensions }) => extensions.map(({ name }) => name)))];
  const time = new Date(world.clock.now()).toISOString();
  return {
    status: 200,
    body: {
      virtualMachine: { statusesSummary: counted(machines.map(instanceState)) },
      extensions: names.map((name) => ({
        name,
        statusesSummary: counted(
          machines.flatMap(({ extensions }) =>
            extensions.filter((one) => one.name === name).map(({ provisioning }) => provisioning),
          ),
        ),
      })),
      statuses: [statusOf(set, time)],
    },
  };
}

function counted(states: readonly string[]): readonly object[] {
  return [...new Set(states)].map((state) => ({
    code: `ProvisioningState/${state.toLowerCase()}`,
    count: states.filter((one) => one === state).length,
  }));
}

function statusOf(set: SandboxScaleSet, time: string): object {
  const state = setState(set);
  const level = state === 'Failed' ? 'Error' : 'Info';
  const displayStatus = state === 'Updating' ? state : `Provisioning ${state.toLowerCase()}`;
  return { code: `ProvisioningState/${state.toLowerCase()}`, level, displayStatus, time };
}
