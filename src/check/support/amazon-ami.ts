import type { System } from '../../machine/system.ts';
import { compareVersions } from '../../version.ts';
import type { Check, Outcome } from '../check.ts';
import { wayOut } from './way-out.ts';

/** The AMI is numbered by year and month; Amazon Linux 2 and 2023 are other systems under the same id. */
export const amazonAmi: Check = {
  id: 'support.amazon-ami',
  severity: 'block',
  applies: ({ agent, system }) => agent.support.newestAmi !== undefined && amiOf(system) !== undefined,
  judge(subject): Outcome {
    const newest = subject.agent.support.newestAmi ?? '';
    const ami = amiOf(subject.system) ?? '';
    const evidence = { measured: ami, required: `${newest} or older` };
    if (compareVersions(ami, newest) <= 0) return { status: 'pass', evidence };
    return {
      status: 'fail',
      verdict: 'unlisted',
      cause: 'a newer Amazon Linux AMI than the list takes',
      evidence,
      fix: wayOut(subject),
    };
  },
};

const amiOf = (system: System): string | undefined =>
  system.family === 'linux' && system.id === 'amzn' && /^20\d\d\.\d\d$/.test(system.version)
    ? system.version
    : undefined;
