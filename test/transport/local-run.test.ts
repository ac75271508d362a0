import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScriptRequest } from '../../src/ports-scripts.ts';
import type { Problem } from '../../src/problem.ts';
import { Secret } from '../../src/secret.ts';
import { transports } from '../../src/transport/index.ts';
import { describeWith } from '../support/needs.ts';

const LOCAL = { kind: 'local', key: 'local' } as const;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'azmon-run-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const transport = (env: NodeJS.ProcessEnv = process.env) =>
  transports({
    ...{ platform: 'linux', env, windowsScript: '', interactive: false, connectTimeoutS: 1 },
    azure: () => Promise.reject(new Error('nobody expected Azure to be opened')),
  });

async function change(linux: string, more: Partial<ScriptRequest> = {}, env?: NodeJS.ProcessEnv) {
  const lines: string[] = [];
  const request = { linux, windows: '', parameters: {}, secrets: {}, timeoutMs: 60_000, ...more };
  const line = (text: string) => {
    lines.push(text);
    more.line?.(text);
  };
  return { run: await transport(env).run(LOCAL, { ...request, line }), lines };
}

const failed = (linux: string, more?: Partial<ScriptRequest>, env?: NodeJS.ProcessEnv): Promise<Problem> =>
  change(linux, more, env).then(
    ({ run }) => expect.fail(`it ran: ${JSON.stringify(run)}`),
    (error: Problem) => error,
  );

const running = (): string => execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
const ROOT = { root: true };

/** Only processes of these tests end with it: a part of a second that nobody else sleeps. */
const mark = (number: number): string => `${number}.${process.pid}`;

describeWith(ROOT)('a script that changes this machine', () => {
  it.each([
    [0, 0],
    [7, 7],
    [130, 130],
    [255, 255],
  ])('brings its exit code: %i', async (code, seen) => {
    const { run, lines } = await change(`#!/bin/sh\necho a\nprintf b\nexit ${code}\n`);
    expect(run).toMatchObject({ output: 'a\nb', exitCode: seen });
    expect(lines).toEqual(['a', 'b']);
  });

  it('gets its values, and no process can see them', async () => {
    const value = `Canary-81d a'b"c$d \\e\nsecond line`;
    const { lines } = await change(
      `for f in /proc/self/environ /proc/$$/environ /proc/$$/cmdline /proc/$PPID/cmdline /proc/$PPID/environ; do tr '\\000' ' ' <$f; done
      printf '\\nvalue %s|%s\\n' "$AZMON_FIX" "$AZMON_WORKSPACE_KEY"`,
      { parameters: { AZMON_FIX: value }, secrets: { AZMON_WORKSPACE_KEY: new Secret(value) } },
    );
    const at = lines.findIndex((text) => text.startsWith('value '));
    expect(lines.slice(0, at).join()).not.toMatch(/Canary|second line/);
    expect(lines.slice(at)).toEqual([
      `value Canary-81d a'b"c$d \\e`,
      `second line|Canary-81d a'b"c$d \\e`,
      'second line',
    ]);
  });

  it('takes the whole of a long script, whatever the shell reads ahead', async () => {
    const filler = Array.from({ length: 20_000 }, (_, index) => `: line ${index} of a long script, ü`).join('\n');
    const { lines } = await change(`main() {\n${filler}\necho whole; cat\n}\nmain\n`);
    expect(lines).toEqual(['whole']);
  });

  it('cannot be told its own end by what it prints', async () => {
    const { run } = await change('echo azmon-ready; echo azmon-begin; echo azmon-exit-1:0; exit 9');
    expect(run).toMatchObject({ output: 'azmon-ready\nazmon-begin\nazmon-exit-1:0\n', exitCode: 9 });
  });

  it('leaves alive what it started, once it has ended', async () => {
    const { run } = await change(`sleep ${mark(40)} >/dev/null 2>&1 & echo $!; exit 0`);
    const pid = Number(run.output);
    await sleep(1500);
    expect(running()).toContain(`sleep ${mark(40)}`);
    process.kill(pid);
  });

  it('has time to clean up when it is cancelled, and may end what it is at', async () => {
    const control = new AbortController();
    const file = join(folder, 'step');
    const script = `trap 'stopped=yes' TERM; echo begun; (sleep 2; echo done >${file}) & wait; wait
      if [ -n "\${stopped-}" ]; then echo cleaned; echo wrapper.end=ok; exit 130; fi`;
    const { run, lines } = await change(script, {
      signal: control.signal,
      line: (text) => void (text === 'begun' && control.abort()),
    });
    expect(lines).toEqual(['begun', 'cleaned', 'wrapper.end=ok']);
    expect(run.exitCode).toBe(130);
    expect(readFileSync(file, 'utf8')).toBe('done\n');
  });

  it('ends with all that it started when its time is up', async () => {
    const late = await failed(`sleep ${mark(41)} & (sleep ${mark(41)}) ; wait`, { timeoutMs: 700 });
    expect(late).toMatchObject({ code: 'AZMON-RUN-TIMEOUT', exit: 7, target: 'local' });
    for (let tries = 0; tries < 40 && running().includes(`sleep ${mark(41)}`); tries++) await sleep(100);
    expect(running()).not.toContain(`sleep ${mark(41)}`);
  });

  it('ends as it should when azmon itself is killed', async () => {
    const driver = `
      import { localTransport } from ${JSON.stringify(resolve('src/transport/local.ts'))};
      const script = 'trap "echo cleaned >${join(folder, 'cleaned')}; exit 130" TERM; echo $PPID; while :; do sleep 0.2; done';
      const request = { linux: script, windows: '', parameters: {}, secrets: {}, timeoutMs: 60000 };
      const transport = localTransport({ platform: 'linux', env: process.env, windowsScript: '' });
      await transport.run({ kind: 'local', key: 'local' }, { ...request, line: () => process.kill(process.pid, 'SIGKILL') });`;
    try {
      execFileSync(process.execPath, ['--input-type=module', '-e', driver], { stdio: 'pipe' });
    } catch (error) {
      expect(error).toMatchObject({ signal: 'SIGKILL' });
    }
    for (let tries = 0; tries < 40 && !existsSync(join(folder, 'cleaned')); tries++) await sleep(100);
    expect(readFileSync(join(folder, 'cleaned'), 'utf8')).toBe('cleaned\n');
  });

  it('no shell', async () => {
    expect(await failed('', {}, { PATH: '/nonexistent' })).toMatchObject({ code: 'AZMON-RUN-SHELL', exit: 7 });
  });

  it('azmon’s own variables are not handed to it', async () => {
    const { run } = await change(`env | grep -c '^AZMON_'`, {}, { ...process.env, AZMON_WORKSPACE_KEY: 'Canary' });
    expect(run.output).toBe('0\n');
  });
});

