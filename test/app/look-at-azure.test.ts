import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { azureSight } from '../../src/app/look-at-azure.ts';
import { questionOf } from '../../src/app/question.ts';
import { EXIT, Problem } from '../../src/problem.ts';
import { parseTarget } from '../../src/target/parse-target.ts';
import { runCommandTransport } from '../../src/transport/run-command.ts';
import { type FakeWorld, fakeAzure, vm } from '../support/azure-fake.ts';
import { TODAY } from '../support/subject.ts';

const { agents } = questionOf({ agent: 'azure-monitor' }, TODAY);
const REQUEST = { linux: '#!/bin/sh\n', windows: '@echo off\r\n', parameters: {}, secrets: {}, timeoutMs: 1000 };
const ANSWER = `azmon-probe-gzip:${gzipSync('probe.version=1\nos.family=linux\nprobe.end=ok\n').toString('base64')}:end`;
const answering = (): { stdout: string; stderr: string } => ({ stdout: ANSWER, stderr: '' });

async function sight(world: FakeWorld, probe = true) {
  const azure = fakeAzure({ runCommand: answering, vms: [vm()], ...world });
  let opened = 0;
  const open = async () => {
    opened += 1;
    return azure;
  };
  const look = azureSight(
    { open, subscriptions: [], probe },
    runCommandTransport(async () => azure),
  );
  const seen = await look(parseTarget(vm().id), agents, REQUEST);
  await look(parseTarget(vm().id), agents, REQUEST);
  return { ...seen, calls: azure.calls.map((call) => call.split(' ')[0]), writes: azure.writes, opened };
}

describe('a machine of Azure', () => {
  test('is asked about, then looked into; nothing is written and Azure is opened once', async () => {
    const seen = await sight({});
    expect(seen.evidence.unprobed).toBeUndefined();
    expect(seen.evidence.facts).toEqual({ 'os.family': 'linux', 'probe.version': 1, 'azure.vm': true });
    expect(seen).toMatchObject({ machine: vm().id, writes: [], opened: 1 });
    expect(seen.calls.filter((call) => call === 'vm')).toHaveLength(2);
  });

  const denied = new Problem({
    code: 'AZMON-AZURE-DENIED',
    exit: EXIT.auth,
    message: 'Azure refuses',
    why: 'no right',
  });
  test.each<[string, FakeWorld, boolean, string]>([
    ['nobody wants it', {}, false, 'left out by --no-probe'],
    ['it is stopped', { vms: [vm({ power: 'deallocated' })] }, true, 'the machine is deallocated'],
    [
      'no agent',
      { vms: [vm({ vmAgent: { state: 'absent' } })] },
      true,
      'the machine has no VM agent that could run the probe',
    ],
    [
      'a mute agent',
      { vms: [vm({ vmAgent: { state: 'not-ready' } })] },
      true,
      'the VM agent of the machine is not ready',
    ],
    [
      'a lock',
      { locks: [{ name: 'frozen', level: 'ReadOnly', scope: '/subscriptions/s' }] },
      true,
      'a ReadOnly lock forbids to run commands there',
    ],
    [
      'no right to',
      { permissions: [{ actions: ['*/read'], notActions: [] }] },
      true,
      'you may not run commands there (Microsoft.Compute/virtualMachines/runCommand/action)',
    ],
  ])('is not looked into where that is hopeless: %s', async (_, world, probe, why) => {
    const { evidence, calls } = await sight(world, probe);
    expect(evidence.unprobed).toEqual({ asked: probe, why });
    expect(evidence.facts.release).toContain('/etc/os-release:ID="ubuntu"');
    expect(calls).not.toContain('runCommand');
  });

  test('is judged by what Azure tells where the look inside fails', async () => {
    const { evidence } = await sight({ failing: { runCommand: denied } });
    expect(evidence.unprobed).toEqual({
      asked: true,
      why: 'the look by run-command failed',
      detail: 'Azure refuses: no right',
    });
  });

  test('is looked into where its rights could not be read', async () => {
    const { evidence } = await sight({ failing: { permissions: denied } });
    expect(evidence.unprobed).toBeUndefined();
  });

  test('Ctrl+C is no answer about it', async () => {
    const cancelled = new Problem({ code: 'AZMON-CANCELLED', exit: EXIT.interrupted, message: 'ended' });
    await expect(sight({ failing: { runCommand: cancelled } })).rejects.toMatchObject({ code: 'AZMON-CANCELLED' });
  });

  test('that is not there is its problem', async () => {
    await expect(sight({ vms: [] })).rejects.toMatchObject({ code: 'AZMON-AZURE-NOT-FOUND', exit: 11 });
  });
});
