import type { SandboxAnswer, SandboxRequest } from './exchange.ts';
import { refusal, refuse } from './refusal.ts';
import { GROUP_VERSIONS as versions } from './resources-versions.ts';
import type { Route } from './route.ts';
import type { SandboxGroup } from './state.ts';
import type { World } from './world.ts';

const LIST = '/subscriptions/:subscription/resourceGroups';
const ONE = `${LIST}/:group`;

export const GROUP_ROUTES: readonly Route[] = [
  { method: 'GET', path: LIST, versions, audience: 'arm', answer: list },
  {
    method: 'GET',
    path: ONE,
    versions,
    audience: 'arm',
    answer: (request, world) => ok(groupOf(request, world)),
  },
  { method: 'HEAD', path: ONE, versions, audience: 'arm', answer: head },
  { method: 'PUT', path: ONE, versions, audience: 'arm', answer: put },
];

const ok = (group: SandboxGroup): SandboxAnswer => ({ status: 200, body: shown(group) });

const idOf = ({ params }: SandboxRequest): string =>
  `/subscriptions/${params.subscription}/resourceGroups/${params.group}`;

function groupOf(request: SandboxRequest, { state }: World): SandboxGroup {
  const group = state.groups[idOf(request).toLowerCase()];
  if (group !== undefined) return group;
  throw refuse(404, 'ResourceGroupNotFound', `Resource group '${request.params.group}' could not be found.`, {
    by: 'gateway',
  });
}

function head(request: SandboxRequest, { state }: World): SandboxAnswer {
  return { status: state.groups[idOf(request).toLowerCase()] === undefined ? 404 : 204 };
}

function list({ params, query }: SandboxRequest, { state }: World): SandboxAnswer {
  const [, tag, value] =
    /^tagName eq '([^']*)'(?: and tagValue eq '([^']*)')?$/i.exec(query.get('$filter') ?? '') ?? [];
  const prefix = `/subscriptions/${params.subscription}/`.toLowerCase();
  const groups = Object.values(state.groups).filter(
    ({ id, tags }) =>
      id.toLowerCase().startsWith(prefix) &&
      (tag === undefined || (tag in tags && (value === undefined || tags[tag] === value))),
  );
  return { status: 200, body: { value: groups.map(shown) } };
}

function put(request: SandboxRequest, { state }: World): SandboxAnswer {
  const { location, tags = {} } = (request.body ?? {}) as { location?: string; tags?: Record<string, string> };
  if (typeof location !== 'string' || location === '')
    return refusal(400, 'LocationRequired', 'The location property is required for this definition.', {
      by: 'gateway',
    });
  const id = idOf(request);
  const old = state.groups[id.toLowerCase()];
  if (old !== undefined && old.location !== location)
    return refusal(
      409,
      'InvalidResourceGroupLocation',
      `Invalid resource group location '${location}'. The Resource group already exists in location '${old.location}'.`,
      { by: 'gateway' },
    );
  const group = { id: old?.id ?? id, name: old?.name ?? request.params.group ?? '', location, tags };
  state.groups[id.toLowerCase()] = group;
  return { ...ok(group), status: old === undefined ? 201 : 200 };
}

const shown = ({ id, name, location, tags }: SandboxGroup): object => ({
  ...{ id, name, type: 'Microsoft.Resources/resourceGroups', location, tags },
  properties: { provisioningState: 'Succeeded' },
});
