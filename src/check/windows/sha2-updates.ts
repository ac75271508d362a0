import type { MachineFacts } from '../../machine/facts.ts';
import type { Fix } from '../../problem.ts';
import { notObserved } from '../check.ts';
import { fail, pass, skip } from '../outcome.ts';
import { kernelBuilt } from './build-date.ts';
import { SHA2_ONLY } from './sha2-only.ts';
import { isLegacy, windowsCheck } from './windows-check.ts';

/** Rollups themselves are signed with SHA-2 only since August and September 2019: whoever took one of October could check it. */
const PROVEN_BY = '2019-10-01';

/** Servicing stack first, support for the signatures second. Source: Microsoft Support 4472027. */
const UPDATES: Readonly<Record<string, readonly string[]>> = {
  '7': ['KB4490628', 'KB4474419'],
  '2008-r2': ['KB4490628', 'KB4474419'],
  '2008': ['KB4493730', 'KB4474419'],
};
/** The last servicing stack for 7 and 2008 R2; it is installed by rollups signed with SHA-2 only. */
const LAST_STACK = 'KB4592510';

/** Only a warning: later rollups take the place of these updates, and lists of updates do not always show it. */
export const sha2Updates = windowsCheck({
  id: 'windows.sha2-updates',
  severity: 'warn',
  when: (needs, system) => needs.sha2 && isLegacy(system),
  judge({ facts, asOf }, { id }) {
    if (asOf < SHA2_ONLY) return skip(`the agent is signed with SHA-2 only since ${SHA2_ONLY}`);
    const wanted = UPDATES[id] ?? [];
    const required = wanted.join(', ');
    const rollup = laterRollup(facts);
    if (rollup !== undefined) return pass(rollup, required);
    const updates = facts['windows.updates'];
    if (updates === undefined) return notObserved('the list of updates');
    const there = (updates ?? '').split(' ');
    const missing = wanted.filter((update) => !there.includes(update));
    if (missing.length === 0 || there.includes(LAST_STACK)) return pass(updates ?? '', required);
    return fail('updates for SHA-2 signatures are not listed', {
      measured: `without ${missing.join(', ')}`,
      required,
      fix: missing.map(toFix),
    });
  },
});

function laterRollup(facts: MachineFacts): string | undefined {
  const built = kernelBuilt(facts);
  return built !== undefined && built >= PROVEN_BY ? `a rollup of ${built}` : undefined;
}

const toFix = (update: string): Fix => ({
  text: `get ${update} from https://www.catalog.update.microsoft.com/Search.aspx?q=${update} and install it (put the name of the file in place of FILE.msu)`,
  command: 'wusa.exe FILE.msu /quiet /norestart',
});
