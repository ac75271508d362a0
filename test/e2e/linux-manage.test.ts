import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agentBundle } from '../support/linux-agent/bundle.ts';
import {
  KEY,
  type LinuxStage,
  linuxStage,
  OTHER,
  OTHER_KEY,
  SECRETS,
  STAGE_NEEDS,
  WS,
} from '../support/linux-host-stage.ts';
import { changes, filesHolding, type MachineState, stateOf } from '../support/linux-host-state.ts';
import { describeWith } from '../support/needs.ts';
import type { SshHost } from '../support/sshd.ts';

const TARGET = 'ssh://root@managed';
const IGNORED = ['--ignore', 'init.system', '--offline', '--verify', 'connected'];

describeWith(STAGE_NEEDS)('what is done to an agent that is there, and before it comes', { timeout: 180_000 }, () => {
  const old = agentBundle('1.12.15-0');
  const folder = mkdtempSync(join(tmpdir(), 'azmon-managed-'));
  let stage: LinuxStage;
  let host: SshHost;
  let before: MachineState;

  beforeAll(async () => {
    stage = await linuxStage();
    host = await stage.host('managed');
    // The old release wants the command python to be Python 2.
    host.run('rm -f /usr/bin/python');
    before = stateOf(host);
  });
  afterAll(async () => {
    await stage?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const install = (...more: readonly string[]) =>
    stage.azmon(
      [
        ...['install', 'linux', TARGET, '--workspace-id', WS, '--bundle', old.path, '--sha256', old.sha256],
        ...[...IGNORED, ...more],
      ],
      { AZMON_WORKSPACE_KEY: KEY },
    );
  const agent = (verb: string, words: readonly string[] = [], env: NodeJS.ProcessEnv = {}) =>
    stage.azmon(['agent', verb, TARGET, ...words, '--json'], env);

  describe('what stands against an install is mended by the commands of the system, on request', () => {
    it('is told without the request', async () => {
      const { exit, stderr } = await install();
      expect(stderr).toMatch(/no command python \(AZMON-MACHINE-NOT-READY\)/);
      expect(stderr).toMatch(/ln -s \/usr\/bin\/python2 \/usr\/bin\/python/);
      expect(exit).toBe(4);
    });

    it('is shown first, and not run where nobody agrees', async () => {
      const { exit, stderr } = await install('--fix');
      expect(stderr).toMatch(/these commands run first, as root\n {2}ln -s \/usr\/bin\/python2 \/usr\/bin\/python\n/);
      expect(exit).toBe(13);
    });

    it('is part of the plan', async () => {
      const { exit, stdout } = await install('--fix', '--dry-run');
      expect(stdout).toMatch(/\n {2}run: ln -s \/usr\/bin\/python2 \/usr\/bin\/python\n {2}fetch the bundle/);
      expect(exit).toBe(0);
      expect(changes(before, stateOf(host))).toEqual([]);
    });

    it('is done', async () => {
      const { exit, target, stderr } = await install('--fix', '--yes', '--json');
      expect([exit, target?.state], stderr).toEqual([0, 'changed']);
      expect(host.run('readlink /usr/bin/python')).toBe('/usr/bin/python2\n');
    });
  });

  describe('Operations Manager', () => {
    it('finds its port open', async () => {
      const { exit, target, stderr } = await agent('add-group', ['--group', 'ops']);
      expect([exit, target?.state], stderr).toEqual([0, 'changed']);
      expect(target.agent.groups).toEqual([{ name: 'scom' }]);
      expect(host.run('grep ^httpsport /etc/opt/omi/conf/omiserver.conf')).toMatch(/1270/);
    });

    it('stands against a removal: 10', async () => {
      const { exit, stderr } = await stage.azmon(['remove', 'linux', TARGET, '--yes']);
      expect(stderr).toMatch(/the agent serves Operations Manager too \(AZMON-REMOVAL-STOPPED\)/);
      expect(exit).toBe(10);
    });

    it('finds it closed again', async () => {
      const { exit, target } = await agent('remove-group');
      expect([exit, target?.state]).toEqual([0, 'changed']);
      expect(target.agent.groups).toEqual([]);
    });
  });

  describe('workspaces', () => {
    it('there is one at most: none is added', async () => {
      const { exit, stderr } = await stage.azmon(['agent', 'add-workspace', TARGET, '--workspace-id', OTHER], {
        AZMON_WORKSPACE_KEY: OTHER_KEY,
      });
      expect(stderr).toMatch(/AZMON-WORKSPACE-LIMIT/);
      expect(exit).toBe(10);
    });

    it('one that it does not have is not taken off: 11', async () => {
      expect((await agent('remove-workspace', ['--workspace-id', OTHER])).exit).toBe(11);
    });

    it('the one that it has is taken off', async () => {
      const { exit, target } = await agent('remove-workspace', ['--workspace-id', WS]);
      expect([exit, target?.agent.workspaces]).toEqual([0, []]);
    });

    it('and another one set', async () => {
      const { exit, target, stderr } = await agent('set-workspace', ['--workspace-id', OTHER], {
        AZMON_WORKSPACE_KEY: OTHER_KEY,
      });
      expect([exit, target?.agent?.workspaces], stderr).toMatchObject([0, [{ id: OTHER, status: 'onboarded' }]]);
    });
  });

  it('is restarted: another process runs', async () => {
    const pid = () => host.run('cat /var/opt/microsoft/omsagent/*/run/omsagent.pid');
    const first = pid();
    const { exit, target } = await agent('restart');
    expect([exit, target?.agent.service]).toEqual([0, 'running']);
    expect(pid()).not.toBe(first);
  });

  it('tells its logs', async () => {
    const { exit, stdout } = await stage.azmon(['agent', 'logs', TARGET, '--lines', '5']);
    expect(stdout).toMatch(new RegExp(`/var/opt/microsoft/omsagent/${OTHER}/log/omsagent\\.log\\n {2}\\S`));
    expect(exit).toBe(0);
  });

  describe('a support bundle', () => {
    const out = join(folder, 'bundle');

    it('lists what it holds before anything is written', async () => {
      const { exit, stdout, stderr } = await stage.azmon(['support', 'bundle', TARGET, '--out', out]);
      expect(stdout + stderr).toMatch(/agent\.json[\s\S]*ledger\.ndjson[\s\S]*nothing was written/);
      expect([exit, existsSync(out)]).toEqual([13, false]);
    });

    it('holds no secret, and is for its owner', async () => {
      const { exit } = await stage.azmon(['support', 'bundle', TARGET, '--out', out, '--yes']);
      expect(exit).toBe(0);
      const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
      expect(files.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['azmon.json', 'facts.json', 'findings.json', 'agent.json', 'ledger.ndjson']),
      );
      for (const { parentPath, name } of files) {
        const path = join(parentPath, name);
        expect(statSync(path).mode & 0o777, name).toBe(0o600);
        for (const secret of SECRETS) expect(readFileSync(path, 'utf8'), name).not.toContain(secret);
      }
    });
  });

  it('is as it was after the removal, the mended command too', async () => {
    const { exit, target, stderr } = await stage.azmon(['remove', 'linux', TARGET, '--yes', '--json']);
    expect([exit, target?.state], stderr).toEqual([0, 'removed']);
    expect(changes(before, stateOf(host))).toEqual([]);
    expect(filesHolding(host.root, SECRETS)).toEqual([]);
  });
});
