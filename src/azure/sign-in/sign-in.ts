import type { SignIn } from '../../ports.ts';
import type { Chain } from './chain.ts';
import { claimsOf } from './token-claims.ts';

/** Who is signed in, told by a token for Resource Manager. */
export function signInBy(chain: Chain, scope: string): SignIn {
  return {
    async identity() {
      const { token, expiresOnTimestamp } = await chain.getToken(scope);
      const { way, unanswered } = chain.chosen() ?? { way: { id: 'unknown' }, unanswered: [] };
      return {
        credential: way.id,
        ...claimsOf(token),
        expires: new Date(expiresOnTimestamp).toISOString(),
        unanswered,
      };
    },
  };
}
