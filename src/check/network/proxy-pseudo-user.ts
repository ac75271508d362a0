import { proxyLabel } from '../../target/proxy.ts';
import { habitCheck } from './proxy-habits.ts';

/** The page's rule for anonymous proxies, with what speaks against it. */
export const proxyPseudoUser = habitCheck(
  'proxy.pseudo-user',
  'info',
  ({ pseudoUser }, { proxy }) => pseudoUser && proxy !== undefined,
  ({ proxy }) => {
    if (proxy === undefined || proxy.user !== undefined) return { status: 'pass' };
    return {
      status: 'fail',
      cause: 'the page asks for a made-up login for an anonymous proxy',
      evidence: {
        measured: 'no login; the published source of the agent takes that',
        required: 'any user and password',
      },
      fix: [{ text: `only if the agent refuses the proxy: ${proxy.protocol}://user:password@${proxyLabel(proxy)}` }],
    };
  },
);
