import { afterAll, beforeAll, expect, it } from 'vitest';
import { tour } from '../../src/sandbox/fleet.ts';
import { agentBundle } from '../support/linux-agent/bundle.ts';
import { type LinuxStage, linuxStage, STAGE_NEEDS } from '../support/linux-host-stage.ts';
import { changes, filesHolding, type MachineState, stateOf } from '../support/linux-host-state.ts';
import { describeWith } from '../support/needs.ts';
import { sandbox, type TestSandbox } from '../support/sandbox.ts';
import type { SshHost } from '../support/sshd.ts';

/**
 * Signed in to an Azure, a machine outside of it: the key is looked up, the agent really registers with it, and its record is looked for in
 * the workspace. The sandbox has records of a machine of that name, and none of the other.
 */
describeWith(STAGE_NEEDS)('a Linux machine that reports to a workspace of Azure', { timeout: 180_000 }, () => {
  const bundle = agentBundle();
  const state = tour(Date.now());
  const workspace = Object.values(state.workspaces).find(({ name }) => name === 'logs-westeurope');
  if (workspace === undefined) throw new Error('the sandbox has no such workspace');
  let stage: LinuxStage;
  let azure: TestSandbox;
  const hosts = {} as Record<'oms-01' | 'nobody-01', SshHost>;
  const before = {} as Record<string, MachineState>;

  beforeAll(async () => {
    azure = await sandbox({ state, speed: 30 });
    stage = await linuxStage({ [workspace.customerId]: [workspace.primaryKey, workspace.secondaryKey] });
    for (const name of ['oms-01', 'nobody-01'] as const) {
      hosts[name] = await stage.host(name);
      before[name] = stateOf(hosts[name]);
    }
  });
  afterAll(async () => {
    await stage?.stop();
    await azure?.close();
  });

  const install = (name: string, ...more: readonly string[]) => {
    const { AZURE_SUBSCRIPTION_ID: _, ...env } = azure.env;
    return stage.azmon(
      [
        ...['install', 'linux', `ssh://root@${name}`, '--workspace', 'logs-westeurope', '--bundle', bundle.path],
        ...['--sha256', bundle.sha256, '--ignore', 'init.system', '--offline', '--json', ...more],
      ],
      env,
    );
  };

  it('is proven by its record, with a key that nobody typed', async () => {
    const { exit, target, stderr } = await install('oms-01');
    expect([exit, target?.state], stderr).toEqual([0, 'verified']);
    expect(target.destination).toMatchObject({
      ...{ workspaceId: workspace.customerId, key: { source: 'look-up', state: 'verified', which: 'primary' } },
    });
    expect(target.proof).toMatchObject({ state: 'reporting', computer: 'oms-01', workspace: workspace.customerId });
    await expect
      .poll(() => stage.world.of('registration').at(-1), { timeout: 15_000 })
      .toMatchObject({ workspace: workspace.customerId, status: 200 });
  });

  it('ends with 8 where no record comes, and says what is proven', async () => {
    const { exit, target } = await install('nobody-01', '--verify-timeout', '2s');
    expect([exit, target?.state]).toEqual([8, 'unverified']);
    expect(target.agent.workspaces).toMatchObject([{ id: workspace.customerId, status: 'onboarded' }]);
    expect(target.proof).toMatchObject({ state: 'silent' });
  });

  it('only asks the agent where that is wanted', async () => {
    const { exit, target } = await install('nobody-01', '--verify', 'connected');
    expect([exit, target?.state]).toEqual([0, 'unchanged']);
    expect(target.proof).toMatchObject({ state: 'connected' });
  });

  it.each(['oms-01', 'nobody-01'] as const)('%s is as it was after the removal', async (name) => {
    const { exit, target, stderr } = await stage.azmon([
      ...['remove', 'linux', `ssh://root@${name}`, '--yes', '--json'],
    ]);
    expect([exit, target?.state], stderr).toEqual([0, 'removed']);
    expect(changes(before[name] as MachineState, stateOf(hosts[name]))).toEqual([]);
    expect(filesHolding(hosts[name].root, [workspace.primaryKey, workspace.secondaryKey])).toEqual([]);
  });
});
