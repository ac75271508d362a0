import { createHash } from 'node:crypto';
import type { SandboxAnswer, SandboxRequest } from './exchange.ts';
import { Refusal } from './refusal.ts';
import type { Route } from './route.ts';
import type { World } from './world.ts';

/** One vault, whatever its name: its secrets are the state's. Each has one version. The challenge to sign in is authenticate.ts's. */
export const VAULT_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/secrets/:name', audience: 'vault', answer: secret },
  { method: 'GET', path: '/secrets/:name/:version', audience: 'vault', answer: secret },
];

/** When a made-up secret was made: the service gives seconds since 1970. */
const CREATED_S = 1_700_000_000;

function secret({ params: { name = '', version } }: SandboxRequest, { state, origin }: World): SandboxAnswer {
  const value = Object.hasOwn(state.vault, name) ? state.vault[name] : undefined;
  const own = createHash('sha256').update(name).digest('hex').slice(0, 32);
  if (value === undefined || (version !== undefined && version !== '' && version !== own))
    throw notFound(version ?? name);
  return {
    status: 200,
    body: {
      value,
      id: `${origin}/secrets/${name}/${own}`,
      attributes: {
        enabled: true,
        created: CREATED_S,
        updated: CREATED_S,
        recoveryLevel: 'Recoverable',
        recoverableDays: 90,
      },
      tags: {},
    },
  };
}

const notFound = (name: string): Refusal =>
  new Refusal({
    status: 404,
    body: {
      error: {
        code: 'SecretNotFound',
        message: `A secret with (name/id) ${name} was not found in this key vault. If you recently deleted this secret you may be able to recover it using the correct recovery command. For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125182`,
      },
    },
  });
