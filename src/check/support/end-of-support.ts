import { type EndOfSupport, endOfSupport } from '../../agent/end-of-support.ts';
import { isUnobserved } from '../../agent/standing.ts';
import type { Check, Outcome } from '../check.ts';
import { nameOf } from './naming.ts';

/** The maker still supported the system on the day asked about. Regular support counts; what is sold beyond is mentioned. */
export const endOfSupportCheck: Check = {
  id: 'support.end-of-support',
  severity: 'warn',
  applies: ({ system }) => !isUnobserved(system),
  judge({ system, asOf }): Outcome {
    const dates = endOfSupport(system);
    if (dates === undefined) return { status: 'skip', reason: "no date is known for its maker's end of support" };
    const evidence = {
      measured: `${nameOf(system)}: ${inWords(dates)}`,
      required: `supported by its maker on ${asOf}`,
    };
    if (asOf <= dates.end) return { status: 'pass', evidence };
    const fix = [{ text: "move to a version that its maker supports; the agent's support ends with the maker's" }];
    return { status: 'fail', cause: "past the maker's end of support", evidence, fix };
  },
};

function inWords({ end, extended }: EndOfSupport): string {
  return extended === undefined ? `support until ${end}` : `support until ${end}, extended until ${extended}`;
}
