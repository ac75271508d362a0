import { describe, expect, test } from 'vitest';
import type { AgentId } from '../../src/agent/agent.ts';
import { hostsToProbe } from '../../src/agent/hosts.ts';
import { AGENTS } from '../../src/agent/index.ts';
import { assess } from '../../src/check/assess.ts';
import { parseProbeOutput } from '../../src/machine/probe-output.ts';
import { fleet } from '../../src/sandbox/fleet.ts';
import { machineAnswer } from '../../src/sandbox/machine-answer.ts';
import type { SandboxMachine } from '../../src/sandbox/state.ts';
import { CLOUDS } from '../../src/target/cloud.ts';

/** What `azmon check` finds on a machine of a profile that runs in the sandbox and that nobody has touched. */
function verdictOf(profile: string, agent: AgentId, asOf: string): string {
  const [first] = Object.values(fleet({ machines: 1, now: 0 }).machines);
  if (first === undefined) throw new Error('no machine');
  const machine: SandboxMachine = { ...first, profile, system: profile.startsWith('windows') ? 'windows' : 'linux' };
  const place = { workspaceId: '11111111-2222-4333-8444-555555555555', region: 'westeurope' };
  const hosts = hostsToProbe([AGENTS[agent]], CLOUDS.public, place).join(' ');
  const script =
    machine.system === 'linux'
      ? `AZMON_HOSTS='${hosts}'\n# azmon probe for Linux`
      : `set "AZMON_HOSTS=${hosts}"\nrem azmon probe for Windows`;
  const { facts } = parseProbeOutput(machineAnswer(machine, script, { clock: { now: () => 0, speed: 1 } }).stdout);
  const question = { agents: [AGENTS[agent]], asOf, cloud: CLOUDS.public, place, offline: false, judging: {} };
  return assess({ facts }, question).verdict;
}

describe('the machines of the sandbox, by the catalogue of checks', () => {
  // biome-ignore format: one line a machine
  const ROWS: readonly (readonly [profile: string, on2020: string, today: string])[] = [
    ['ubuntu-18.04', 'ready', 'reserved'],
    ['ubuntu-22.04', 'impossible', 'ready'],
    ['debian-11-no-alias', 'unlisted', 'reserved'],
    ['debian-11-no-python', 'unlisted', 'not-ready'],
    ['rhel-7', 'ready', 'reserved'],
    ['rhel-8', 'ready', 'ready'],
    ['centos-6', 'ready', 'refused'],
    ['centos-7', 'ready', 'refused'],
    ['sles-12', 'ready', 'refused'],
    ['sles-15', 'ready', 'reserved'],
    ['amazon-2', 'unlisted', 'reserved'],
    ['stranded', 'unlisted', 'refused'],
    ['windows-2022', 'unlisted', 'ready'],
    ['windows-2019', 'ready', 'ready'],
    ['windows-2016', 'ready', 'ready'],
    ['windows-2012-r2', 'ready', 'unlisted'],
    ['windows-2008-r2', 'reserved', 'unlisted'],
  ];

  test.for(ROWS)('%s is %s for the Log Analytics agent in 2020, %s for its successor', ([profile, on2020, today]) =>
    expect([
      verdictOf(profile, 'log-analytics', '2020-02-04'),
      verdictOf(profile, 'azure-monitor', '2026-11-22'),
    ]).toEqual([on2020, today]),
  );
});
