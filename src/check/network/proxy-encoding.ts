import { habitCheck } from './proxy-habits.ts';

/** A login that only percent-encoding can carry: the page advises it, the published source of the uploads does not undo it. */
export const proxyEncoding = habitCheck(
  'proxy.encoding',
  'info',
  ({ twoReaders }, { proxy }) => twoReaders && proxy?.user !== undefined,
  ({ proxy }) => {
    if (proxy?.encoded !== true) return { status: 'pass' };
    return {
      status: 'fail',
      cause: 'the login of the proxy needs percent-encoding',
      evidence: {
        measured: 'special characters',
        required: 'letters, digits and -._~ for a login that is read alike everywhere',
      },
      fix: [
        {
          text: 'if uploads fail with 407 after a registration that worked, give the agent a login without special characters',
        },
      ],
    };
  },
);
