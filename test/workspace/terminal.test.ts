import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../support/needs.ts';
import { sandbox, type TestSandbox } from '../support/sandbox.ts';
import { atTerminal, type Line } from '../support/terminal.ts';

const RUN = fileURLToPath(new URL('../../bin/run.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'azmon-terminal-'));

let one: TestSandbox;
beforeAll(async () => {
  one = await sandbox({ machines: 2 });
});
afterAll(async () => {
  await one.close();
  rmSync(folder, { recursive: true, force: true });
});

const environment = (more: Record<string, string>): Record<string, string> => {
  const { PATH = '' } = process.env;
  return { PATH, HOME: folder, TERM: 'xterm', ...one.env, AZMON_AUTH: 'managed-identity', ...more };
};

const typed = (args: readonly string[], lines: readonly Line[]): ReturnType<typeof atTerminal> =>
  atTerminal([process.execPath, RUN, ...args], lines, environment({ AZMON_NON_INTERACTIVE: '0' }));

describeWith({ commands: { script: 'bsdutils' } })('at a terminal', () => {
  const create = ['workspace', 'create', 'logs-asked', '-g', 'monitoring', '-l', 'westeurope'];

  it('the workspace is chosen by typing a part of its name', async () => {
    const { exit, seen } = await typed(
      ['workspace', 'show'],
      [
        [/Workspace:/, 'other'],
        [/Workspace: other/, '\r'],
      ],
    );
    expect(exit).toBe(0);
    expect(seen).toContain('logs-other  westeurope');
    expect(seen).toContain('from the prompt');
  });

  it.for([
    ['n\r', 13, 'AZMON-DECLINED'],
    ['\r', 13, 'AZMON-DECLINED'],
    ['\u0003', 130, 'AZMON-CANCELLED'],
    ['y\r', 0, 'created'],
  ] as const)('%j to the question whether to make one ends with %i', async ([answer, code, said]) => {
    const { exit, seen } = await typed(create, [[/Make the workspace logs-asked/, answer]]);
    expect(exit).toBe(code);
    expect(seen).toContain(said);
  });

  it('a key that cannot be looked up is typed, and not seen', async () => {
    const other = Object.values(one.state.workspaces).find(({ name }) => name === 'logs-other');
    if (other === undefined) throw new Error('no such workspace');
    one.state.permissions[other.id.toLowerCase()] = { actions: ['*/read'], notActions: [] };
    const install = ['install', 'extension', 'azure:win-01', '--workspace', 'logs-other', '--dry-run', '--agent'];
    const { seen } = await typed([...install, 'log-analytics'], [[/Key of the workspace/, `${other.primaryKey}\r`]]);
    expect(seen).toContain('key: the prompt (its form only, not verified');
    expect(seen).not.toContain(other.primaryKey.slice(0, 20));
  });
});

it('no program that azmon starts is given the key, by argument or environment', async () => {
  const { customerId, primaryKey } = Object.values(one.state.workspaces)[0] ?? { customerId: '', primaryKey: '' };
  const record = join(folder, 'started.txt');
  const az = join(folder, 'az');
  writeFileSync(az, `#!/bin/sh\n{ printf '%s\\n' "$0" "$@"; env; } >> '${record}'\nexit 1\n`);
  chmodSync(az, 0o755);
  const keyFile = join(folder, 'key.txt');
  writeFileSync(keyFile, primaryKey);
  for (const argv of [[], ['--workspace-key-file', keyFile]]) {
    const env = environment({ AZMON_AUTH: 'az', AZMON_WORKSPACE_KEY: primaryKey });
    const path = { PATH: `${folder}:${env.PATH}` };
    const child = spawn(process.execPath, [RUN, 'workspace', 'show', customerId, ...argv], {
      env: { ...env, ...path },
    });
    const exit = await new Promise((resolve) => child.once('close', resolve));
    expect(exit).toBe(0);
  }
  const started = readFileSync(record, 'utf8');
  expect(started).toContain('get-access-token');
  for (const form of [primaryKey, encodeURIComponent(primaryKey), Buffer.from(primaryKey).toString('base64')])
    expect(started).not.toContain(form);
  expect(started).not.toContain('AZMON_WORKSPACE_KEY');
});
