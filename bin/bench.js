#!/usr/bin/env node
// `npm run bench`: what a run costs, as ratios and bounds in one go; ends with 1 when something is over. Start-ups are measured in
// turns, so that a busy moment hits both sides, and the middle of 15 counts.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const RUN = join(ROOT, 'bin', 'run.js');
const AZURE = join(ROOT, 'bin', 'bench-azure.js');
const TIMES = 15;
const FILES = 10_000;

/** Peak memory, written to a descriptor of its own when the process ends; `time -v` is not everywhere. */
const TELL_MEMORY = `data:text/javascript,process.on('exit', () => process.getBuiltinModule('node:fs').writeSync(3, String(process.resourceUsage().maxRSS)))`;

/** @typedef {{ what: string, measured: number, bound: number, unit: string, aim?: number }} Row */

const folder = mkdtempSync(join(tmpdir(), 'azmon-bench-'));
try {
  const rows = [...starts(), local(), ...fleet(folder), ...besideAz()];
  console.log(table(rows));
  process.exitCode = rows.some(({ measured, bound }) => measured > bound) ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** @returns {Row[]} */
function starts() {
  const [bare, version, help] = inTurns([
    ['-e', '0'],
    [RUN, '--version'],
    [RUN, 'help'],
  ]);
  return [
    { what: 'azmon --version / node -e 0', measured: version / bare, bound: 3.2, aim: 2, unit: 'x' },
    // The same through all of oclif: configuration, manifest, parser.
    { what: 'azmon help / node -e 0', measured: help / bare, bound: 3.2, aim: 2, unit: 'x' },
    { what: 'azmon help', measured: help / 1000, bound: 0.25, unit: 's' },
  ];
}

/** @returns {Row} */
function local() {
  const [middle] = inTurns([[RUN, 'check', '--offline', '--json']]);
  return { what: 'azmon check --offline, this machine', measured: middle / 1000, bound: 0.6, unit: 's' };
}

/** @param {string} scratch @returns {Row[]} */
function fleet(scratch) {
  const facts = join(scratch, 'facts');
  writeFacts(facts);
  const { ms, maxRssKb, stdout } = timed([RUN, 'check', '--facts', facts, '--offline', '--quiet']);
  if (!stdout.includes(`${FILES} machines`)) throw new Error(`not all of ${FILES} facts files were judged`);
  return [
    { what: `${FILES} facts files judged`, measured: ms / 1000, bound: 4, unit: 's' },
    { what: `${FILES} facts files judged, peak memory`, measured: maxRssKb / 1024, bound: 200, unit: 'MB' },
  ];
}

/** One VM extension beside `az vm extension set`, where Debian's azure-cli and time are installed. @returns {Row[]} */
function besideAz() {
  if (!['/usr/bin/az', '/usr/bin/time'].every((file) => existsSync(file))) {
    console.log('not measured beside az: apt-get install azure-cli time');
    return [];
  }
  const argv = ['sandbox', 'run', '--no-delays', '--machines', '200', '--', process.execPath, AZURE];
  const run = spawnSync(process.execPath, [RUN, ...argv], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`the bench beside az ended with ${run.status}: ${run.stderr}`);
  const { azmon, az } = JSON.parse(run.stdout);
  return [
    {
      what: 'install extension / az vm extension set, CPU',
      measured: azmon.cpuS / az.cpuS,
      bound: 0.25,
      aim: 0.17,
      unit: 'x',
    },
    {
      what: 'install extension / az vm extension set, memory',
      measured: azmon.memoryKb / az.memoryKb,
      bound: 1,
      unit: 'x',
    },
    { what: 'install extension, CPU', measured: azmon.cpuS, bound: 0.5, unit: 's' },
  ];
}

/** Captured machines where the tests have some, else this one; each file is a machine of its own name.
 * @param {string} into */
function writeFacts(into) {
  mkdirSync(into);
  const samples = samplesFrom(join(ROOT, 'test', 'machines'));
  for (let index = 0; index < FILES; index++) {
    const sample = samples[index % samples.length] ?? '';
    const name = `machine-${String(index).padStart(5, '0')}`;
    writeFileSync(join(into, `${name}.facts`), sample.replace(/^host\.name=.*$/m, `host.name=${name}`));
  }
}

/** @param {string} from */
function samplesFrom(from) {
  const kept = readdirSync(from, { withFileTypes: true }).filter(
    (entry) => entry.isFile() && /\.(txt|facts)$/.test(entry.name),
  );
  if (kept.length > 0) return kept.map(({ name }) => readFileSync(join(from, name), 'utf8'));
  const probe = spawnSync(process.execPath, [RUN, 'probe', 'linux'], { encoding: 'utf8' }).stdout;
  return [spawnSync('/bin/sh', ['-s'], { input: probe, encoding: 'utf8' }).stdout];
}

/** Middle times in ms, taken in turns. @param {string[][]} commands @returns {[number, number, number]} */
function inTurns(commands) {
  /** @type {number[][]} */
  const times = commands.map(() => []);
  for (let turn = 0; turn < TIMES + 1; turn++) {
    commands.forEach((argv, index) => {
      const { ms } = timed(argv);
      if (turn > 0) times[index]?.push(ms);
    });
  }
  return /** @type {[number, number, number]} */ (times.map(median));
}

/** @param {string[]} argv */
function timed(argv) {
  const measuring = argv.includes('--facts') ? ['--import', TELL_MEMORY] : [];
  const from = performance.now();
  const run = spawnSync(process.execPath, [...measuring, ...argv], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    maxBuffer: 1 << 30,
  });
  const ms = performance.now() - from;
  // Not ready is an answer; a mistake of azmon's own is not.
  if (run.status === null || run.status === 1)
    throw new Error(`${argv.join(' ')} ended with ${run.status}: ${run.stderr}`);
  return { ms, stdout: run.stdout, maxRssKb: Number(run.output[3]) };
}

/** @param {number[]} values */
function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

/** @param {Row[]} rows */
function table(rows) {
  const lines = rows.map(({ what, measured, bound, aim, unit }) => [
    what,
    `${measured.toFixed(2)} ${unit}`,
    `${bound} ${unit}${aim === undefined ? '' : `, aim ${aim}`}`,
    measured > bound ? 'OVER' : 'ok',
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines.map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('   ')).join('\n');
}
