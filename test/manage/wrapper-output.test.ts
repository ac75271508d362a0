import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LedgerEntry } from '../../src/manage/ledger.ts';
import { parseWrapperOutput, WrapperReader } from '../../src/manage/wrapper-output.ts';
import { WRAPPER_RESULTS, type WrapperRun } from '../../src/manage/wrapper-run.ts';
import { isPlain } from '../../src/printable.ts';

const A = '11111111-2222-3333-4444-555555555555';
const B = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
const HASH = 'ab'.repeat(32);

const whole = (system: string, ...lines: string[]): string =>
  ['wrapper.version=1', `wrapper.system=${system}`, ...lines, 'wrapper.end=ok', ''].join('\n');
const read = (...lines: string[]): WrapperRun => parseWrapperOutput(whole('linux', ...lines));

describe('an install on Linux', () => {
  const run = read(
    'wrapper.run=r-1',
    'recovered=r-0 install of 2026-11-21 undone',
    'step=fetch begin fetch the bundle from https://x/y.sh',
    'step=fetch done 100 MB',
    'step=packages begin install the agent',
    'wait=dpkg lock held by unattended-upgr (pid 812), 40 s of 450 s',
    'say=Unpacking omsagent',
    'step=packages done',
    'step=service skipped it runs',
    `measured.sha256=${HASH.toUpperCase()}`,
    'measured.bytes=4711',
    'state.agent=log-analytics',
    'state.version=1.19.0-0',
    'state.packages=whole',
    'state.by=azmon',
    `state.workspace=${A.toUpperCase()} onboarded Onboarded(OMSAgent Running)`,
    `state.certificate=${A} 2027-11-22T00:00:00Z`,
    'state.service=running',
    'state.proxy=http://user:***@proxy:3128',
    'state.group=scom',
    'state.host=web-01',
    'result=changed',
  );

  test('is read whole', () => {
    expect(run).toEqual({
      ...{
        system: 'linux',
        run: 'r-1',
        plan: [],
        said: ['Unpacking omsagent'],
        undone: [],
        left: [],
        ledger: [],
        logs: [],
      },
      recovered: [{ run: 'r-0', text: 'install of 2026-11-21 undone' }],
      steps: [
        { step: 'fetch', state: 'done', text: '100 MB' },
        { step: 'packages', state: 'done', text: 'install the agent' },
        { step: 'service', state: 'skipped', text: 'it runs' },
      ],
      measured: { sha256: HASH, bytes: 4711 },
      state: {
        ...{
          system: 'linux',
          installed: true,
          version: '1.19.0-0',
          packages: 'whole',
          by: 'azmon',
          service: 'running',
        },
        workspaces: [
          { id: A, status: 'onboarded', text: 'Onboarded(OMSAgent Running)', certificate: '2027-11-22T00:00:00.000Z' },
        ],
        ...{ proxy: 'http://user:***@proxy:3128', groups: [{ name: 'scom' }], host: 'web-01' },
      },
      ...{ result: 'changed', complete: true },
    });
  });
});

describe('Windows', () => {
  const run = parseWrapperOutput(
    whole(
      'windows',
      'state.agent=log-analytics',
      `state.workspace=${A} connected The agent has successfully connected`,
      `state.workspace=${B} not-connected`,
      'state.group=Head Office scom.example.org:5723',
      `state.group=AOI-${A} x:1`,
      `state.group-workspace=Head Office ${B.toUpperCase()}`,
      'state.extension=yes',
      'state.restart=yes',
      'state.successor=1.2.3',
    ).replaceAll('\n', '\r\n'),
  );

  test('a group with a blank in its name, and the workspace that it is connected to', () => {
    expect(run.state).toEqual({
      ...{ system: 'windows', installed: true, extension: true, restart: true, successor: '1.2.3' },
      workspaces: [
        { id: A, status: 'connected', text: 'The agent has successfully connected' },
        { id: B, status: 'not-connected', text: '', through: 'Head Office' },
      ],
      groups: [{ name: 'Head Office', server: 'scom.example.org:5723', workspace: B }],
    });
  });
});

