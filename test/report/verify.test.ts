import { expect, test } from 'vitest';
import type { AgentId } from '../../src/agent/agent.ts';
import { EXIT, Problem } from '../../src/problem.ts';
import { PLAIN } from '../../src/report/paint.ts';
import { verifyText } from '../../src/report/verify.ts';
import type { Proof } from '../../src/verify/proof.ts';
import type { VerifiedTarget } from '../../src/verify/verified.ts';

const ID =
  '/subscriptions/0a000000-0000-4000-8000-000000000001/resourcegroups/app/providers/microsoft.compute/virtualmachines/';
const record: Proof = { state: 'reporting', at: '2026-11-22T15:29:06.514Z', latencyMs: 1, computer: 'web-01' };
const nothing: Proof = {
  ...{ state: 'silent', waitedMs: 0 },
  broken: { link: 'retired-upload', evidence: 'all is in order', fix: [] },
};
const one = (name: string, agent: AgentId, proof: Proof): VerifiedTarget => ({
  ...{ target: `${ID}${name}`, name: `${ID}${name}`, agent, proof, exit: EXIT.ok, durationMs: 1 },
});
const text = (targets: readonly VerifiedTarget[]): string =>
  verifyText({ targets, exit: EXIT.unverified }, PLAIN).join('\n');

test('a machine that was named by its resource id is called by group and name', () => {
  expect(text([one('web-01', 'azure-monitor', record)])).toContain(
    '+ azure:app/web-01  Azure Monitor Agent  reporting',
  );
});

test('a machine with both generations is one machine with two agents', () => {
  const both = [one('a', 'log-analytics', record), one('a', 'azure-monitor', nothing)];
  expect(text([...both, one('b', 'azure-monitor', record)])).toContain('2 machines, 3 agents: 2 reporting, 1 silent');
  expect(text([one('b', 'azure-monitor', record)])).toContain('1 machine: 1 reporting');
});

test('what cannot be proven is not claimed: uploads may have been shut down', () => {
  expect(text([one('a', 'log-analytics', nothing)])).toContain('link  perhaps the shut-down of uploads');
});

test('what could not be looked at stands beside the others with its reason', () => {
  const problem = new Problem({ code: 'AZMON-X', exit: EXIT['not-found'], message: 'was not found' });
  const lost: VerifiedTarget = { ...{ target: 'azure:x', name: 'azure:x', problem, exit: 11, durationMs: 0 } };
  expect(text([lost, one('b', 'azure-monitor', record)])).toContain('x azure:x      not verified: was not found');
  expect(text([lost])).toBe('');
});
