import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { PLAIN } from '../../src/report/paint.ts';
import { sandboxLines } from '../../src/report/sandbox.ts';
import { describeWith } from '../support/needs.ts';
import { sandbox } from '../support/sandbox.ts';
import { ROOT } from '../support/source.ts';

const folder = mkdtempSync(join(tmpdir(), 'azmon-serve-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The command itself, until `talk` fits; then a signal, and what it left. */
async function serve(
  args: readonly string[],
  until: RegExp,
  signal: NodeJS.Signals,
  meanwhile: (talk: string) => Promise<void> = async () => {},
) {
  const child = spawn(process.execPath, [join(ROOT, 'bin/dev.js'), 'sandbox', 'serve', ...args], {
    env: { PATH: process.env.PATH, HOME: folder, TMPDIR: folder, NO_COLOR: '1' },
  });
  const said = { stdout: '', stderr: '' };
  const closed = new Promise<number | null>((done) => child.on('close', done));
  await new Promise<void>((ready) => {
    const take = (stream: 'stdout' | 'stderr') => (data: Buffer) => {
      said[stream] += data.toString();
      if (until.test(said.stdout + said.stderr)) ready();
    };
    child.stdout.on('data', take('stdout'));
    child.stderr.on('data', take('stderr'));
    void closed.then(() => ready());
  });
  await meanwhile(said.stdout + said.stderr);
  child.kill(signal);
  return { exit: await closed, ...said };
}

describe('azmon sandbox serve', () => {
  test('says what another shell must set, serves, and ends by Ctrl+C with its state written', async () => {
    const state = join(folder, 'state.json');
    const answer = await serve(
      ['--machines', '4', '--no-delays', '--state', state],
      /Ctrl\+C ends it/,
      'SIGINT',
      async (talk) => {
        const variable = (name: string): string => new RegExp(`export ${name}=(\\S+)`).exec(talk)?.[1] ?? '';
        const child = spawn(
          process.execPath,
          [
            '-e',
            `fetch('${variable('AZMON_SANDBOX')}/metadata/endpoints?api-version=2022-09-01').then((r) => process.exit(r.status === 200 ? 0 : 1), () => process.exit(2))`,
          ],
          {
            env: { NODE_EXTRA_CA_CERTS: variable('NODE_EXTRA_CA_CERTS') },
          },
        );
        expect(await new Promise((done) => child.on('close', done))).toBe(0);
      },
    );
    expect([answer.exit, answer.stdout]).toEqual([130, '']);
    expect(answer.stderr).toMatch(
      /^Azure on this machine {2}https:\/\/localhost:\d+ {2}4 machines, none of them real\n/,
    );
    expect(Object.keys(JSON.parse(readFileSync(state, 'utf8')).machines)).toHaveLength(4);
  });

  test('tells machines by an event, and ends by SIGTERM', async () => {
    const { exit, stdout } = await serve(['--machines', '1', '-o', 'ndjson'], /"sandbox\.started"/, 'SIGTERM');
    expect(exit).toBe(143);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ event }) => event)).toEqual(['run.started', 'sandbox.started', 'run.finished', undefined]);
    expect(lines[1]).toMatchObject({
      origin: expect.stringMatching(/^https:\/\/localhost:\d+$/),
      machines: 1,
      environment: { AZMON_CLOUD: 'sandbox' },
    });
    expect(lines.at(-1)).toMatchObject({ exitCode: 143, result: { machines: 1 } });
  });

  test('a file of faults that is none is said at once', async () => {
    const faults = join(folder, 'faults.yaml');
    writeFileSync(faults, 'nothing');
    const { exit, stderr } = await serve(['--faults', faults], /AZMON-SANDBOX-FAULTS/, 'SIGINT');
    expect([exit, stderr.includes('it is no list')]).toEqual([2, true]);
  });
});

describe('what a shell is told', () => {
  const shown = {
    origin: 'https://localhost:1',
    machines: 1,
    certificateFile: '/x',
    variables: { A: "it's", PATH: '/new:/old' },
  };

  test('can be pasted into sh', () => {
    const lines = sandboxLines(shown, 'sh', PLAIN);
    expect(lines).toContain(`  export A='it'\\''s'`);
    expect(lines).toContain('  export PATH="/new:$PATH"');
  });

  test('can be pasted into PowerShell', () => {
    const lines = sandboxLines({ ...shown, variables: { A: "it's", Path: 'C:\\new;C:\\old' } }, 'powershell', PLAIN);
    expect(lines).toContain(`  $env:A = 'it''s'`);
    expect(lines).toContain('  $env:Path = "C:\\new;$env:Path"');
  });
});

describeWith({ commands: { curl: 'curl', '/usr/bin/python3': 'azure-cli', openssl: 'openssl' } })(
  'foreign clients',
  () => {
    const run = (command: string, args: readonly string[], env: Record<string, string>) =>
      new Promise<readonly [number | null, string]>((done) => {
        const child = spawn(command, args, {
          env: { PATH: process.env.PATH ?? '', ...env },
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        let said = '';
        child.stdout.on('data', (data) => {
          said += data;
        });
        child.stderr.on('data', (data) => {
          said += data;
        });
        child.on('close', (code) => done([code, said]));
      });

    test('trust it by its certificate, under both names', async () => {
      const one = await sandbox({ machines: 1 });
      for (const origin of [one.origin, one.origin.replace('localhost', '127.0.0.1')]) {
        const url = `${origin}/metadata/endpoints?api-version=2022-09-01`;
        expect(
          (
            await run('curl', ['-sSf', '-o', '/dev/null', '--noproxy', '*', '--cacert', one.certificateFile, url], {})
          )[0],
        ).toBe(0);
        const script = `import requests; print(requests.get('${url}').status_code)`;
        expect(
          await run('/usr/bin/python3', ['-c', script], { REQUESTS_CA_BUNDLE: one.certificateFile, NO_PROXY: '*' }),
        ).toEqual([0, '200\n']);
      }
      const host = one.origin.slice('https://'.length);
      const [, said] = await run(
        'openssl',
        ['s_client', '-connect', host, '-CAfile', one.certificateFile, '-verify_return_error', '-brief'],
        {},
      );
      expect(said).toMatch(/Verification: OK/);
      await one.close();
    });
  },
);
