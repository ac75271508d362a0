import { describe, expect, test } from 'vitest';
import { AGENTS } from '../../src/agent/index.ts';
import type { MachineFacts } from '../../src/machine/facts.ts';
import { type HostStop, refuseHostStops } from '../../src/manage/host-stops.ts';
import { stateIn } from '../../src/manage/known-state.ts';
import { Problem } from '../../src/problem.ts';

const A = '11111111-2222-3333-4444-555555555555';

describe('the agent, by a look', () => {
  test.for<[title: string, system: 'linux' | 'windows', facts: MachineFacts, state: object]>([
    ['nothing observed', 'linux', {}, { system: 'linux', installed: false, workspaces: [], groups: [] }],
    ['none', 'linux', { 'oms.version': null, 'oms.leftover': false }, { installed: false, packages: 'none' }],
    ['remains of one', 'linux', { 'oms.version': null, 'oms.leftover': true }, { installed: false, packages: 'half' }],
    [
      'Linux',
      'linux',
      {
        ...{ 'oms.version': '1.19.0', 'oms.workspace': [` ${A.toUpperCase()}`, A], 'oms.running': true },
        ...{ 'oms.proxy': 'http://***@p:1', 'scom.linked': true, 'oms.extension': true, 'ama.version': '1.30' },
        'host.name': 'web-01',
      },
      {
        ...{ system: 'linux', installed: true, version: '1.19.0', service: 'running', proxy: 'http://***@p:1' },
        workspaces: [{ id: A, status: 'onboarded', text: '' }],
        ...{ groups: [{ name: 'scom' }], extension: true, successor: '1.30', host: 'web-01' },
      },
    ],
    [
      'Windows',
      'windows',
      {
        ...{
          'mma.version': '10.20.18053.0',
          'mma.workspace': [A],
          'mma.group': ['HQ', `AOI-${A}`],
          'mma.service': 'STOPPED',
        },
        'mma.extension': false,
      },
      {
        ...{
          system: 'windows',
          installed: true,
          version: '10.20.18053.0',
          service: 'stopped',
          groups: [{ name: 'HQ' }],
        },
        workspaces: [{ id: A, status: 'connected', text: '' }],
      },
    ],
    ['Windows without its service', 'windows', { 'mma.version': '10', 'mma.service': null }, { service: 'absent' }],
    [
      'workspaces of an agent that is gone',
      'windows',
      { 'mma.version': null, 'mma.workspace': [A] },
      { workspaces: [] },
    ],
  ])('%s', ([, system, facts, state]) => expect(stateIn(facts, system)).toMatchObject(state));
});

const WINDOWS: MachineFacts = {
  ...{ 'os.family': 'windows', 'windows.installation': 'Server', 'windows.product-type': 'ServerNT' },
  ...{ 'mma.version': '10.20.18053.0', 'mma.group': [], 'mma.workspace': [A] },
};
const SERVER_2016: MachineFacts = {
  ...WINDOWS,
  ...{ 'windows.build': 14393, 'windows.version': '10.0', 'windows.product': 'Windows Server 2016 Datacenter' },
};
const SERVER_2019: MachineFacts = {
  ...WINDOWS,
  ...{ 'windows.build': 17763, 'windows.version': '10.0', 'windows.product': 'Windows Server 2019 Datacenter' },
};
const LINUX: MachineFacts = { 'os.family': 'linux', 'oms.version': '1.19.0', 'scom.linked': true, 'oms.workspace': [] };

describe('what stands against a removal on the machine', () => {
  const stopped = (facts: MachineFacts, ignore: readonly HostStop[] = []): Problem | undefined => {
    const system = facts['os.family'] === 'windows' ? 'windows' : 'linux';
    try {
      refuseHostStops({ facts, system, agent: AGENTS['log-analytics'], target: 'ssh://web-01', ignore });
      return undefined;
    } catch (error) {
      if (error instanceof Problem) return error;
      throw error;
    }
  };

  test.for<[title: string, facts: MachineFacts, ignore: readonly HostStop[], message: string | undefined]>([
    ['Server 2019', SERVER_2019, [], undefined],
    ['Server 2016', SERVER_2016, [], 'Defender for Endpoint may run inside this agent'],
    ['Server 2016, lowered', SERVER_2016, ['defender'], undefined],
    ['no agent on it', { ...SERVER_2016, 'mma.version': null }, [], undefined],
    ['a Windows nobody knows', WINDOWS, [], 'Defender for Endpoint may run inside this agent'],
    ['a group', { ...SERVER_2019, 'mma.group': ['HQ'] }, [], 'the agent serves Operations Manager too'],
    ['a workspace that shows as a group', { ...SERVER_2019, 'mma.group': [`AOI-${A}`] }, [], undefined],
    ['Linux with a group', LINUX, [], 'the agent serves Operations Manager too'],
    ['Linux, lowered', LINUX, ['operations-manager'], undefined],
    ['Linux, the port of somebody else', { ...LINUX, 'oms.version': null }, [], undefined],
    [
      'both',
      { ...SERVER_2016, 'mma.group': ['HQ'] },
      [],
      'the agent serves Operations Manager too; Defender for Endpoint may run inside this agent',
    ],
  ])('%s', ([, facts, ignore, message]) => expect(stopped(facts, ignore)?.message).toBe(message));

  test('says how to go on, with the words that lower it', () =>
    expect(stopped({ ...SERVER_2019, 'mma.group': ['HQ'] })).toMatchObject({
      ...{ code: 'AZMON-REMOVAL-STOPPED', exit: 10, why: 'seen: management group HQ', target: 'ssh://web-01' },
      fix: [
        { command: `azmon agent remove-workspace ssh://web-01 --workspace-id ${A}` },
        { text: 'or go ahead all the same with --ignore operations-manager' },
      ],
    }));
});
