import { clockSkew } from '../linux/clock-skew.ts';
import { windowsCheck } from './windows-check.ts';

const FIX = [{ text: 'let Windows set its clock', command: 'net start w32time & w32tm /resync /force' }];

/** The same limits as on Linux, for the same service; only the remedy is another. */
export const clock = windowsCheck({
  id: 'windows.clock',
  severity: 'block',
  judge(subject) {
    const outcome = clockSkew.judge(subject);
    // The time is put together from the user's own format of dates: where that fails, the verdict is not left open.
    if (outcome.status === 'unknown') return { ...outcome, severity: 'warn' };
    return outcome.status === 'fail' ? { ...outcome, fix: FIX } : outcome;
  },
});
