import { Problem } from '../../problem.ts';
import type { ManagementLock } from '../../target/scope.ts';
import { API } from '../api-versions.ts';
import { listAll, type Wire } from '../wire/wire.ts';

interface RawLock {
  readonly id: string;
  readonly name: string;
  readonly properties?: { readonly level?: string; readonly notes?: string };
}

const BEHIND_SCOPE = /\/providers\/Microsoft\.Authorization\/locks\/[^/]+$/i;

/**
 * Locks on a scope and on all above it. The list of a scope holds the locks on it and on what is below it, so it is asked of the
 * subscription; whoever may not read there is asked of the group, which leaves locks of the subscription unseen.
 */
export async function locksOn(wire: Wire, scope: string): Promise<readonly ManagementLock[]> {
  const [subscription, group] = [/^\/subscriptions\/[^/]+/i, /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+/i].map(
    (form) => form.exec(scope)?.[0],
  );
  const raw = await listOf(wire, subscription ?? scope).catch((error: unknown) => {
    if (!(error instanceof Problem) || error.code !== 'AZMON-AZURE-FORBIDDEN' || group === undefined) throw error;
    return listOf(wire, group);
  });
  return raw.map(lockOf).filter((lock) => stands(lock.scope, scope));
}

const listOf = (wire: Wire, scope: string): Promise<readonly RawLock[]> =>
  listAll<RawLock>(wire, `${scope}/providers/Microsoft.Authorization/locks`, { version: API.locks.sent });

function lockOf({ id, name, properties }: RawLock): ManagementLock {
  const notes = properties?.notes;
  return {
    name,
    level: properties?.level === 'ReadOnly' ? 'ReadOnly' : 'CanNotDelete',
    scope: id.replace(BEHIND_SCOPE, ''),
    ...(notes === undefined || notes === '' ? {} : { notes }),
  };
}

/** On the scope itself or above it; a name that only begins alike is another one. */
function stands(on: string, scope: string): boolean {
  const [above, below] = [on.toLowerCase(), scope.toLowerCase()];
  return below === above || below.startsWith(`${above}/`);
}
