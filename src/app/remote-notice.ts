import type { Question } from '../check/assess.ts';
import { isOfAzure } from '../target/target.ts';
import type { Notice } from './answer.ts';
import type { Job } from './job.ts';

/** What is said once a run where machines of Azure are to test their way out through a proxy that wants a login. */
export function remoteNotices(
  jobs: readonly Job[],
  { offline, proxy }: Pick<Question, 'offline' | 'proxy'>,
  probe: boolean | undefined,
): Notice[] {
  const concerned = jobs.filter(
    (job) => job.kind === 'row' && isOfAzure(job.row.target) && (job.row.proxy ?? proxy)?.credentials !== undefined,
  );
  if (offline || probe === false || concerned.length === 0) return [];
  const machines = concerned.length === 1 ? 'one machine of Azure' : `${concerned.length} machines of Azure`;
  return [
    {
      code: 'AZMON-PROBE-LOGIN',
      message: `the way out of ${machines} is not tested: Azure keeps the scripts of its run-command, and the login of a proxy is never put into one.`,
    },
  ];
}
