import { type Check, notObserved, type Outcome } from '../check.ts';

/** Programs of the agent are linked against the GNU C library. */
export const libc: Check = {
  id: 'support.libc',
  severity: 'block',
  applies: ({ system }) => system.family === 'linux',
  judge({ facts }): Outcome {
    const { 'musl.version': musl, 'glibc.version': glibc } = facts;
    if (typeof glibc === 'string')
      return { status: 'pass', evidence: { measured: `glibc ${glibc}`, required: 'glibc' } };
    if (typeof musl === 'string') {
      const evidence = { measured: `musl ${musl}`.trim(), required: 'glibc' };
      return { status: 'fail', verdict: 'impossible', cause: 'musl instead of the GNU C library', evidence };
    }
    return notObserved('the C library');
  },
};
