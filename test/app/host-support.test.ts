import { expect, test } from 'vitest';
import { type SupportFlags, supportBundle } from '../../src/app/support-bundle.ts';
import { KEY } from './deploy-door.ts';
import { refusal, through } from './host-others.ts';
import { factsOf, failing, type HostOptions } from './host-stage.ts';

const HOST = {
  facts: factsOf({ 'oms.version': '1.19.0-0' }),
  on: {
    show: () => ['state.agent=log-analytics', 'state.version=1.19.0-0'],
    logs: () => [
      'log.file=/var/opt/microsoft/omsagent/log/omsagent.log',
      `log=SHARED_KEY='${KEY}'`,
      'log=Heartbeat success',
    ],
  },
};

async function bundle(
  flags: SupportFlags,
  targets: readonly string[] = [],
  host: NonNullable<HostOptions['hosts']>[string] = HOST,
) {
  const written: { folder: string; path: string; text: string }[] = [];
  const options: HostOptions = { hosts: { local: host }, written };
  const open = through(
    (typed: SupportFlags, door) => supportBundle(targets, typed, door),
    'azmon support bundle',
    flags,
    options,
  );
  return { written, open };
}

test('holds facts, findings, the agent and its logs, and no key that stands in them', async () => {
  const { written, open } = await bundle({ out: 'here', yes: true });
  const { exit, runs, text } = await open;
  expect(exit).toBe(0);
  expect(written.map(({ path }) => path)).toEqual([
    'azmon.json',
    'facts.json',
    'findings.json',
    'agent.json',
    'logs/1-omsagent.log',
  ]);
  expect(JSON.stringify(written)).not.toContain(KEY.slice(0, 20));
  expect(written.at(-1)?.text).toContain('Heartbeat success');
  expect(runs.map(({ parameters, secrets }) => [parameters.AZMON_DO, secrets])).toEqual([
    ['show', {}],
    ['logs', {}],
  ]);
  expect(text).toContain('logs/1-omsagent.log');
});

test('what cannot be had is told in its place', async () => {
  const { written, open } = await bundle({ out: 'here', yes: true }, [], {
    ...HOST,
    on: { show: failing('not-root'), logs: failing('no-agent') },
  });
  expect((await open).exit).toBe(0);
  expect(written.find(({ path }) => path === 'missing.json')?.text).toContain('AZMON-HOST-NOT-ROOT');
});

test.for([
  [{ out: 'here' }, [], 'AZMON-DECLINED', 13],
  [{ yes: true }, [], 'AZMON-FLAG-MISSING', 2],
  [{ out: 'here', yes: true }, ['local', 'ssh://web-01'], 'AZMON-SUPPORT-ONE', 2],
  [{ out: 'here', yes: true }, ['azure:web-01'], 'AZMON-HOST-TARGET', 2],
] as const)('%j %j: %s, and nothing is written', async ([flags, targets, code, exit]) => {
  const { written, open } = await bundle(flags, targets);
  expect(await refusal(open)).toMatchObject({ code, exit });
  expect(written).toEqual([]);
});
