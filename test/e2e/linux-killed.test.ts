import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HostRan } from '../support/linux-host-run.ts';
import {
  brought,
  connection,
  type LinuxStage,
  linuxStage,
  SECRETS,
  STAGE_NEEDS,
  WS,
} from '../support/linux-host-stage.ts';
import { changes, filesHolding, type MachineState, stateOf } from '../support/linux-host-state.ts';
import { describeWith } from '../support/needs.ts';
import type { SshHost } from '../support/sshd.ts';

/**
 * The script's shell is killed outright, over there, when it has said a line: what it started goes on, and nothing of it cleans up.
 * Each run finds what the one before left; what none of them takes away is found in the end.
 */
const INSTALLING = [
  ...['step=fetch begin', 'step=fetch done', 'step=hash begin', 'step=hash done', 'step=packages begin'],
  ...['say=Setting up omi', 'say=Setting up omsagent', 'step=packages done', 'step=onboard begin'],
  ...['say=-e info Generating certificate', 'say=-e info Onboarding success', 'step=onboard done'],
];
const REMOVING = [
  ...['step=undo begin', 'undo=service omsagent', 'undo=workspace', 'say=Removing omsagent', 'undo=packages omi'],
  ...['undo=account omi', 'undo=path /opt/microsoft', 'step=undo done'],
];

describeWith(STAGE_NEEDS)('killed outright', { timeout: 180_000 }, () => {
  let stage: LinuxStage;
  let host: SshHost;
  let before: MachineState;
  let bundle: Record<string, string>;

  beforeAll(async () => {
    stage = await linuxStage();
    host = await stage.host('killed');
    bundle = brought(stage.bring(host));
    before = stateOf(host);
  });
  afterAll(() => stage?.stop());

  const install = (line?: (line: string) => void): Promise<HostRan> =>
    stage.run(host, { AZMON_DO: 'install', ...connection(), ...bundle }, line === undefined ? {} : { line });
  const remove = (line?: (line: string) => void): Promise<HostRan> =>
    stage.run(host, { AZMON_DO: 'remove' }, line === undefined ? {} : { line });

  /** Kills the shell of the run at the first line that begins so; the lock names it. */
  const killer = (beginning: string) => {
    const killed: string[] = [];
    const line = (text: string): void => {
      if (killed.length > 0 || !text.startsWith(beginning)) return;
      killed.push(text);
      host.run('kill -9 "$(readlink /run/azmon.lock | cut -d: -f1)"');
    };
    return { line, killed };
  };

  /** Neither a key nor a lock, a moment later: not even while a program that was started goes on. */
  const clean = () =>
    expect.poll(() => host.run('cd /run; ls -d azmon* /etc/omsagent-onboard.conf 2>/dev/null || true'), {
      timeout: 10_000,
      interval: 100,
    });

  const killed = async (beginning: string, run: typeof install): Promise<HostRan> => {
    const kill = killer(beginning);
    const cut = await run(kill.line);
    await clean().toBe('');
    expect([kill.killed.length, cut.run.complete], cut.stdout).toEqual([1, false]);
    expect(cut.run.failure, cut.stdout).toBeUndefined();
    // The agent's own program, which nobody killed, may still be at work with a copy of its own.
    await expect.poll(() => filesHolding(host.root, SECRETS), { timeout: 20_000, interval: 500 }).toEqual([]);
    return cut;
  };

  describe('an installation', () => {
    it.for(INSTALLING.map((line, at) => [line, at === 0 ? 0 : 1] as const))('at %s', async ([line, recovered]) => {
      expect((await killed(line, install)).run.recovered).toHaveLength(recovered);
    });

    it('is done by the next run', async () => {
      const next = await install();
      expect([next.exit, next.run.failure], next.stdout).toEqual([0, undefined]);
      expect(next.run.state).toMatchObject({
        packages: 'whole',
        service: 'running',
        workspaces: [{ id: WS, status: 'onboarded' }],
      });
    });
  });

  describe('a removal', () => {
    it.for(REMOVING)('at %s', async (line) => {
      const again = await install();
      expect([again.exit, again.run.failure], again.stdout).toEqual([0, undefined]);
      await killed(line, remove);
    });

    it('is brought to its end by the next run', async () => {
      const last = await remove();
      expect([last.exit, last.run.failure], last.stdout).toEqual([0, undefined]);
      expect(changes(before, stateOf(host))).toEqual([]);
    });
  });

  it('has a row for every step that there is', async () => {
    const all = [...(await install()).run.steps, ...(await remove()).run.steps].map(({ step }) => `step=${step}`);
    const rows = new Set([...INSTALLING, ...REMOVING].map((line) => line.split(' ')[0]));
    expect(all.filter((step) => !rows.has(step))).toEqual([]);
    expect(changes(before, stateOf(host))).toEqual([]);
  });
});
