import { describe, expect, test } from 'vitest';
import { type RemoveHostFlags, removeHosts } from '../../src/app/host-remove.ts';
import { refusal, through } from './host-others.ts';
import { type Answering, factsOf, failing, type HostOptions, hostStage, RUN, windowsFacts } from './host-stage.ts';

const removing: Answering = ({ parameters }) =>
  parameters.AZMON_DRY_RUN === 'yes'
    ? ['plan=packages take the packages off', 'plan=path /etc/cron.d/omsagent', 'result=planned']
    : [
        'step=packages done',
        'undo=path /etc/cron.d/omsagent',
        'left=/var/log/dpkg.log is a log',
        'state.agent=none',
        'result=removed',
      ];
const absent: Answering = () => ['state.agent=none', 'result=absent'];

const there = { 'oms.version': '1.19.0-0', 'oms.workspace': '11111111-2222-3333-4444-555555555555' };
const HOST = { facts: factsOf(there), on: { remove: removing } };
const here = (host: NonNullable<HostOptions['hosts']>[string]): HostOptions => ({ hosts: { local: host } });

const remove = (
  flags: RemoveHostFlags,
  options: HostOptions = here(HOST),
  targets: readonly string[] = [],
  system: 'linux' | 'windows' = 'linux',
) => through((typed, door) => removeHosts(system, targets, typed, door), `azmon remove ${system}`, flags, options);

describe('a removal', () => {
  test('looks, and removes what it planned: no secret is sent', async () => {
    const { result, runs, exit, text } = await remove({ yes: true });
    expect(runs.map(({ parameters, secrets }) => ({ parameters, secrets }))).toEqual(
      [{ AZMON_DRY_RUN: 'yes' }, {}].map((more) => ({
        parameters: { AZMON_DO: 'remove', AZMON_RUN: RUN, AZMON_BY: 'ops@ci-7', AZMON_LINES: 'yes', ...more },
        secrets: {},
      })),
    );
    expect([exit, result.targets[0]?.state]).toEqual([0, 'removed']);
    expect(text).toContain('/var/log/dpkg.log is a log');
  });

  test('a dry run shows the plan and removes nothing', async () => {
    const { result, runs, text, exit } = await remove({ 'dry-run': true });
    expect(runs.map(({ parameters }) => parameters.AZMON_DRY_RUN)).toEqual(['yes']);
    expect([exit, result.targets[0]?.state, result.next?.command]).toEqual([0, 'planned', 'azmon remove linux local']);
    expect(text).toContain('take the packages off');
  });

  test('where nobody can be asked and --yes was not said nothing is removed: 13, with the command', async () => {
    const problem = await refusal(remove({}));
    expect(problem).toMatchObject({ code: 'AZMON-DECLINED', exit: 13 });
    expect(problem.fix.at(-1)?.command).toBe('azmon remove linux --yes');
  });

  test('where nothing is there nothing is asked', async () => {
    const { result, exit, runs } = await remove({}, here({ on: { remove: absent } }));
    expect([exit, result.targets[0]?.state, runs.length]).toEqual([0, 'unchanged', 1]);
  });

  test('one machine that cannot be looked at stops no other', async () => {
    const hosts = { 'ssh://web-01': HOST, 'ssh://web-02': { ...HOST, on: { remove: failing('disk-full') } } };
    const { result, exit } = await remove({ yes: true }, { hosts }, Object.keys(hosts));
    expect(result.targets.map(({ state }) => state)).toEqual(['removed', 'failed']);
    expect(exit).toBe(6);
  });
});

describe('what stands against it', () => {
  const group = windowsFacts({ 'mma.version': '10.20.18053.0', 'mma.group': 'MG1' });
  const old = windowsFacts({
    'mma.version': '10.20.18053.0',
    'windows.build': '14393',
    'windows.name': 'Windows Server 2016 Datacenter',
  });
  test.for([
    [
      'Operations Manager on Linux',
      'linux',
      factsOf({ ...there, 'scom.linked': 'yes' }),
      'operations-manager',
      'AZMON-REMOVAL-STOPPED',
    ],
    ['a management group', 'windows', group, 'operations-manager', 'AZMON-REMOVAL-STOPPED'],
    ['Defender on Windows Server 2016', 'windows', old, 'defender', 'AZMON-REMOVAL-STOPPED'],
    ['a VM extension', 'linux', factsOf({ ...there, 'oms.extension': 'yes' }), undefined, 'AZMON-AGENT-MANAGED'],
  ] as const)('%s: 10, and nothing is sent', async ([, system, facts, lowered, code]) => {
    const host = here({ facts, on: { remove: removing } });
    const { runs, codes, exit } = await remove({ yes: true }, host, [], system);
    expect([exit, codes, runs]).toEqual([10, [code], []]);
    if (lowered === undefined) return;
    const again = await remove({ yes: true, ignore: [lowered] }, host, [], system);
    expect([again.exit, again.result.targets[0]?.state]).toEqual([0, 'removed']);
    expect(again.runs.at(-1)?.parameters.AZMON_REPLACE).toBe(system === 'linux' ? 'yes' : undefined);
  });

  test('checks that AZMON_IGNORE names for other commands stand in the way of nothing', async () => {
    const host = here({ facts: group, on: { remove: removing } });
    const played = hostStage({ ...host, words: 'azmon remove windows' });
    const flags = { yes: true, ignore: ['init.system', 'operations-manager'] };
    const { exit } = await removeHosts('windows', [], flags, played.door);
    expect(exit).toBe(0);
  });

  test('another word for --ignore is refused', async () => {
    expect(await refusal(remove({ ignore: ['policy'] }))).toMatchObject({ code: 'AZMON-FLAG-VALUE', exit: 2 });
  });
});

test('--script prints the removal for a machine that nobody can reach, and takes no target', async () => {
  const { result, runs } = await remove({ script: true, 'lock-wait': 60_000 });
  expect(result.script).toBe("#!/bin/sh\nAZMON_DO='remove'\nAZMON_LOCK_WAIT='60'\nmain\n");
  expect(runs).toEqual([]);
  expect(await refusal(remove({ script: true }, undefined, ['local']))).toMatchObject({ code: 'AZMON-FLAG-CONFLICT' });
});