describe('what goes wrong', () => {
  test('a failure with whose code it is, what was undone, what was left', () => {
    const run = read(
      'step=packages begin install',
      'step=packages failed it failed',
      'fail=bundle-failed the bundle failed',
      'fail.source=bundle',
      'fail.exit=55',
      'fail.said=no OpenSSL',
      'undo=path /opt/microsoft',
      'left=/etc/x: busy',
      'fail=undo-incomplete later',
      'fail.source=dpkg',
      'result=failed',
    );
    expect(run).toMatchObject({
      failure: { word: 'bundle-failed', text: 'the bundle failed', source: 'bundle', exit: 55, said: 'no OpenSSL' },
      ...{ undone: [{ kind: 'path', what: '/opt/microsoft' }], left: ['/etc/x: busy'], result: 'failed' },
      steps: [{ step: 'packages', state: 'failed', text: 'it failed' }],
    });
  });

  test.for<[title: string, text: string, complete: boolean]>([
    ['whole', whole('linux'), true],
    ['nothing at all', '', false],
    ['cut off', whole('linux').replace('wrapper.end=ok\n', ''), false],
    ['its end cut off', whole('linux').replace('end=ok\n', 'end=o'), false],
    ['no beginning', 'wrapper.system=linux\nwrapper.end=ok\n', false],
    ['another version', whole('linux').replace('version=1', 'version=2'), false],
    ['noise before and behind', `Welcome\nresult=failed\n\n${whole('linux')}logout\nresult=failed\n`, true],
    ['a byte order mark', `\ufeff${whole('linux')}`, true],
    ['no last line feed', whole('linux').trimEnd(), true],
    ['CR LF', whole('linux').replaceAll('\n', '\r\n'), true],
  ])('%s', ([, text, complete]) => {
    const run = parseWrapperOutput(text);
    expect(run.complete).toBe(complete);
    expect(run.result).toBe(undefined);
  });

  test.for<[title: string, line: string]>([
    ['a result that is none', 'result=splendid'],
    ['a hash that is none', `measured.sha256=${HASH}0`],
    ['a code that is none', 'fail.exit=many'],
    ['a ledger line that is none', 'ledger={"v":1}'],
    ['a ledger line of another version', `ledger=${JSON.stringify({ ...entry(1), v: 2 })}`],
    ['no JSON', 'ledger=null'],
    ['a step without a state', 'step=fetch begun x'],
    ['a key that every object has', 'constructor=x'],
    ['an unknown key', 'state-of-things=good'],
    ['a log line of no file', 'log=lost'],
  ])('%s is passed over', ([, line]) => expect(read(line)).toEqual(read()));

  test('a workspace that is none, a state that is none', () =>
    expect(read('state.agent=log-analytics', 'state.workspace=scom onboarded', 'state.service=quick').state).toEqual({
      ...{ system: 'linux', installed: true, workspaces: [], groups: [] },
    }));

  test('a status that is not known is no good news', () =>
    expect(read(`state.workspace=${A} Splendid(all is well)`).state?.workspaces).toEqual([
      { id: A, status: 'failure', text: 'Splendid(all is well)' },
    ]));

  test('control characters do not come through', () =>
    expect(read('say=\u001b[31mred\u0007\u202e').said).toEqual(['[31mred']));
});

test('lines are told as they come', () => {
  const reader = new WrapperReader();
  const lines = [
    ...[
      'say=too early',
      'wrapper.version=1\r',
      'step=fetch begin fetch it',
      'step=fetch done',
      'wait=for dpkg',
      'say=hm',
    ],
    ...['step=x skipped not needed', 'step=y failed no', 'undo=path /a', 'recovered=r-0', 'result=changed'],
    ...['wrapper.end=ok', 'say=too late'],
  ];
  expect(lines.flatMap((line) => reader.take(line) ?? [])).toEqual([
    { kind: 'step', text: 'fetch it' },
    { kind: 'wait', text: 'for dpkg' },
    { kind: 'say', text: 'hm' },
    { kind: 'step', text: 'x skipped: not needed' },
    { kind: 'step', text: 'y failed: no' },
    { kind: 'undo', text: 'path /a' },
    { kind: 'recovered', text: 'r-0' },
  ]);
});

test('a machine that prints for ever fills no memory, and the newest of what was said is kept', () => {
  const many = Array.from({ length: 50_000 }, (_, index) => [
    `say=${index}`,
    `undo=path ${index}`,
    `state.group=g${index}`,
  ]);
  const run = parseWrapperOutput(whole('linux', many.flat().join('\n'), `say=${'x'.repeat(100_000)}`));
  expect(run.said).toHaveLength(200);
  expect(run.said.at(-1)?.length).toBeLessThanOrEqual(4096);
  expect(run.said.at(-2)).toBe('49999');
  expect(run.undone.length).toBeLessThanOrEqual(2000);
  expect(run.state?.groups.length).toBeLessThanOrEqual(64);
  expect(run.complete).toBe(true);
});

function entry(seq: number): LedgerEntry & { v: 1 } {
  return {
    ...{ v: 1, seq, at: '2026-11-22T17:00:00Z', run: 'r', by: 'ops@ci', do: 'install', kind: 'path' },
    ...{ what: '/etc/cron.d/omsagent', before: 'absent' },
  };
}

