import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { agentBundle } from '../support/linux-agent/bundle.ts';
import { KEY, type LinuxStage, linuxStage, SECRETS, STAGE_NEEDS, WS } from '../support/linux-host-stage.ts';
import { changes, filesHolding, type MachineState, stateOf } from '../support/linux-host-state.ts';
import { describeWith } from '../support/needs.ts';
import { ROOT } from '../support/source.ts';
import type { SshHost } from '../support/sshd.ts';

/** azmon started on the machine itself, as root: its own Node and its own files are shown there, the rest is the Debian 11. */
describeWith(STAGE_NEEDS)('azmon install linux, on this machine', { timeout: 180_000 }, () => {
  const bundle = agentBundle();
  let stage: LinuxStage;
  let host: SshHost;
  let before: MachineState;

  beforeAll(async () => {
    stage = await linuxStage();
    host = await stage.host('itself', { prepare: 'mkdir -p /mnt/azmon /mnt/node /mnt/bundle' });
    show(ROOT, 'azmon');
    show(process.execPath.replace(/\/[^/]+$/, ''), 'node');
    show(bundle.path.replace(/\/[^/]+$/, ''), 'bundle');
    before = stateOf(host);
  });
  afterAll(() => stage?.stop());

  /** Seen in the machine's own mounts only. */
  function show(folder: string, name: string): void {
    const inside = readFileSync(`/proc/${host.pid}/task/${host.pid}/children`, 'utf8').trim().split(' ')[0];
    execFileSync('nsenter', [`--target=${inside}`, '--mount', 'mount', '--bind', folder, `${host.root}/mnt/${name}`]);
  }

  const azmon = (words: readonly string[]) => {
    const line = ['/mnt/node/node', '/mnt/azmon/bin/run.js', ...words, '--json'].map((word) => `'${word}'`).join(' ');
    const stdout = host.run(`AZMON_WORKSPACE_KEY='${KEY}' AZMON_NON_INTERACTIVE=1 ${line} 2>/dev/null || true`);
    const { exitCode, result, errors } = JSON.parse(stdout);
    return { exit: exitCode, target: result.targets?.[0], errors };
  };
  const install = () =>
    azmon([
      ...['install', 'linux', '--workspace-id', WS, '--bundle', `/mnt/bundle/${bundle.name}`],
      ...['--sha256', bundle.sha256, '--ignore', 'init.system', '--offline', '--verify', 'connected'],
    ]);

  it('installs, connects and leaves the key nowhere', async () => {
    const { exit, target, errors } = install();
    expect([exit, target?.state], JSON.stringify(errors)).toEqual([0, 'changed']);
    expect(target.agent.workspaces).toMatchObject([{ id: WS, status: 'onboarded' }]);
    await expect
      .poll(() => stage.world.of('registration').at(-1), { timeout: 15_000 })
      .toMatchObject({ workspace: WS, machine: 'itself', status: 200 });
    expect(filesHolding(host.root, SECRETS)).toEqual([]);
  });

  it('has nothing to do the second time', () => {
    const { exit, target } = install();
    expect([exit, target?.state]).toEqual([0, 'unchanged']);
  });

  it('shows the agent', () => {
    const { exit, target } = azmon(['agent', 'show']);
    expect([exit, target?.agent?.by]).toEqual([0, 'azmon']);
  });

  it('takes it off without a trace', () => {
    const { exit, target, errors } = azmon(['remove', 'linux', '--yes']);
    expect([exit, target?.state], JSON.stringify(errors)).toEqual([0, 'removed']);
    expect(changes(before, stateOf(host))).toEqual([]);
  });
});
