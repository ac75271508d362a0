import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/**
 * test/transcripts/*.md are sessions with the built command: under a heading a block whose first line is the command, then
 * what it prints (stdout, then stderr), then its exit code. They run in test/. AZMON_UPDATE=1 writes what is printed today.
 */
const TEST = fileURLToPath(new URL('.', import.meta.url));
const RUN = fileURLToPath(new URL('../bin/run.js', import.meta.url));
const UPDATE = process.env.AZMON_UPDATE === '1';

const BLOCK = /```console\n\$ (azmon[^\n]*)\n([\s\S]*?)```/g;

/** Words of a command line; quotes keep blanks together. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');

function play(line: string): string {
  const [input, command = line] = line.includes(' < ') ? line.split(' < ').reverse() : [undefined, line];
  const { PATH = '' } = process.env;
  const played = spawnSync(process.execPath, [RUN, ...wordsOf(command).slice(1)], {
    cwd: TEST,
    env: { PATH, LANG: 'C.UTF-8' },
    encoding: 'utf8',
    input: input === undefined ? '' : readFileSync(new URL(`${input}`, new URL(`file://${TEST}`)), 'utf8'),
  });
  return `${steady(played.stdout + played.stderr)}[exit ${played.status}]\n`;
}

/** What differs from run to run: durations, run ids, times of the day. */
const steady = (text: string): string =>
  text
    .replaceAll(/\b\d+\.\d s\b/g, '0.0 s')
    .replaceAll(/"(durationMs)": \d+/g, '"$1": 0')
    .replaceAll(/"(startedAt)": "[^"]*"/g, '"$1": "..."')
    .replaceAll(/"(runId)": "[^"]*"/g, '"$1": "..."');

for (const name of readdirSync(new URL('transcripts', import.meta.url)).filter((file) => file.endsWith('.md'))) {
  const file = new URL(`transcripts/${name}`, import.meta.url);
  const text = readFileSync(file, 'utf8');
  const blocks = [...text.matchAll(BLOCK)];
  if (UPDATE) {
    writeFileSync(
      file,
      text.replaceAll(BLOCK, (_, line: string) => `\`\`\`console\n$ ${line}\n${play(line)}\`\`\``),
    );
  }
  describe(name, () => {
    it.each(blocks.map(([, line = '', expected = '']) => ({ line, expected })))('$line', ({ line, expected }) => {
      expect(play(line)).toBe(UPDATE ? play(line) : expected);
    });
    it('holds sessions', () => expect(blocks.length).toBeGreaterThan(0));
  });
}
