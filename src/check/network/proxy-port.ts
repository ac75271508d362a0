import { habitCheck } from './proxy-habits.ts';

/** Registration and uploads imply different ports, so it has to be written. */
export const proxyPort = habitCheck(
  'proxy.port',
  'warn',
  ({ twoReaders }, { proxy }) => twoReaders && proxy !== undefined,
  ({ proxy }) => {
    if (proxy?.impliedPort !== true) return { status: 'pass' };
    const registration = proxy.protocol === 'https' ? 443 : 1080;
    return {
      status: 'fail',
      cause: 'the proxy is written without a port',
      evidence: { measured: `registration takes ${registration}, uploads take 80`, required: 'a port' },
      fix: [{ text: `write the port: ${proxy.host}:3128, for example` }],
    };
  },
);