const SHELLS = { dash: 'dash', bash: 'bash', busybox: 'busybox', mksh: 'mksh' };

describeWith({ root: true, commands: SHELLS })('whatever shell is called sh here', () => {
  /** A folder with that shell as sh, in front of PATH; BusyBox brings its own head, cat and sleep too. */
  const path = (shell: string): string => {
    const place = mkdtempSync(join(folder, `${shell}-`));
    for (const name of shell === 'busybox' ? ['sh', 'head', 'cat', 'sleep', 'id', 'env'] : ['sh'])
      execFileSync('sh', ['-c', `ln -s "$(command -v ${shell})" ${place}/${name}`]);
    return `${place}:${process.env.PATH}`;
  };
  const shells = ['dash', 'bash', 'busybox', 'mksh'];

  it.each(shells)('runs a script with its exit code: %s', async (shell) => {
    const body = Array.from({ length: 5000 }, (_, index) => `: line ${index}`).join('\n');
    const script = `main() {\n${body}\necho "$AZMON_A"; read -r x; echo "[\${x-}]"; exit 9\n}\nmain\n`;
    const { run } = await change(script, { parameters: { AZMON_A: "it's" } }, { ...process.env, PATH: path(shell) });
    expect(run).toMatchObject({ output: "it's\n[]\n", exitCode: 9 });
  });

  it.each(shells)('lets it clean up: %s', async (shell) => {
    const control = new AbortController();
    const script = `trap 'echo cleaned; echo wrapper.end=ok; exit 130' TERM; echo begun; while :; do sleep 0.2; done`;
    const line = (text: string) => void (text === 'begun' && control.abort());
    const { run } = await change(script, { signal: control.signal, line }, { ...process.env, PATH: path(shell) });
    expect(run).toMatchObject({ output: 'begun\ncleaned\nwrapper.end=ok\n', exitCode: 130 });
  });

  it.each(shells)('ends what does not end by itself: %s', async (shell) => {
    const late = failed(
      `sleep ${mark(42)} & sleep ${mark(42)}`,
      { timeoutMs: 700 },
      { ...process.env, PATH: path(shell) },
    );
    expect(await late).toMatchObject({ code: 'AZMON-RUN-TIMEOUT' });
    for (let tries = 0; tries < 40 && running().includes(`sleep ${mark(42)}`); tries++) await sleep(100);
    expect(running()).not.toContain(`sleep ${mark(42)}`);
  });
});

describe('this machine', () => {
  it('needs no copies', async () => {
    const request = { file: 'bundle.sh', name: 'bundle.sh', system: 'linux', timeoutMs: 1 } as const;
    const pushed = await transport().push(LOCAL, request);
    expect(pushed.path).toBe(resolve('bundle.sh'));
    await pushed.remove();
  });

  it.each(['azure', 'arc', 'vmss'] as const)('nothing is run by %s: it is located first', async (kind) => {
    const request = { linux: '', windows: '', parameters: {}, secrets: {}, timeoutMs: 1 };
    await expect(transport().run({ kind, key: `${kind}:a`, name: 'a' }, request)).rejects.toThrow(TypeError);
  });
});
