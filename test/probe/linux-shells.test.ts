import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parseProbeOutput } from '../../src/machine/probe-output.ts';
import { linuxProbe } from '../../src/machine/probe-script.ts';
import { describeWith } from '../support/needs.ts';
import { TEMPLATE } from './world.ts';

const FILE = fileURLToPath(new URL('../../templates/probe/linux.sh', import.meta.url));
/** Shell, its options, and how it is told to read stdin (posh does so by itself and knows no -s). */
const SHELLS = [
  ['dash', [], ['-s']],
  ['bash', ['--posix'], ['-s']],
  ['busybox', ['ash'], ['-s']],
  ['mksh', [], ['-s']],
  ['posh', [], []],
] as const;

/** Free space, the clock, what runs and who happens to be installing something differ from one moment to the next. */
const lasting = (output: string): string[] =>
  output
    .split('\n')
    .filter(
      (line) => !/^(clock\.now|disk|package\.(lock|trouble)|[a-z]+\.running|(mdatp|cylance)\.present)=/.test(line),
    );

describeWith({ commands: { dash: 'dash', bash: 'bash', busybox: 'busybox', mksh: 'mksh', posh: 'posh' } })(
  'the Linux probe under every shell',
  () => {
    const [reference] = [execFileSync('/bin/sh', [FILE], { encoding: 'utf8' })];

    it.each(SHELLS)('%s: as a file and from stdin, the same facts, nothing on stderr', (shell, args, fromStdin) => {
      const file = spawnSync(shell, [...args, FILE], { encoding: 'utf8' });
      const stdin = spawnSync(shell, [...args, ...fromStdin], { encoding: 'utf8', input: TEMPLATE });
      expect([file.stderr, stdin.stderr, file.status, stdin.status]).toEqual(['', '', 0, 0]);
      expect(lasting(file.stdout)).toEqual(lasting(reference));
      expect(lasting(stdin.stdout)).toEqual(lasting(reference));
      expect(parseProbeOutput(file.stdout)).toMatchObject({ complete: true, unreadable: [] });
    });

    it.each(SHELLS)('%s: packed, for eight hosts, it fits into 4,096 bytes', (shell, args, fromStdin) => {
      const hosts = Array.from({ length: 8 }, (_, index) => `host-${index}.${'x'.repeat(30)}.invalid`).join(' ');
      const input = linuxProbe(TEMPLATE, { AZMON_ENCODE: 'gzip', AZMON_HOSTS: hosts });
      const { stdout } = spawnSync(shell, [...args, ...fromStdin], { encoding: 'utf8', input });
      const [, packed = ''] = /^azmon-probe-gzip:([A-Za-z0-9+/=]+):end\n$/.exec(stdout) ?? [];
      expect(stdout.length).toBeLessThan(4096);
      const { facts, complete } = parseProbeOutput(stdout);
      expect([complete, facts.net?.length]).toEqual([true, 8]);
      expect(
        lasting(gunzipSync(Buffer.from(packed, 'base64')).toString()).filter((line) => !line.startsWith('net=')),
      ).toEqual(lasting(reference));
    });
  },
);

describeWith({ commands: { shellcheck: 'shellcheck', checkbashisms: 'devscripts' } })(
  'the text of the Linux probe',
  () => {
    it.each([
      ['shellcheck', ['-s', 'sh', FILE]],
      ['checkbashisms', ['-p', FILE]],
    ])('%s finds nothing', (command, args) => {
      const { stdout, stderr, status } = spawnSync(command, args, { encoding: 'utf8' });
      expect([stdout, stderr, status]).toEqual(['', '', 0]);
    });
  },
);

describe('the shape of the Linux probe', () => {
  it('does nothing before its last line', () => {
    const code = TEMPLATE.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(code.at(-1)).toBe('main');
    expect(TEMPLATE.endsWith('\nmain\n')).toBe(true);
  });

  it('opens no file for writing', () => {
    const writes = TEMPLATE.split('\n').filter(
      (line) => !/^\s*#/.test(line) && />(?!&[12]|\/dev\/null)[> ]*["$/A-Za-z]/.test(line.replaceAll(/'[^']*'/g, '')),
    );
    expect(writes).toEqual([]);
  });
});
