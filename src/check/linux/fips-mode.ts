import type { LinuxSystem, System } from '../../machine/system.ts';
import type { Fix } from '../../problem.ts';
import { notObserved } from '../check.ts';
import { isOlder, packageLine } from '../fixes.ts';
import { fail, hardlySeen, pass } from '../outcome.ts';
import { brings, linuxCheck } from './linux-check.ts';

export const fipsMode = linuxCheck({
  id: 'fips.mode',
  severity: 'block',
  judge({ facts, release, system }) {
    const on = facts.fips;
    if (on === undefined) return release.linux.fips ? hardlySeen('FIPS mode') : notObserved('FIPS mode');
    if (on !== true) return pass('FIPS mode is off');
    if (!release.linux.fips)
      return fail('FIPS mode is on', { measured: 'on', required: 'off', fix: [switchOff(system)] });
    if (brings('omi')(release.linux) && refusesOldDigests(system))
      return fail('rpm in FIPS mode refuses packages without SHA-256 digest', DIGEST);
    return pass('FIPS mode is on, and allowed');
  },
});

/** Enterprise Linux 8 and later; bundles since 1.14.20 know the option (microsoft/OMS-Agent-for-Linux issue 1424). */
const refusesOldDigests = (system: System): system is LinuxSystem =>
  packageLine(system) === 'el' && !isOlder(system, '8');

const DIGEST = {
  measured: 'on',
  required: 'installation with --noDigest',
  fix: [{ text: 'give the installation the option --noDigest, once your security officer agrees' }],
  severity: 'warn',
} as const;

/** Taking a machine out of FIPS mode is a decision about its security, so no command but the maker's own is named. */
function switchOff(system: System): Fix {
  const text =
    'the Linux agent does not support FIPS mode: take the successor or, if your rules allow it, switch FIPS mode off and restart';
  const hasTool = packageLine(system) === 'el' && !isOlder(system, '8') && isOlder(system, '10');
  return hasTool ? { text, command: 'fips-mode-setup --disable && reboot' } : { text };
}
