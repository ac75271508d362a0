import { proxyLabel } from '../../target/proxy.ts';
import { habitCheck } from './proxy-habits.ts';
import { OFFLINE } from './sight.ts';

/** The word https in front of a proxy that speaks plain HTTP only: curl on this very machine failed by it. */
export const proxyProtocol = habitCheck(
  'proxy.protocol',
  'block',
  ({ twoReaders }, { proxy }) => twoReaders && proxy?.protocol === 'https',
  ({ proxy, looks, offline }) => {
    if (offline) return OFFLINE;
    const through = [...looks.values()].filter(({ via, connect }) => via === 'proxy' && (connect ?? 0) > 0);
    if (proxy === undefined || through.length === 0) return { status: 'skip', reason: 'needs an answer of the proxy' };
    if (!through.some(({ plain }) => plain === true))
      return { status: 'pass', evidence: { measured: 'taken as it is written' } };
    return {
      status: 'fail',
      cause: 'https is written for a proxy that speaks plain HTTP',
      evidence: {
        measured: 'no TLS to the proxy, plain HTTP works',
        required: 'what curl makes of the word',
        route: proxyLabel(proxy),
      },
      fix: [
        {
          text: `write http://${proxyLabel(proxy)} (with the login, if there is one); the tunnel to the hosts stays encrypted`,
        },
      ],
    };
  },
);