describe('of any text', () => {
  /** Lines of which many have keys that are known. */
  const KEYS = [
    ...[
      'wrapper.version',
      'wrapper.system',
      'wrapper.run',
      'wrapper.end',
      'plan',
      'step',
      'wait',
      'say',
      'recovered',
      'undo',
    ],
    ...[
      'left',
      'fail',
      'fail.source',
      'fail.exit',
      'fail.said',
      'measured.sha256',
      'measured.bytes',
      'ledger',
      'log.file',
    ],
    ...['log', 'result', 'state.agent', 'state.workspace', 'state.group', 'state.group-workspace', 'state.certificate'],
    ...['state.service', 'state.proxy', '__proto__', 'state.__proto__'],
  ];
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '1',
      'ok',
      'linux',
      'windows',
      `${A} onboarded x`,
      `${A} 2027-99-99`,
      'g s:1',
      `g ${A}`,
      'begin',
      '{',
      '[]',
    ),
  );
  const line = fc.oneof(
    fc.tuple(fc.constantFrom(...KEYS), value).map(([key, text]) => `${key}=${text}`),
    fc.string({ unit: 'binary' }),
  );
  const text = fc
    .array(line, { maxLength: 40 })
    .map((lines) => `wrapper.version=1\nwrapper.system=linux\n${lines.join('\n')}`);

  test('reading never throws, and what is read does nothing to a terminal', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: 'binary' })), (output) => {
        for (const found of textsIn(parseWrapperOutput(output)))
          expect(isPlain(found) && !found.includes('\n')).toBe(true);
      }),
    );
  });

  test('line by line is the same as at once', () => {
    fc.assert(
      fc.property(text, (output) => {
        const reader = new WrapperReader();
        for (const one of output.split('\n')) reader.take(`${one}\n`);
        expect(reader.result()).toEqual(parseWrapperOutput(output));
      }),
    );
  });

  const word = fc.stringMatching(/^[a-z][a-z-]{0,12}$/);
  const words = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 .,:/()=-]{0,40}[a-z]$/);
  const guid = fc.uuid();
  const ledgerEntry = fc.record({
    ...{ seq: fc.nat(), at: fc.constant('2026-11-22T17:00:00Z'), run: guid, by: words, do: word, kind: word },
    ...{ what: words, before: words },
  });
  const run: fc.Arbitrary<WrapperRun> = fc
    .record({
      plan: fc.array(fc.record({ step: word, text: words }), { maxLength: 4 }),
      steps: fc.uniqueArray(
        fc.record({
          step: word,
          state: fc.constantFrom('done' as const, 'skipped' as const, 'failed' as const),
          text: words,
        }),
        { maxLength: 4, selector: ({ step }) => step },
      ),
      said: fc.array(words, { maxLength: 4 }),
      recovered: fc.array(fc.record({ run: guid, text: words }), { maxLength: 2 }),
      undone: fc.array(fc.record({ kind: word, what: words }), { maxLength: 4 }),
      left: fc.array(words, { maxLength: 3 }),
      failure: fc.option(
        fc.record({ word, text: words, source: word, exit: fc.integer({ min: -1, max: 255 }), said: words }),
        { nil: undefined },
      ),
      ledger: fc.array(ledgerEntry, { maxLength: 4 }),
      logs: fc.array(fc.record({ path: words, lines: fc.array(words, { maxLength: 3 }) }), { maxLength: 2 }),
      result: fc.constantFrom(...WRAPPER_RESULTS),
      workspaces: fc.uniqueArray(
        fc.record({ id: guid, status: fc.constantFrom('onboarded' as const, 'failure' as const), text: words }),
        { maxLength: 4, selector: ({ id }) => id },
      ),
    })
    .map(({ failure, workspaces, ...rest }) => ({
      ...{ system: 'linux', run: 'r-1', complete: true, ...rest },
      ...(failure === undefined ? {} : { failure }),
      state: { system: 'linux', installed: true, workspaces, groups: [] },
    }));

  test('what was written is what is read', () => {
    fc.assert(
      fc.property(run, (made) => {
        expect(parseWrapperOutput(written(made))).toEqual(made);
      }),
    );
  });
});

/** A run as the wrapper would print it. */
function written(run: WrapperRun): string {
  const { failure } = run;
  return whole(
    'linux',
    `wrapper.run=${run.run}`,
    ...run.plan.map(({ step, text }) => `plan=${step} ${text}`),
    ...run.recovered.map(({ run: id, text }) => `recovered=${id} ${text}`),
    ...run.steps.flatMap(({ step, state, text }) => [`step=${step} begin before`, `step=${step} ${state} ${text}`]),
    ...run.said.map((text) => `say=${text}`),
    ...(failure === undefined ? [] : [`fail=${failure.word} ${failure.text}`, `fail.source=${failure.source}`]),
    ...(failure === undefined ? [] : [`fail.exit=${failure.exit}`, `fail.said=${failure.said}`]),
    ...run.undone.map(({ kind, what }) => `undo=${kind} ${what}`),
    ...run.left.map((text) => `left=${text}`),
    ...run.ledger.map((one) => `ledger=${JSON.stringify({ v: 1, ...one })}`),
    ...run.logs.flatMap(({ path, lines }) => [`log.file=${path}`, ...lines.map((text) => `log=${text}`)]),
    'state.agent=log-analytics',
    ...(run.state?.workspaces ?? []).map(({ id, status, text }) => `state.workspace=${id} ${status} ${text}`),
    `result=${run.result}`,
  );
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
