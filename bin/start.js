#!/usr/bin/env node
// `npm start`: the main job on this machine, with the command, its verdict and the exit code spelled out.
// A machine that is not ready is an answer, not a failure of npm; only a mistake of azmon itself is.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { EXIT_TEXT } from '../src/app/help/exit-texts.ts';
import { EXIT, exitName } from '../src/problem.ts';

const run = fileURLToPath(new URL('run.js', import.meta.url));
const args = ['check', ...process.argv.slice(2)];

console.log(`$ azmon ${args.join(' ')}\n`);
const env = { ...process.env, ...(process.stdout.isTTY && !process.env.NO_COLOR ? { FORCE_COLOR: '1' } : {}) };
const { status, stdout } = spawnSync(process.execPath, [run, ...args], {
  stdio: ['inherit', 'pipe', 'inherit'],
  encoding: 'utf8',
  env,
});
const code = /** @type {import('../src/problem.ts').ExitCode} */ (status ?? EXIT.internal);
const name = exitName(code);
// The report's last lines say `1 machine: 1 not-ready, ...`.
const verdict = /^1 machine: 1 ([a-z-]+)/m.exec(stripVTControlCharacters(stdout))?.[1];

process.stdout.write(stdout);
console.log(`\nverdict: ${verdict ?? 'none'}\nexit code it stands for: ${code} (${name}), ${EXIT_TEXT[name]}`);
process.exitCode = code === EXIT.internal ? code : 0;
