import type { SandboxAnswer, SandboxRequest } from './exchange.ts';
import { arcOf, isArc } from './hybrid-find.ts';
import { arcBody, arcExtensionBody } from './hybrid-shape.ts';
import { ARC_MACHINE, ARC_MACHINES, HYBRID_PROVIDER, HYBRID_VERSIONS as versions } from './hybrid-versions.ts';
import { isListed, listPage } from './list-page.ts';
import { refuse } from './refusal.ts';
import type { Route } from './route.ts';
import type { World } from './world.ts';

const arm = { audience: 'arm', versions } as const;

/** Azure Arc machines: read, listed, given tags. They come and go by azcmagent, not by ARM. */
export const HYBRID_MACHINE_ROUTES: readonly Route[] = [
  { ...arm, method: 'GET', path: ARC_MACHINE, answer: get },
  { ...arm, method: 'PATCH', path: ARC_MACHINE, answer: change },
  { ...arm, method: 'GET', path: ARC_MACHINES, answer: list },
  { ...arm, method: 'GET', path: `${HYBRID_PROVIDER}/machines`, answer: list },
];

/** Its extensions stand in the resource itself where that is asked for, and nowhere else. */
function get(request: SandboxRequest, world: World): SandboxAnswer {
  const machine = arcOf(request, world);
  const resources = machine.extensions.map((extension) => arcExtensionBody(machine, extension));
  return { status: 200, body: { ...arcBody(machine, world), ...(resources.length === 0 ? {} : { resources }) } };
}

/** How many machines stand on a page of a list. */
const PAGE = 100;

function list(request: SandboxRequest, world: World): SandboxAnswer {
  const all = Object.values(world.state.machines)
    .filter(isArc)
    .filter((one) => isListed(one, request));
  return listPage(request, world, { all, size: PAGE, shown: (machine) => arcBody(machine, world) });
}

function change(request: SandboxRequest, world: World): SandboxAnswer {
  const machine = arcOf(request, world);
  if (typeof request.body !== 'object' || request.body === null)
    throw refuse(400, 'InvalidRequestContent', 'The request content was invalid and could not be deserialized.', {
      by: 'gateway',
    });
  const { tags } = request.body as { tags?: Record<string, string> };
  if (tags !== undefined) machine.tags = tags;
  return { status: 200, body: arcBody(machine, world) };
}
