import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as wholeOf } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tour } from '../src/sandbox/fleet.ts';
import { canaryKey } from './support/canary.ts';
import { sandbox, type TestSandbox } from './support/sandbox.ts';
import { sshStandIn } from './support/ssh-stand-in.ts';
import { TODAY } from './support/subject.ts';

/**
 * test/transcripts/*.md are sessions with the built command: under a heading a block whose first line is the command, then
 * what it prints (stdout, then stderr), then its exit code. They run in test/, in their order. A file that says `sandbox` in its first
 * lines has an Azure of its own, the dozen machines of the tour; one that says `hosts` an ssh that stands for a machine ready for the
 * agent, and a key. AZMON_UPDATE=1 writes what is printed today.
 */
const TEST = fileURLToPath(new URL('.', import.meta.url));
const RUN = fileURLToPath(new URL('../bin/run.js', import.meta.url));
const UPDATE = process.env.AZMON_UPDATE === '1';

const BLOCK = /```console\n\$ (azmon[^\n]*)\n([\s\S]*?)```/g;

/** Words of a command line; quotes keep blanks together. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');

async function play(line: string, env: Readonly<Record<string, string>>): Promise<string> {
  const [input, command = line] = line.includes(' < ') ? line.split(' < ').reverse() : [undefined, line];
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [RUN, ...wordsOf(command).slice(1)], {
    cwd: TEST,
    env: { LANG: 'C.UTF-8', ...env, PATH: env.PATH === undefined ? PATH : `${env.PATH}:${PATH}` },
  });
  child.stdin.end(input === undefined ? '' : readFileSync(new URL(`${input}`, new URL(`file://${TEST}`)), 'utf8'));
  const [stdout, stderr, status] = await Promise.all([
    wholeOf(child.stdout),
    wholeOf(child.stderr),
    new Promise<number | null>((resolve) => child.once('close', resolve)),
  ]);
  return `${steady(stdout + stderr)}[exit ${status}]\n`;
}

/** What differs from run to run: durations, run ids, request ids, times of the day, the sandbox's port. */
const steady = (text: string): string =>
  text
    .replaceAll(/\b\d+\.\d s\b/g, '0.0 s')
    .replaceAll(/\b\d+ (second|minute)s? ago\b/g, 'a moment ago')
    .replaceAll(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, 'NOW')
    .replaceAll(/\b\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, 'NOW')
    .replaceAll(/localhost:\d+/g, 'localhost:PORT')
    .replaceAll(/request [0-9a-f-]{36}/g, 'request ID')
    .replaceAll(/"(durationMs)": \d+/g, '"$1": 0')
    .replaceAll(/"(startedAt)": "[^"]*"/g, '"$1": "..."')
    .replaceAll(/"(runId)": "[^"]*"/g, '"$1": "..."');

for (const name of readdirSync(new URL('transcripts', import.meta.url)).filter((file) => file.endsWith('.md'))) {
  const file = new URL(`transcripts/${name}`, import.meta.url);
  const text = readFileSync(file, 'utf8');
  const blocks = [...text.matchAll(BLOCK)];
  const played: string[] = [];
  let azure: TestSandbox | undefined;
  const hosts = mkdtempSync(join(tmpdir(), 'azmon-transcripts-'));
  const around = (): Readonly<Record<string, string>> => ({
    ...(azure === undefined ? {} : { ...azure.env, AZMON_AS_OF: TODAY }),
    ...(/^<!-- hosts -->$/m.test(text)
      ? { PATH: hosts, AZMON_WORKSPACE_KEY: canaryKey('transcripts'), AZMON_AUTH: 'environment' }
      : {}),
  });

  describe(name, () => {
    beforeAll(async () => {
      writeFileSync(join(hosts, 'ssh'), standIn(join(hosts, 'record')), { mode: 0o755 });
      if (!/^<!-- sandbox -->$/m.test(text)) return;
      azure = await sandbox({ state: tour(Date.now()) });
    });
    afterAll(async () => {
      if (UPDATE)
        writeFileSync(
          file,
          text.replaceAll(BLOCK, (_, line: string) => blockOf(line, played.shift() ?? '')),
        );
      await azure?.close();
      rmSync(hosts, { recursive: true });
    });
    it.each(blocks.map(([, line = '', expected = '']) => ({ line, expected })))('$line', async ({ line, expected }) => {
      const now = await play(line, around());
      played.push(now);
      expect(now).toBe(UPDATE ? now : expected);
    });
    it('holds sessions', () => expect(blocks.length).toBeGreaterThan(0));
  });
}

/** The machine of the day the page was written, at any time of the day. */
function standIn(record: string): string {
  const facts = readFileSync(join(TEST, 'transcripts/machines/ubuntu-18.04-ready.facts'), 'utf8');
  return sshStandIn(process.execPath, facts.replace(/^clock\.now=.*\n/m, ''), record);
}

const blockOf = (line: string, played: string): string => `\`\`\`console\n$ ${line}\n${played}\`\`\``;
