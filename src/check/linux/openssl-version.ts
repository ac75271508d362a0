import type { LinuxRequirements, Release } from '../../agent/agent.ts';
import type { Fix } from '../../problem.ts';
import { compareVersions, hasVersionPrefix } from '../../version.ts';
import { notObserved, type Outcome, type Subject } from '../check.ts';
import { eitherOf, update } from '../fixes.ts';
import { fail, pass, skip } from '../outcome.ts';
import { successorTaking } from '../support/way-out.ts';
import { opensslCheck } from './openssl-check.ts';

type OpensslRule = NonNullable<LinuxRequirements['openssl']>;

/** The distribution's OpenSSL is one that this release of the agent has a build for. */
export const opensslVersion = opensslCheck({
  id: 'openssl.version',
  severity: 'block',
  judge(subject) {
    const { facts, release } = subject;
    if (facts['openssl.path'] === null) return skip('there is no openssl command to ask');
    const line = facts['openssl.version'];
    const rule = release.linux.openssl;
    if (line === undefined || rule === undefined) return notObserved('the version of OpenSSL');
    const [product = '', version = ''] = (line ?? '').split(/\s+/);
    if (product !== 'OpenSSL' || version === '') return foreign(line, rule);
    return judgeVersion(subject, rule, version);
  },
});

const requiredBy = ({ accepts }: OpensslRule): string =>
  `OpenSSL ${accepts.map((prefix) => `${prefix}.x`.replace(/^(\d+\.\d+\.\d+)\.x$/, '$1')).join(', ')}`;

/** LibreSSL and its like call themselves by their own name; the bundle reads only the number and takes a wrong build. */
function foreign(line: string | null, rule: OpensslRule): Outcome {
  const fix = [{ text: "put the distribution's own OpenSSL first in /usr/bin" }];
  const cause = line === null ? 'openssl does not run' : 'openssl is not OpenSSL';
  return fail(cause, { measured: line ?? 'no answer', required: requiredBy(rule), fix });
}

function judgeVersion(subject: Subject, rule: OpensslRule, version: string): Outcome {
  const evidence = { measured: version, required: requiredBy(rule) };
  if (!accepts(rule, version)) {
    if (isTooOld(rule, version))
      return fail('OpenSSL too old', { ...evidence, fix: update(subject.system, 'openssl') });
    return fail('OpenSSL newer than this release of the agent knows', { ...evidence, fix: wayOut(subject, version) });
  }
  if (!rule.only64.some((prefix) => hasVersionPrefix(version, prefix))) return pass(version, requiredBy(rule));
  const machine = subject.facts['kernel.machine'];
  if (machine === undefined) return notObserved('the architecture, which decides whether this OpenSSL is taken');
  if (machine === 'x86_64') return pass(version, requiredBy(rule));
  const fix = [{ text: 'the agent has a build for this OpenSSL on x86_64 only' }];
  return fail('OpenSSL 1.1 outside x86_64', { measured: `${version} on ${machine}`, required: evidence.required, fix });
}

const accepts = (rule: OpensslRule | undefined, version: string): boolean =>
  rule?.accepts.some((prefix) => hasVersionPrefix(version, prefix)) === true;

const isTooOld = (rule: OpensslRule, version: string): boolean =>
  rule.accepts.every((prefix) => compareVersions(version, prefix) < 0);

/** No command helps: OpenSSL belongs to the distribution, and one built by hand is what the agent's vendor does not support. */
function wayOut(subject: Subject, version: string): Fix[] {
  const next = successorTaking(subject);
  const taking = subject.agent.releases.find((one: Release) => accepts(one.linux.openssl, version));
  const ways: Fix[] = [];
  if (next !== undefined)
    ways.push({
      text: `use the ${next.title}, which does not depend on it`,
      command: `azmon check --agent ${next.id}`,
    });
  if (taking !== undefined) ways.push({ text: `take release ${taking.version} of the agent, which takes it` });
  return [
    ...eitherOf(ways),
    { text: 'never replace the OpenSSL of the distribution: the agent does not support one built by hand' },
  ];
}
