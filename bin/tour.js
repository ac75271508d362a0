#!/usr/bin/env node
// The tour of `npm start`, run by `azmon sandbox run`: prints each azmon command before it runs it, and what its exit code stands for.
// A machine that is not ready is an answer, not a failure of the tour; only a mistake of azmon itself is.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EXIT_TEXT } from '../src/app/help/exit-texts.ts';
import { EXIT, exitName } from '../src/problem.ts';

const RUN = fileURLToPath(new URL('run.js', import.meta.url));
const FLEET = 'fleet.json';
const WORKSPACE = 'logs-westeurope';

/** What happens, and the words after `azmon`; with a file, the answer goes there. */
const STEPS = [
  { say: 'Who runs what? Twelve machines, none of them real.', words: ['status'] },
  { say: 'Can this one take the agent? Nothing is changed by asking.', words: ['check', 'azure:debian-01'] },
  {
    say: 'The agent of the published page on one machine, with the key looked up in Azure.',
    words: ['install', 'extension', 'azure:web-01', '--agent', 'log-analytics', '--workspace', WORKSPACE],
  },
  { say: 'The answer of status is a file of targets.', words: ['status', '--json'], into: FLEET },
  {
    say: 'Its successor on all of them; what cannot take it is told apart.',
    words: ['install', 'extension', '--file', FLEET, '--default-rule', '--workspace', WORKSPACE],
  },
  {
    say: 'Once more: what is as wanted is left alone.',
    words: ['install', 'extension', 'azure:web-01', 'azure:win-01', '--default-rule', '--workspace', WORKSPACE],
  },
  { say: 'And the proof.', words: ['verify', 'azure:web-01', 'azure:win-01', '--agent', 'azure-monitor'] },
  { say: 'Who runs what, now?', words: ['status'] },
];

const folder = mkdtempSync(join(tmpdir(), 'azmon-tour-'));
try {
  for (const step of STEPS) play(step);
  console.log(`\n${strong('That was the tour.')} Try it yourself: bin/run.js sandbox run -- bash, then azmon status`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** @param {{ say: string, words: string[], into?: string }} step */
function play({ say, words, into }) {
  console.log(`\n${strong(say)}\n$ azmon ${words.join(' ')}${into === undefined ? '' : ` > ${into}`}\n`);
  const { status, stdout } = spawnSync(process.execPath, [RUN, ...words], {
    cwd: folder,
    stdio: ['inherit', into === undefined ? 'inherit' : 'pipe', 'inherit'],
    maxBuffer: 1 << 30,
  });
  if (into !== undefined) writeFileSync(join(folder, into), stdout);
  const code = /** @type {import('../src/problem.ts').ExitCode} */ (status ?? EXIT.internal);
  console.log(`\n${code} means: ${EXIT_TEXT[exitName(code)]}`);
  if (code === EXIT.internal) process.exitCode = code;
}

/** @param {string} text */
function strong(text) {
  return process.stdout.isTTY && !process.env.NO_COLOR ? `\u001B[1m${text}\u001B[22m` : text;
}
