#!/usr/bin/env node
// `npm start`: the main job on this machine, with the command, its verdict and the exit code spelled out.
// A machine that is not ready is an answer, not a failure of npm; only a mistake of azmon itself is.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { EXIT_TEXT } from '../src/app/help/exit-texts.ts';
import { EXIT, exitName } from '../src/problem.ts';

const run = fileURLToPath(new URL('run.js', import.meta.url));
const args = ['check', ...process.argv.slice(2)];

console.log(`$ azmon ${args.join(' ')}\n`);
const { status } = spawnSync(process.execPath, [run, ...args], { stdio: 'inherit' });
const code = /** @type {import('../src/problem.ts').ExitCode} */ (status ?? EXIT.internal);
const name = exitName(code);

console.log(`\nverdict: ${code === EXIT.ok ? 'ready' : name}; exit code ${code} (${name}): ${EXIT_TEXT[name]}`);
process.exitCode = code === EXIT.internal ? code : 0;
