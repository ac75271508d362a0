import type { LinuxRequirements, Release } from '../../agent/agent.ts';
import { shippedOpenssl } from '../../agent/shipped-openssl.ts';
import { architectureOf } from '../../machine/architecture.ts';
import type { LinuxSystem } from '../../machine/system.ts';
import type { Fix } from '../../problem.ts';
import { hasVersionPrefix } from '../../version.ts';
import { type Check, notObserved, type Outcome, type Subject } from '../check.ts';
import { eitherOf } from '../fixes.ts';
import { hasNoBuild, NO_BUILD } from './no-build.ts';
import { successorTaking } from './way-out.ts';

type OpensslRule = NonNullable<LinuxRequirements['openssl']>;

/**
 * The system can have an OpenSSL that the release takes. What was measured counts first; where that is refused, an update from
 * the distribution's own sources may still bring a good one (1.0.0 of Red Hat 6.4), and `openssl.version` says so.
 */
export const sslDefault: Check = {
  id: 'support.ssl-default',
  severity: 'block',
  applies: ({ system, release }) => system.family === 'linux' && release.linux.openssl !== undefined,
  judge(subject): Outcome {
    const { system, release, facts } = subject;
    const rule = release.linux.openssl;
    if (rule === undefined || system.family !== 'linux') return notObserved('OpenSSL');
    if (hasNoBuild(subject)) return { status: 'skip', reason: NO_BUILD };
    const line = facts['openssl.version'];
    const measured = numberOf(line);
    const shipped = shippedOpenssl(system);
    if (measured === undefined && shipped === undefined) return silent(line);
    const evidence = { measured: inWords(system, measured, shipped), required: `OpenSSL ${rule.accepts.join(', ')}` };
    const good = [measured, shipped].some((version) => version !== undefined && accepts(rule, version, subject));
    if (good) return { status: 'pass', evidence };
    const cause = 'this system has no OpenSSL that this release of the agent takes';
    return { status: 'fail', verdict: 'impossible', cause, evidence, fix: wayOut(subject, measured ?? shipped ?? '') };
  },
};

/** `OpenSSL 1.1.1w  11 Sep 2023` -> 1.1.1w; anything that is not OpenSSL has no number here. */
const numberOf = (line: string | null | undefined): string | undefined => /^OpenSSL\s+(\d\S*)/.exec(line ?? '')?.[1];

function silent(line: string | null | undefined): Outcome {
  if (line === undefined) return notObserved('the version of OpenSSL');
  return { status: 'skip', reason: 'no OpenSSL was seen, and none is on record for this system' };
}

function inWords(system: LinuxSystem, measured: string | undefined, shipped: string | undefined): string {
  if (measured !== undefined) return measured;
  return `${shipped}, which ${`${system.name} ${system.version}`.trim()} ships`;
}

function accepts(rule: OpensslRule, version: string, { facts }: Subject): boolean {
  if (!rule.accepts.some((prefix) => hasVersionPrefix(version, prefix))) return false;
  const userland = architectureOf(facts)?.userland ?? 'x86_64';
  return userland === 'x86_64' || !rule.only64.some((prefix) => hasVersionPrefix(version, prefix));
}

function wayOut(subject: Subject, version: string): Fix[] {
  const { agent, release } = subject;
  const taking = agent.releases.find(
    (one: Release) => one.linux.openssl !== undefined && accepts(one.linux.openssl, version, subject),
  );
  const next = successorTaking(subject);
  const fix: Fix[] = [];
  if (next !== undefined)
    fix.push({ text: `use the ${next.title}, which does not depend on it`, command: `azmon check --agent ${next.id}` });
  if (taking !== undefined && taking !== release)
    fix.push({ text: `take release ${taking.version} of the agent, which takes it (--release ${taking.version})` });
  return [...eitherOf(fix), { text: 'do not build another OpenSSL by hand: the agent is not supported with one' }];
}
