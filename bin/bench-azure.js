// One VM extension, by azmon and by az, against one sandbox without delays, in turns; each turn has a machine of its own. Run by
// `azmon sandbox run`; prints one JSON line. CPU time and peak memory are those of the whole process tree, as `time` counts them.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const RUN = fileURLToPath(new URL('run.js', import.meta.url));
const TURNS = 5;
const FIGURES = join(tmpdir(), `azmon-time-${process.pid}`);

const workspace = azmon(['workspace', 'show', 'logs-westeurope', '--json']).result.workspace;
const key = join(tmpdir(), `azmon-key-${process.pid}`);
try {
  azmon(['workspace', 'key', '--workspace', 'logs-westeurope', '--out', key, '--json']);
  const machines = fresh();
  /** @type {{ azmon: Figure[], az: Figure[] }} */
  const figures = { azmon: [], az: [] };
  for (let turn = 0; turn < TURNS; turn++) {
    figures.azmon.push(measured([process.execPath, RUN, ...byAzmon(machines[2 * turn])]));
    figures.az.push(measured(['az', ...byAz(machines[2 * turn + 1])]));
  }
  console.log(JSON.stringify({ azmon: middle(figures.azmon), az: middle(figures.az) }));
} finally {
  for (const file of [key, FIGURES]) rmSync(file, { force: true });
}

/** @typedef {{ cpuS: number, memoryKb: number }} Figure */
/** @typedef {{ target: string, name: string, group: string }} Machine */

/** Linux machines without any agent. @returns {Machine[]} */
function fresh() {
  /** @type {{ target: string, name: string, state: string, system: string, power?: string }[]} */
  const all = azmon(['status', '--json']).result.targets;
  return all
    .filter(({ name, state }) => name.startsWith('web-') && state === 'none')
    .map(({ target, name }) => ({ target, name, group: target.split('/')[4] ?? '' }));
}

/** @param {Machine | undefined} machine */
function byAzmon(machine) {
  return [
    ...['install', 'extension', machine?.target ?? '', '--verify', 'none', '--quiet', '--agent', 'log-analytics'],
    ...['--workspace-id', workspace.workspaceId, '--workspace-key-file', key, '--ignore', 'support'],
  ];
}

/** What az needs a key on its command line for: here it opens nothing. @param {Machine | undefined} machine */
function byAz(machine) {
  const settings = JSON.stringify({ workspaceId: workspace.workspaceId, stopOnMultipleConnections: true });
  const secret = JSON.stringify({ workspaceKey: readFileSync(key, 'utf8').trim() });
  return [
    ...['vm', 'extension', 'set', '--vm-name', machine?.name ?? '', '-g', machine?.group ?? '', '-o', 'none'],
    ...['--publisher', 'Microsoft.EnterpriseCloud.Monitoring', '-n', 'OmsAgentForLinux', '--version', '1.13'],
    ...['--settings', settings, '--protected-settings', secret],
  ];
}

/** @param {string[]} argv @returns {Figure} */
function measured(argv) {
  const run = spawnSync('/usr/bin/time', ['-f', '%U %S %M', '-o', FIGURES, ...argv], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`${argv[0]} ended with ${run.status}: ${run.stderr}${run.stdout}`);
  const [user = 0, system = 0, memoryKb = 0] = readFileSync(FIGURES, 'utf8').trim().split(/\s+/).map(Number);
  return { cpuS: user + system, memoryKb };
}

/** @param {Figure[]} list @returns {Figure} */
function middle(list) {
  /** @param {(figure: Figure) => number} of */
  const median = (of) => list.map(of).sort((a, b) => a - b)[list.length >> 1] ?? 0;
  return { cpuS: median(({ cpuS }) => cpuS), memoryKb: median(({ memoryKb }) => memoryKb) };
}

/** @param {string[]} words */
function azmon(words) {
  const run = spawnSync(process.execPath, [RUN, ...words], { encoding: 'utf8', maxBuffer: 1 << 30 });
  if (run.status !== 0) throw new Error(`azmon ${words.join(' ')} ended with ${run.status}: ${run.stderr}`);
  return JSON.parse(run.stdout);
}
