import { isWithin } from './asked.ts';
import type { SandboxAnswer, SandboxRequest } from './exchange.ts';
import { permissionAt } from './gate.ts';
import type { Route } from './route.ts';
import type { SandboxLock } from './state.ts';
import type { World } from './world.ts';

/** Locks and permissions: what stands at a scope and above it. */
export const AUTHORIZATION_ROUTES: readonly Route[] = [
  {
    ...{ method: 'GET', path: '/:scope*/providers/Microsoft.Authorization/locks', audience: 'arm' },
    ...{ versions: ['2016-09-01', '2017-04-01', '2020-05-01'], answer: locks },
  },
  {
    ...{ method: 'GET', path: '/:scope*/providers/Microsoft.Authorization/permissions', audience: 'arm' },
    ...{ versions: ['2015-07-01', '2018-07-01', '2022-04-01'], answer: permissions },
  },
];

/** With `atScope()` those on the scope and above it; without, those below it too. */
function locks({ params, query }: SandboxRequest, { state }: World): SandboxAnswer {
  const scope = `/${params.scope}`;
  const onlyAbove = query.get('$filter') === 'atScope()';
  const value = state.locks.filter(
    (lock) => isWithin(scope, lock.scope) || (!onlyAbove && isWithin(lock.scope, scope)),
  );
  return { status: 200, body: { value: value.map(shown) } };
}

const shown = ({ name, scope, level, notes }: SandboxLock): object => ({
  properties: { level, ...(notes === undefined ? {} : { notes }) },
  id: `${scope}/providers/Microsoft.Authorization/locks/${name}`,
  type: 'Microsoft.Authorization/locks',
  name,
});

/** Somebody without any right sees an empty list. */
function permissions({ params }: SandboxRequest, world: World): SandboxAnswer {
  const { actions, notActions } = permissionAt(`/${params.scope}`, world);
  const value = actions.length === 0 ? [] : [{ actions, notActions, dataActions: [], notDataActions: [] }];
  return { status: 200, body: { value } };
}
