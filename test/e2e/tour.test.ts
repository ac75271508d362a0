import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as wholeOf } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../support/source.ts';
import { TODAY } from '../support/subject.ts';

/** `npm start` without its build: the tour, each command of it run for real against an Azure of its own. */
const START = join(ROOT, 'bin', 'start.js');
const folder = mkdtempSync(join(tmpdir(), 'azmon-start-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ran {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** With nothing of this process but the way to programs: no sign-in, no settings. */
async function start(...argv: readonly string[]): Promise<Ran> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [START, ...argv], {
    cwd: folder,
    env: { PATH, HOME: folder, TMPDIR: folder, LANG: 'C.UTF-8', AZMON_AS_OF: TODAY },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr, exit] = await Promise.all([wholeOf(child.stdout), wholeOf(child.stderr), ended]);
  return { exit, stdout, stderr };
}

/** One command of the tour: what is said before it, what it prints, and what its exit code is said to stand for. */
interface Step {
  readonly say: string;
  readonly command: string;
  readonly shown: string;
  readonly means: string;
}

const STEP = /^([^\n]+)\n\$ (azmon [^\n]+)\n\n([\s\S]*?)\n(\d+ means: [^\n]+)\n\n/gm;

const stepsOf = (stdout: string): readonly Step[] =>
  [...stdout.matchAll(STEP)].map(([, say = '', command = '', shown = '', means = '']) => ({
    say,
    command,
    shown,
    means,
  }));

/** Machine -> state, by the table of `azmon status`. */
const states = (shown: string): Record<string, string> =>
  Object.fromEntries(
    [...shown.matchAll(/^[✗!✓-] ([a-z-]+) +([a-z]+-\d\d) /gm)].map(([, state, name]) => [name, state]),
  );

const OK = '0 means: all that was asked for is true; also "nothing to do" and "passed, maybe with warnings"';
const PARTIAL = '6 means: of several targets some are done and some are not';

describe('npm start', () => {
  let tour: Ran;
  let steps: readonly Step[];
  beforeAll(async () => {
    tour = await start();
    steps = stepsOf(tour.stdout);
  });
  const shown = (at: number): string => steps[at]?.shown ?? '';

  test('runs each command that it prints, and says what its exit code stands for', () => {
    expect(steps.map(({ command, means }) => [command, means])).toEqual([
      ['azmon status', OK],
      ['azmon check azure:debian-01', OK],
      ['azmon install extension azure:web-01 --agent log-analytics --workspace logs-westeurope', OK],
      ['azmon status --json > fleet.json', OK],
      ['azmon install extension --file fleet.json --default-rule --workspace logs-westeurope', PARTIAL],
      ['azmon install extension azure:web-01 azure:win-01 --default-rule --workspace logs-westeurope', OK],
      ['azmon verify azure:web-01 azure:win-01 --agent azure-monitor', OK],
      ['azmon status', OK],
    ]);
    expect(steps.map(({ say }) => say)[0]).toBe('Who runs what? Twelve machines, none of them real.');
    expect(tour.stdout).toMatch(/\nThat was the tour\. [^\n]+\n$/);
    expect(tour.exit).toBe(0);
  });

  test('shows a dozen machines in different states, and what became of them', () => {
    const before = {
      'silent-01': 'legacy-silent',
      'stranded-01': 'stranded',
      'norule-01': 'successor-without-rule',
      'scom-01': 'held',
      'debian-01': 'none',
      'stopped-01': 'none',
      'web-01': 'none',
      'web-02': 'none',
      'win-01': 'none',
      'both-01': 'both',
      'oms-01': 'legacy-reporting',
      'ama-01': 'successor',
    };
    expect(states(shown(0))).toEqual(before);
    expect(states(shown(7))).toEqual({
      ...before,
      ...{ 'silent-01': 'both', 'oms-01': 'both', 'web-01': 'both' },
      ...{ 'norule-01': 'successor', 'debian-01': 'successor', 'web-02': 'successor', 'win-01': 'successor' },
    });
  });

  test('checks a machine without changing it', () => {
    expect(shown(1)).toMatch(/^azure:debian-01 {2}Debian GNU\/Linux 11\.11 /);
    expect(shown(1)).toMatch(/^✗ no command python {2}python\.alias {2}Log Analytics agent$/m);
    expect(shown(1)).toContain('          ln -s /usr/bin/python2 /usr/bin/python\n');
  });

  test('installs the agent of the page on one machine, and its successor on all that take it', () => {
    expect(shown(2)).toMatch(/^ {2}\+ put extension OmsAgentForLinux .* done$/m);
    expect(shown(2)).toMatch(/^✓ verified: first record after \d+\.\d s \(web-01, agent [\d.]+\)$/m);
    expect(shown(3)).toBe('');
    expect(shown(4)).toMatch(/^✗ 1 machine: .* AZMON-MACHINE-NOT-READY$/m);
    expect(shown(4)).toMatch(/^! 1 machine: .* AZMON-MACHINE-STOPPED$/m);
    expect(shown(4)).toMatch(/^ {2}✗ failed {5}1 [^\n]+\n {18}stranded-01$/m);
    expect(shown(4)).toMatch(/^ {2}! deferred {3}1 [^\n]+\n {18}stopped-01$/m);
    expect(shown(4)).toMatch(/^12 machines: 10 verified, 1 deferred, 1 failed {2}\d/m);
  });

  test('leaves alone what is as wanted, and proves that records come', () => {
    expect(shown(5)).toMatch(/^ {2}✓ unchanged {2}2 {2}all is as wanted\n {18}web-01, win-01$/m);
    for (const name of ['web-01', 'win-01'])
      expect(shown(6)).toMatch(new RegExp(`^✓ azure:${name} {2}Azure Monitor Agent {2}reporting: `, 'm'));
    expect(shown(6)).toMatch(/^2 machines: 2 reporting$/m);
  });

  test('paints nothing where nobody looks, and leaves nothing behind', () => {
    expect(`${tour.stdout}${tour.stderr}`).not.toContain('\u001B');
    expect(tour.stderr.split('\n').filter((line) => /^(Error|node:|\s+at )/.test(line))).toEqual([]);
    // Node's own, of what it compiled.
    expect(readdirSync(folder)).toEqual(['node-compile-cache']);
  });
});

test('npm start -- WORDS is the command itself, with its exit code', async () => {
  expect(await start('--version')).toMatchObject({ exit: 0, stdout: expect.stringMatching(/^azmon\/\d/), stderr: '' });
  expect(await start('no-such-command')).toMatchObject({ exit: 2, stdout: '' });
});
