import type { LinuxSystem, System } from '../../machine/system.ts';
import type { Fix } from '../../problem.ts';
import { notObserved, type Outcome, type Subject } from '../check.ts';
import { eitherOf, isOlder, packageLine } from '../fixes.ts';
import { brings } from '../linux/linux-check.ts';
import { fail, hardlySeen, pass } from '../outcome.ts';
import { successorTaking } from '../support/way-out.ts';
import { bothCheck } from './both-check.ts';

/** The page excludes FIPS mode for Linux and supports it for Windows. */
export const fipsMode = bothCheck({
  id: 'fips.mode',
  severity: 'block',
  linux(subject, system) {
    const outcome = judge(subject, [...successor(subject), switchOff(system)]);
    const { facts, release } = subject;
    return facts.fips === true && outcome.status === 'pass' && brings('omi')(release.linux) && refusesOldDigests(system)
      ? fail('rpm in FIPS mode refuses packages without SHA-256 digest', DIGEST)
      : outcome;
  },
  windows: (subject) => judge(subject, [{ text: 'switch FIPS mode off, if your rules allow it' }]),
});

function judge({ facts, release, system }: Subject, ways: readonly Fix[]): Outcome {
  const [on, allowed] = [facts.fips, release[system.family].fips];
  if (on === undefined) return allowed ? hardlySeen('FIPS mode') : notObserved('FIPS mode');
  if (on !== true) return pass('FIPS mode is off');
  return allowed
    ? pass('FIPS mode is on, and allowed')
    : fail('FIPS mode is on', { measured: 'on', required: 'off', fix: eitherOf(ways) });
}

/** Enterprise Linux 8 and later; bundles since 1.14.20 know the option (microsoft/OMS-Agent-for-Linux issue 1424). */
const refusesOldDigests = (system: System): system is LinuxSystem =>
  packageLine(system) === 'el' && !isOlder(system, '8');

const DIGEST = {
  measured: 'on',
  required: 'installation with --noDigest',
  fix: [{ text: 'give the installation the option --noDigest, once your security officer agrees' }],
  severity: 'warn',
} as const;

/** Whose Linux agent allows FIPS mode. */
function successor(subject: Subject): Fix[] {
  const next = successorTaking(subject);
  return next === undefined ? [] : [{ text: `use the ${next.title}`, command: `azmon check --agent ${next.id}` }];
}

/** Taking a machine out of FIPS mode is a decision about its security, so no command but the maker's own is named. */
function switchOff(system: System): Fix {
  const text = 'if your rules allow it, switch FIPS mode off and restart';
  const hasTool = packageLine(system) === 'el' && !isOlder(system, '8') && isOlder(system, '10');
  return hasTool ? { text, command: 'fips-mode-setup --disable && reboot' } : { text };
}
