import { fail, hardlySeen, pass } from '../outcome.ts';
import { windowsCheck } from './windows-check.ts';

/** The agent for Windows supports FIPS 140; the question is asked because that for Linux does not. */
export const fips = windowsCheck({
  id: 'windows.fips',
  severity: 'block',
  judge({ facts, release }) {
    const on = facts.fips;
    if (on === undefined) return hardlySeen('FIPS mode');
    if (on !== true) return pass('FIPS mode is off');
    if (release.windows.fips) return pass('FIPS mode is on, and supported');
    return fail('FIPS mode is on', { measured: 'on', required: 'off' });
  },
});
