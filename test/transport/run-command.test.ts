import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { gather } from '../../src/machine/gather.ts';
import type { ProbeRequest } from '../../src/ports.ts';
import { Secret } from '../../src/secret.ts';
import { parseTarget } from '../../src/target/parse-target.ts';
import { runCommandTransport } from '../../src/transport/run-command.ts';
import { fakeAzure, vm } from '../support/azure-fake.ts';

const template = (name: string): string =>
  readFileSync(new URL(`../../templates/probe/${name}`, import.meta.url), 'utf8');
const LINUX = template('linux.sh');
const WINDOWS = template('windows.cmd');
const ANSWER = 'probe.version=1\nos.family=linux\nprobe.end=ok\n';
const packed = (text: string): string => `azmon-probe-gzip:${gzipSync(text).toString('base64')}:end\n`;

const REQUEST: ProbeRequest = {
  linux: LINUX,
  windows: WINDOWS,
  parameters: { AZMON_HOSTS: 'a.example b.example', AZMON_PROXY: 'http://proxy.example:3128' },
  secrets: {},
  timeoutMs: 1000,
};

interface Told {
  readonly system?: 'linux' | 'windows';
  readonly request?: Partial<ProbeRequest>;
  readonly stdout?: string;
  readonly stderr?: string;
}

async function look({ system = 'linux', request = {}, stdout = packed(ANSWER), stderr = '' }: Told) {
  const scripts: string[] = [];
  const azure = fakeAzure({
    vms: [vm({ system })],
    runCommand: (_, script) => {
      scripts.push(script);
      return { stdout, stderr };
    },
  });
  const transport = runCommandTransport(async () => azure);
  const seen = await gather(transport, parseTarget(vm().id), { ...REQUEST, ...request });
  return { seen, script: scripts[0] ?? '', calls: azure.calls.map((call) => call.split(' ')[0]) };
}

describe('a look by run-command', () => {
  test('brings what the machine printed, packed', async () => {
    expect((await look({})).seen).toMatchObject({ facts: { 'os.family': 'linux' } });
  });

  test('asks Azure which system is there only where it is not known', async () => {
    expect((await look({})).calls).toEqual(['vm', 'runCommand']);
    expect((await look({ request: { system: 'linux' } })).calls).toEqual(['runCommand']);
  });

  test('hands the Linux probe over with its parameters, to be packed', async () => {
    const { script } = await look({});
    expect(script.split('\n').slice(0, 4)).toEqual([
      '#!/bin/sh',
      "AZMON_HOSTS='a.example b.example'",
      "AZMON_PROXY='http://proxy.example:3128'",
      "AZMON_ENCODE='gzip'",
    ]);
  });

  test.each(['linux', 'windows'] as const)(
    'never hands the login of a proxy over (%s), and then tests no host',
    async (system) => {
      const secrets = { AZMON_PROXY_USER: new Secret('ops:canary-7f3a') };
      const { script } = await look({ system, request: { secrets } });
      expect(script).not.toContain('canary');
      const settings = script.split('\n').filter((line) => /^(AZMON_\w+=|set "AZMON_)/.test(line));
      expect(settings).toEqual(system === 'linux' ? ["AZMON_ENCODE='gzip'"] : []);
    },
  );

  test('an answer that lost its head is a look that broke off', async () => {
    const { seen } = await look({ stdout: ANSWER.slice(20) });
    expect(seen).toMatchObject({ problem: { code: 'AZMON-PROBE-INCOMPLETE' } });
  });

  test('a script that did not run says why in its first line', async () => {
    const { seen } = await look({ stdout: '', stderr: 'sh: cannot execute: Permission denied\nmore\n' });
    expect(seen).toMatchObject({
      problem: { code: 'AZMON-PROBE-REMOTE', exit: 7, why: 'sh: cannot execute: Permission denied' },
    });
  });

  test('words on stderr beside an answer do no harm', async () => {
    expect((await look({ stderr: 'warning' })).seen).toMatchObject({ facts: { 'os.family': 'linux' } });
  });

  test('the script runs as it is handed over', async () => {
    const { script } = await look({ request: { parameters: {} } });
    const stdout = execFileSync('sh', { input: script, encoding: 'utf8' });
    expect(stdout.length).toBeLessThan(4096);
    expect((await look({ stdout })).seen).toMatchObject({ facts: { 'os.family': 'linux' } });
  });
});

describe('the Windows probe in PowerShell', () => {
  const script = async (): Promise<string> => (await look({ system: 'windows' })).script;

  test('holds the whole probe with its parameters as a text that nothing is replaced in', async () => {
    const [, text = ''] = /@'\n([\s\S]*)\n'@\n/.exec(await script()) ?? [];
    const lines = WINDOWS.trimEnd().split('\r\n');
    expect(text.split('\n')).toEqual([
      lines[0],
      'set "AZMON_HOSTS=a.example b.example"',
      'set "AZMON_PROXY=http://proxy.example:3128"',
      ...lines.slice(1),
    ]);
  });

  test('removes the one file that it writes, whatever happens', async () => {
    expect((await script()).match(/WriteAllText|\} finally \{|\[IO\.File\]::Delete\(\$file\)/g)).toEqual([
      'WriteAllText',
      '} finally {',
      '[IO.File]::Delete($file)',
    ]);
  });

  test('its answer is read in the short lines in which PowerShell prints it', async () => {
    const body = gzipSync('probe.version=1\nos.family=windows\nwindows.build=17763\nprobe.end=ok\n').toString('base64');
    const stdout = `azmon-probe-gzip:\r\n${body.replace(/(.{76})/g, '$1\r\n')}\r\n:end\r\n`;
    const { seen } = await look({ system: 'windows', stdout });
    expect(seen).toMatchObject({ facts: { 'windows.build': 17763 } });
  });
});
