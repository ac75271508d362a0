import { describe, expect, test } from 'vitest';
import { questionOf } from '../../src/app/question.ts';
import { assess } from '../../src/check/assess.ts';
import { evidenceOf, type Inside, wantsOf } from '../../src/check/azure/evidence.ts';
import type { AzureVm } from '../../src/target/azure-vm.ts';
import { TODAY } from '../support/subject.ts';
import { look } from './azure-look.ts';

const SKIPPED: Inside = { asked: false, why: 'left out by --no-probe' };
const MISSED: Inside = { asked: true, why: 'the machine is stopped' };

function judged(part: Partial<AzureVm>, inside: Inside, flags: Parameters<typeof questionOf>[0] = {}) {
  const assessment = assess(evidenceOf(look(part), inside), questionOf({ agent: 'azure-monitor', ...flags }, TODAY));
  const findings = assessment.generations.flatMap((one) => one.findings);
  return {
    verdict: assessment.verdict,
    system: assessment.system.name,
    stranded: assessment.stranded,
    said: findings.map(({ id, status }) => `${id} ${status}`),
  };
}

const JAMMY: Partial<AzureVm> = {
  image: { publisher: 'Canonical', offer: '0001-com-ubuntu-server-jammy', sku: '22_04-lts-gen2', version: 'latest' },
  os: { name: 'ubuntu', version: '22.04' },
};
const CENTOS_6: Partial<AzureVm> = {
  image: { publisher: 'OpenLogic', offer: 'CentOS', sku: '6.10', version: 'latest' },
  os: { name: 'centos', version: '6.10' },
};

describe('a machine that was not looked into', () => {
  test('is judged by what Azure tells and by the list of systems', () => {
    expect(judged(JAMMY, SKIPPED)).toMatchObject({ verdict: 'ready', system: 'Ubuntu' });
  });

  test('says once that it was left out, and does not repeat it for every question that only the machine answers', () => {
    expect(judged(JAMMY, SKIPPED).said).toEqual(['cloud.identity fail', 'cloud.probe fail']);
  });

  test('is undetermined where the look was wanted', () => {
    expect(judged(JAMMY, MISSED)).toMatchObject({ verdict: 'undetermined' });
  });

  test('is not ready where it is stopped', () => {
    const { verdict, said } = judged({ ...JAMMY, power: 'stopped', vmAgent: { state: 'absent' } }, MISSED);
    expect(verdict).toBe('not-ready');
    expect(said).toContain('cloud.power fail');
  });

  test('is refused by its system all the same', () => {
    const { verdict, said } = judged(CENTOS_6, SKIPPED);
    expect(verdict).not.toBe('ready');
    expect(said).toContain('support.listed fail');
  });

  test('is stranded where the successor does not take its system', () => {
    expect(judged(CENTOS_6, SKIPPED, { agent: 'log-analytics' }).stranded).toBe(true);
  });

  test('is undetermined where neither image nor agent tell the system', () => {
    const { image: _, os: __, ...bare } = look().vm;
    const assessment = assess(
      evidenceOf({ ...look(), vm: bare }, SKIPPED),
      questionOf({ agent: 'azure-monitor' }, TODAY),
    );
    expect(assessment.verdict).toBe('undetermined');
  });

  test('does not pass by checks that were asked for by name and not answered', () => {
    expect(judged(JAMMY, SKIPPED, { only: ['disk'] }).verdict).toBe('undetermined');
  });
});

describe('a machine that was looked into', () => {
  const gathered = { startedAt: 0, finishedAt: 1 };

  test('tells its system itself', () => {
    const facts = {
      'os.family': 'linux',
      release: ['/etc/os-release:ID="debian"', '/etc/os-release:NAME="Debian GNU/Linux"'],
    };
    expect(judged(JAMMY, { facts, gathered }).system).toBe('Debian GNU/Linux');
  });

  test('has its identity from Azure whatever it could see itself', () => {
    const facts = { 'os.family': 'linux', 'azure.vm': false, 'arc.present': false } as const;
    expect(evidenceOf(look(), { facts, gathered }).facts['azure.vm']).toBe(true);
  });
});

describe('what is asked of Azure', () => {
  const { agents } = questionOf({}, TODAY);
  test('are the providers of all generations, each once', () =>
    expect(wantsOf(agents).providers).toEqual([
      'Microsoft.Compute',
      'Microsoft.OperationalInsights',
      'Microsoft.Insights',
    ]));
  test('and the extensions of both families of systems', () =>
    expect(wantsOf(agents).extensions.map(({ type }) => type)).toEqual([
      'OmsAgentForLinux',
      'MicrosoftMonitoringAgent',
      'AzureMonitorLinuxAgent',
      'AzureMonitorWindowsAgent',
    ]));
});
