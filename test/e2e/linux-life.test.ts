import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agentBundle } from '../support/linux-agent/bundle.ts';
import { fileOn } from '../support/linux-host.ts';
import { wrapperText } from '../support/linux-host-run.ts';
import {
  brought,
  connection,
  KEY,
  type LinuxStage,
  linuxStage,
  OTHER,
  OTHER_KEY,
  SECRETS,
  SQUID,
  STAGE_NEEDS,
  WRONG_KEY,
  WS,
} from '../support/linux-host-stage.ts';
import { changes, filesHolding, type MachineState, stateOf } from '../support/linux-host-state.ts';
import { describeWith } from '../support/needs.ts';
import type { SshHost } from '../support/sshd.ts';

/** A root has no init system of its own: the check for one is lowered. */
const IGNORED = ['--ignore', 'init.system', '--offline', '--verify', 'connected'];
const ADMIN = '/opt/microsoft/omsagent/bin/omsadmin.sh';
/** Where the proxies speak to the service from. */
const BY_PROXY = '10.77.0.10';

describeWith(STAGE_NEEDS)('an agent on a Linux machine', { timeout: 180_000 }, () => {
  let stage: LinuxStage;
  let host: SshHost;
  let before: MachineState;
  const old = agentBundle('1.12.15-0');
  const current = agentBundle();

  beforeAll(async () => {
    stage = await linuxStage();
    host = await stage.host('life');
    before = stateOf(host);
  });
  afterAll(() => stage?.stop());

  const install = (bundle: typeof old, id: string, env: NodeJS.ProcessEnv, ...more: string[]) =>
    stage.azmon(
      [
        ...['install', 'linux', 'ssh://root@life', '--workspace-id', id, '--bundle', bundle.path],
        ...['--sha256', bundle.sha256, ...IGNORED, '--json', ...more],
      ],
      env,
    );
  const agent = (words: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    stage.azmon([...words, 'ssh://root@life', '--json'], env);
  const noTrace = () => {
    expect(changes(before, stateOf(host))).toEqual([]);
    expect(filesHolding(host.root, SECRETS)).toEqual([]);
    expect(host.run('ls -d /run/azmon* 2>/dev/null || true')).toBe('');
  };

  describe('from its beginning to its end', () => {
    it('is installed and connected', async () => {
      const { exit, target, stderr } = await install(old, WS, { AZMON_WORKSPACE_KEY: KEY });
      expect([exit, target?.state], stderr).toEqual([0, 'changed']);
      expect(target.agent).toMatchObject({ version: '1.12.15-0', packages: 'whole', by: 'azmon', service: 'running' });
      expect(target.agent.workspaces).toMatchObject([{ id: WS, status: 'onboarded' }]);
      await expect
        .poll(() => stage.world.of('registration').at(-1), { timeout: 15_000 })
        .toMatchObject({ workspace: WS, machine: 'life', status: 200 });
      await expect
        .poll(() => stage.world.of('heartbeat').at(-1), { timeout: 15_000 })
        .toMatchObject({ workspace: WS, status: 200, from: host.address });
      expect(filesHolding(host.root, SECRETS)).toEqual([]);
    });

    it('is left alone by a second run', async () => {
      const seen = stateOf(host);
      const { exit, target } = await install(old, WS, { AZMON_WORKSPACE_KEY: KEY });
      expect([exit, target?.state]).toEqual([0, 'unchanged']);
      const after = changes(seen, stateOf(host)).filter((line) => !line.includes('/omsagent.log '));
      expect(after).toEqual([]);
    });

    it('is not taken away from its workspace', async () => {
      const { exit, target } = await install(old, OTHER, { AZMON_WORKSPACE_KEY: OTHER_KEY });
      expect([exit, target?.state, target?.exitCode]).toEqual([10, 'failed', 10]);
      expect(host.run(`${ADMIN} -l`)).toBe(`Primary Workspace: ${WS}    Status: Onboarded(OMSAgent Running)\n`);
      expect(stage.world.of('registration').every(({ workspace }) => workspace === WS)).toBe(true);
    });

    it('is taken to another one with --replace', async () => {
      const { exit, target } = await install(old, OTHER, { AZMON_WORKSPACE_KEY: OTHER_KEY }, '--replace');
      expect([exit, target?.state]).toEqual([0, 'changed']);
      expect(target.agent.workspaces).toMatchObject([{ id: OTHER, status: 'onboarded' }]);
      expect(host.run(`${ADMIN} -l`)).toBe(`Primary Workspace: ${OTHER}    Status: Onboarded(OMSAgent Running)\n`);
    });

    it('goes through a proxy that wants a login', async () => {
      const { exit, target, stdout, stderr } = await agent(['agent', 'set-proxy'], { AZMON_PROXY: SQUID });
      expect([exit, target?.state], stderr).toEqual([0, 'changed']);
      expect(target.agent.proxy).toBe('http://ops:***@proxy.example:3128');
      for (const secret of SECRETS) expect(stdout + stderr).not.toContain(secret);
      await expect
        .poll(() => stage.world.of('heartbeat').at(-1), { timeout: 15_000 })
        .toMatchObject({ workspace: OTHER, status: 200, from: BY_PROXY });
      expect(host.run('stat -c "%a %U:%G" /etc/opt/microsoft/omsagent/proxy.conf')).toBe('600 omsagent:omiusers\n');
    });

    it('is upgraded and keeps workspace and proxy', async () => {
      const { exit, target, stderr } = await stage.azmon([
        ...['agent', 'upgrade', 'ssh://root@life', '--bundle', current.path],
        ...['--sha256', current.sha256, '--json'],
      ]);
      expect([exit, target?.state], stderr).toEqual([0, 'changed']);
      expect(target.agent).toMatchObject({ version: '1.19.0-0', proxy: 'http://ops:***@proxy.example:3128' });
      expect(target.agent.workspaces).toMatchObject([{ id: OTHER, status: 'onboarded' }]);
    });

    it('is shown', async () => {
      const { exit, target } = await agent(['agent', 'show']);
      expect(exit).toBe(0);
      expect(target.agent).toMatchObject({ version: '1.19.0-0', by: 'azmon', host: 'life' });
      expect(target.agent.workspaces[0]).toMatchObject({ id: OTHER, certificate: expect.stringMatching(/^20\d\d-/) });
    });

    it('is removed, and the machine is exactly as before', async () => {
      const { exit, target, stderr } = await agent(['remove', 'linux', '--yes']);
      expect([exit, target?.state, target?.left], stderr).toEqual([0, 'removed', []]);
      noTrace();
    });

    it('is removed once', async () => {
      const { exit, target } = await agent(['remove', 'linux', '--yes']);
      expect([exit, target?.state]).toEqual([0, 'unchanged']);
      noTrace();
    });
  });

  describe('that somebody else installed', () => {
    const byHand = (key: string) => {
      cpSync(current.path, join(host.root, 'tmp/bundle.sh'));
      host.run(
        `umask 077; printf 'WORKSPACE_ID=${WS}\\nSHARED_KEY=${key}\\n' > /etc/omsagent-onboard.conf; cd /tmp; sh ./bundle.sh --upgrade >/dev/null 2>&1`,
      );
    };

    it('is connected though its onboarding failed before, and its key is taken away', async () => {
      byHand(WRONG_KEY);
      // What the agent itself says of it, and what it is not.
      expect(host.run(`${ADMIN} -l`)).toContain('Status: Onboarded(OMSAgent Running)');
      const { exit, target, stderr } = await install(current, WS, { AZMON_WORKSPACE_KEY: KEY });
      expect([exit, target?.state, target?.agent?.by], stderr).toEqual([0, 'changed', 'other']);
      expect(fileOn(host, `/etc/opt/microsoft/omsagent/${WS}/conf/omsadmin.conf`)).toContain('WORKSPACE_ID=');
      expect(filesHolding(host.root, SECRETS)).toEqual([]);
    });

    it("goes by its maker's own way, and azmon says what it cannot promise", async () => {
      const { exit, target, stderr } = await agent(['remove', 'linux', '--yes']);
      expect([exit, target?.state, target?.agent?.installed], stderr).toEqual([0, 'removed', false]);
      expect(target.left.join(' ')).toMatch(/not install/);
      expect(host.run('dpkg -l | grep -cE " (omi|scx|omsagent|omsconfig|auoms) " || true')).toBe('0\n');
      expect(filesHolding(host.root, SECRETS)).toEqual([]);
    });
  });

  describe('by the script that is printed, run by hand', () => {
    let printed: string;
    let start: MachineState;
    beforeAll(async () => {
      start = stateOf(host);
      cpSync(current.path, join(host.root, 'tmp', current.name));
      const { exit, stdout, stderr } = await stage.azmon(
        [
          ...['install', 'linux', '--script', '--workspace-id', WS],
          ...['--bundle', `/tmp/${current.name}`, '--sha256', current.sha256],
        ],
        { AZMON_WORKSPACE_KEY: KEY },
      );
      expect([exit, stdout.split('\n')[0]], stderr).toEqual([0, '#!/bin/sh']);
      expect(stdout).not.toContain(KEY);
      printed = stdout;
    });

    it.for([
      ['dash', 'busybox sh'],
      ['busybox sh', 'mksh'],
      ['mksh', 'bash --posix'],
      ['bash --posix', 'dash'],
    ])('%s installs, %s removes', ([installing, removing]) => {
      writeFileSync(join(host.root, 'tmp/install.sh'), printed);
      writeFileSync(join(host.root, 'tmp/remove.sh'), wrapperText({ AZMON_DO: 'remove', AZMON_LINES: '' }));
      const installed = host.run(`printf '%s\\n' '${KEY}' | ${installing} /tmp/install.sh 2>&1`);
      expect(installed).toContain('Done.');
      expect(installed).not.toContain(KEY);
      expect(host.run(`${ADMIN} -l`)).toBe(`Primary Workspace: ${WS}    Status: Onboarded(OMSAgent Running)\n`);
      expect(host.run(`${removing} /tmp/remove.sh 2>&1 </dev/null`)).toContain('The agent is taken off.');
      expect(changes(start, stateOf(host))).toEqual([]);
      expect(filesHolding(host.root, SECRETS)).toEqual([]);
    });
  });

  describe('whose connection is lost', () => {
    it('is finished with what runs, and taken back', async () => {
      const start = stateOf(host);
      let client = 0;
      const bundle = brought(stage.bring(host));
      await stage.run(
        host,
        { AZMON_DO: 'install', ...connection(), ...bundle },
        {
          started: (pid) => {
            client = pid;
          },
          line: (line) => {
            if (line.startsWith('say=Setting up omi') && client !== 0) process.kill(client, 'SIGKILL');
          },
        },
      );
      await expect
        .poll(() => host.run('ls -d /run/azmon* 2>/dev/null || true'), { timeout: 40_000, interval: 500 })
        .toBe('');
      expect(changes(start, stateOf(host))).toEqual([]);
    });
  });
});
