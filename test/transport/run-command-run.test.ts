import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, test } from 'vitest';
import type { ScriptRequest } from '../../src/ports-scripts.ts';
import type { Problem } from '../../src/problem.ts';
import { Secret } from '../../src/secret.ts';
import { parseTarget } from '../../src/target/parse-target.ts';
import { runCommandTransport } from '../../src/transport/run-command.ts';
import { fakeAzure, vm } from '../support/azure-fake.ts';
import { describeWith } from '../support/needs.ts';

const WINDOWS = '@set @a=0 /*\r\n@echo off\r\necho wrapper.end=ok\r\n*/\r\n';

interface Told {
  readonly linux?: string;
  readonly system?: 'linux' | 'windows';
  readonly request?: Partial<ScriptRequest>;
  /** What the machine prints when it is handed the script. */
  readonly answer?: (script: string) => { stdout: string; stderr: string };
}

/** Run by a shell as Azure's agent does, and cut as Azure cuts it. */
const shell =
  (command = 'sh') =>
  (script: string) => {
    const [file = '', ...args] = command.split(' ');
    const stdout = execFileSync(file, args, { input: script, encoding: 'utf8', maxBuffer: 10_000_000 });
    return { stdout: stdout.slice(-4096), stderr: '' };
  };

async function change({ linux = '', system = 'linux', request = {}, answer = shell() }: Told) {
  const scripts: string[] = [];
  const lines: string[] = [];
  const azure = fakeAzure({
    vms: [vm({ system })],
    runCommand: (_, script) => {
      scripts.push(script);
      return answer(script);
    },
  });
  const how = { linux, windows: WINDOWS, parameters: {}, secrets: {}, timeoutMs: 1000, ...request };
  const run = await runCommandTransport(async () => azure).run(parseTarget(vm().id), {
    ...how,
    line: (line) => lines.push(line),
  });
  return { run, lines, script: scripts[0] ?? '' };
}

const failed = (told: Told): Promise<Problem> =>
  change(told).then(
    () => expect.fail('it ran'),
    (error: Problem) => error,
  );

describe('a script by run-command', () => {
  it.each([
    ["echo 'it''s $HOME'; printf '%s\\n' \"$AZMON_DO\"; exit 7\n", ['its $HOME', 'show'], 7],
    ['printf half', ['half'], 0],
    ['exit 11\n', [''], 11],
    ['echo said >&2; echo wrapper.end=ok\n', ['wrapper.end=ok'], 0],
  ])('comes back whole, with its exit code: %j', async (linux, lines, exitCode) => {
    const seen = await change({ linux: `#!/bin/sh\n${linux}`, request: { parameters: { AZMON_DO: 'show' } } });
    expect(seen.lines).toEqual(lines);
    expect(seen.run).toMatchObject({ output: `${lines.join('\n')}\n`, exitCode });
  });

  it('has no exit code where a signal ended it', async () => {
    expect((await change({ linux: 'echo a; kill -9 $$\n' })).run).not.toHaveProperty('exitCode');
  });

  it('what would not come through loses the oldest of its chatter, and nothing else', async () => {
    const linux = [
      "echo wrapper.version=1; echo 'log.file=/var/log/a'",
      'n=0; while [ $n -lt 3000 ]; do n=$((n + 1)); echo "log=$n $(echo $n | cksum)"; done',
      'echo state.agent=none; echo say=last; echo wrapper.end=ok; exit 3',
    ].join('\n');
    const { run, lines } = await change({ linux });
    expect(run.exitCode).toBe(3);
    expect(lines.filter((line) => !/^(log|say)=/.test(line))).toEqual([
      ...['wrapper.version=1', 'log.file=/var/log/a', 'state.agent=none', 'wrapper.end=ok'],
    ]);
    const logs = lines.filter((line) => line.startsWith('log='));
    expect(logs.length).toBeGreaterThan(90);
    expect(logs.at(-1)).toMatch(/^log=3000 /);
    expect(lines).toContain('say=last');
  });

  test('a script with a secret is never handed over', async () => {
    const refused = await failed({
      request: { secrets: { AZMON_WORKSPACE_KEY: new Secret('CANARY') } },
      answer: () => expect.fail(),
    });
    expect(refused).toMatchObject({ code: 'AZMON-MACHINE-KIND', exit: 2 });
  });

  test('nothing is copied', async () => {
    const push = runCommandTransport(async () => fakeAzure({})).push(parseTarget(vm().id), {
      ...{ file: 'a', name: 'a', system: 'linux', timeoutMs: 1 },
    });
    await expect(push).rejects.toMatchObject({ code: 'AZMON-MACHINE-KIND', exit: 2 });
  });

  it.each([
    ['', 'sh: cannot execute: Permission denied\nmore\n', 'sh: cannot execute: Permission denied'],
    ['', '', 'run-command brought nothing back'],
    ['azmon-probe-gzip:H4sI', '', 'azmon-probe-gzip:H4sI'],
    ['azmon sandbox: no scripts are run here\n', '', 'azmon sandbox: no scripts are run here'],
  ])('an answer that is none: %j %j', async (stdout, stderr, why) => {
    expect(await failed({ answer: () => ({ stdout, stderr }) })).toMatchObject({
      code: 'AZMON-RUN-REMOTE',
      exit: 7,
      why,
    });
  });
});

const SHELLS = { dash: 'dash', bash: 'bash', busybox: 'busybox', mksh: 'mksh' };

describeWith({ commands: SHELLS })('the script around it', () => {
  it.each(['dash', 'bash --posix', 'busybox ash', 'mksh'])('runs in %s', async (command) => {
    const linux = readFileSync(new URL('../../templates/probe/linux.sh', import.meta.url), 'utf8');
    const { run, lines } = await change({ linux: `${linux}\nexit 5\n`, answer: shell(command) });
    expect(lines).toContain('probe.end=ok');
    expect(run.exitCode).toBe(5);
  });
});

describe('a script by run-command, on Windows', () => {
  const body = gzipSync('wrapper.version=1\nresult=unchanged\nwrapper.end=ok\nazmon-exit:4\n').toString('base64');
  const stdout = `azmon-probe-gzip:\r\n${body.replace(/(.{76})/g, '$1\r\n')}\r\n:end\r\n`;

  it('comes back whole, with its exit code', async () => {
    const { run, lines } = await change({ system: 'windows', answer: () => ({ stdout, stderr: '' }) });
    expect(lines).toEqual(['wrapper.version=1', 'result=unchanged', 'wrapper.end=ok']);
    expect(run.exitCode).toBe(4);
  });

  it('holds the whole script with its parameters as a text that nothing is replaced in, and removes its file', async () => {
    const { script } = await change({
      ...{ system: 'windows', answer: () => ({ stdout, stderr: '' }) },
      request: { parameters: { AZMON_DO: 'show' } },
    });
    const [, text = ''] = /@'\n([\s\S]*)\n'@\n/.exec(script) ?? [];
    expect(text.split('\n')).toEqual([
      ...['@set @a=0 /*', '@echo off', 'set "AZMON_DO=show"', 'set "AZMON_SECRETS="', 'echo wrapper.end=ok', '*/'],
    ]);
    expect(script.match(/WriteAllText|\} finally \{|\[IO\.File\]::Delete\(\$file\)/g)).toEqual([
      ...['WriteAllText', '} finally {', '[IO.File]::Delete($file)'],
    ]);
  });
});
