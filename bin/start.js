#!/usr/bin/env node
// `npm start`: a tour of azmon on an Azure of its own, a dozen machines in different states. No subscription, no network.
// With arguments it is the command itself: `npm start -- check`.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { EXIT } from '../src/problem.ts';

const run = fileURLToPath(new URL('run.js', import.meta.url));
const tour = fileURLToPath(new URL('tour.js', import.meta.url));
const argv = process.argv.slice(2);
const words = argv.length > 0 ? argv : ['sandbox', 'run', '--no-delays', '--speed', '60', '--', process.execPath, tour];

const { status } = spawnSync(process.execPath, [run, ...words], { stdio: 'inherit' });
process.exitCode = status ?? EXIT.internal;
