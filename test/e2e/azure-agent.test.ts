import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tour } from '../../src/sandbox/fleet.ts';
import { sandbox, type TestSandbox } from '../support/sandbox.ts';
import { ROOT } from '../support/source.ts';

/** `azmon agent` on machines of Azure: a look inside by run-command, in an Azure on this machine. */
const folder = mkdtempSync(join(tmpdir(), 'azmon-agent-'));
let azure: TestSandbox;
beforeAll(async () => {
  azure = await sandbox({ state: tour(Date.now()) });
});
afterAll(async () => {
  await azure?.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Ran {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

function azmon(...argv: readonly string[]): Promise<Ran> {
  const { AZURE_SUBSCRIPTION_ID: _, ...env } = azure.env;
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(ROOT, 'bin/run.js'), ...argv],
      { env: { PATH: process.env.PATH ?? '', HOME: folder, LANG: 'C', ...env } },
      (error, stdout, stderr) => resolve({ exit: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });
}

const shown = async (target: string) => {
  const { exit, stdout } = await azmon('agent', 'show', target, '--json');
  return { exit, ...JSON.parse(stdout).result.targets[0] };
};

describe('agent show', () => {
  test.for([
    ['azure:oms-01', { system: 'linux', installed: true, version: '1.17.1', extension: true, service: 'running' }],
    [
      'azure:both-01',
      { system: 'windows', installed: true, extension: true, successor: expect.stringMatching(/^1\./) },
    ],
    ['azure:scom-01', { system: 'windows', installed: true, groups: [{ name: expect.stringMatching(/\w/) }] }],
    ['azure:ama-01', { system: 'linux', installed: false, successor: expect.stringMatching(/^1\./) }],
    ['azure:web-01', { system: 'linux', installed: false, workspaces: [] }],
    ['azure:win-01', { system: 'windows', installed: false, workspaces: [] }],
  ] as const)('%s', async ([target, agent]) => {
    expect(await shown(target)).toMatchObject({ exit: 0, target, status: 'ok', agent });
  });

  test('knows when the workspace last heard of the machine', async () => {
    const { agent } = await shown('azure:oms-01');
    const [{ id, status, lastHeartbeat }] = agent.workspaces;
    expect({ id, status }).toEqual({ id: expect.stringMatching(/^[0-9a-f-]{36}$/), status: 'onboarded' });
    expect(Date.now() - Date.parse(lastHeartbeat)).toBeLessThan(10 * 60_000);
  });

  test('a stopped machine cannot be asked: 9, with the reason', async () => {
    const { exit, stderr } = await azmon('agent', 'show', 'azure:stopped-01');
    expect(stderr).toMatch(/the machine is not running \(AZMON-MACHINE-STOPPED\)/);
    expect(exit).toBe(9);
  });
});

describe('what carries no secret goes through Azure', () => {
  test('restart', async () => {
    const { exit, stdout } = await azmon('agent', 'restart', 'azure:oms-01');
    expect(stdout).toMatch(/the service runs {2}done[\s\S]*\n\+ changed\n/);
    expect(exit).toBe(0);
  });

  test('logs', async () => {
    const { exit, stdout } = await azmon('agent', 'logs', 'azure:oms-01');
    expect(stdout).toMatch(
      /\/var\/opt\/microsoft\/omsagent\/[0-9a-f-]{36}\/log\/omsagent\.log\n {2}a heartbeat was sent/,
    );
    expect(exit).toBe(0);
  });

  test('restart of an agent that is not there: 11', async () => {
    const { exit, stderr } = await azmon('agent', 'restart', 'azure:web-01');
    expect(stderr).toMatch(/AZMON-HOST-NO-AGENT/);
    expect(exit).toBe(11);
  });

  test.for([
    ['set-proxy', ['--proxy', 'http://proxy.example:3128']],
    ['clear-proxy', []],
    ['add-group', ['--group', 'ops', '--server', 'scom.contoso.com']],
    ['upgrade', []],
  ] as const)('%s is left to the extension: 2, before anything is sent', async ([verb, words]) => {
    const before = azure.exchanges.length;
    const { exit, stderr } = await azmon('agent', verb, 'azure:oms-01', ...words);
    expect(stderr).toMatch(/azmon install extension azure:oms-01/);
    expect(exit).toBe(2);
    expect(azure.exchanges.slice(before)).toEqual([]);
  });
});
