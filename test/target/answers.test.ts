import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseInventory } from '../../src/target/inventory.ts';

const words = { method: ['extension'], agent: ['log-analytics', 'azure-monitor'] };
const read = (text: string, path = '-') => parseInventory(text, { path, words });
const envelope = (targets: readonly unknown[], more: object = {}): object => ({
  ...{ schema: 'azmon/v1', command: 'status', exitCode: 0 },
  result: { sources: [{ source: 'x', read: true }], targets },
  ...{ warnings: [], errors: [], ...more },
});
const row = (target: string, more: object = {}) => ({
  target,
  name: 'x',
  agents: [{ agent: 'x' }],
  holds: [],
  ...more,
});
const keys = async (text: string, path?: string) =>
  (await read(text, path)).map((one) => ('problem' in one ? one.problem.code : one.target.key));

/** An answer of azmon is a target file: what stands in it beside plain columns is no reason to refuse it. */
test.for<[string, string, string[]]>([
  ['JSON', JSON.stringify(envelope([row('ssh://a'), row('ssh://b')]), undefined, 2), ['ssh://a', 'ssh://b']],
  ['JSON in one line', JSON.stringify(envelope([row('ssh://a')])), ['ssh://a']],
  [
    'NDJSON, of which the last line is the answer',
    [{ event: 'run.started' }, { event: 'target.finished', target: 'ssh://x' }, envelope([row('ssh://a')])]
      .map((line) => `${JSON.stringify(line)}\n`)
      .join(''),
    ['ssh://a'],
  ],
  ['a machine that was answered for twice', JSON.stringify(envelope([row('ssh://a'), row('ssh://a')])), ['ssh://a']],
  [
    'a target that is none',
    JSON.stringify(envelope([row('lab-07'), row('ssh://a')])),
    ['AZMON-TARGET-UNKNOWN', 'ssh://a'],
  ],
])('%s', async ([, text, targets]) => expect(await keys(text)).toEqual(targets));

test('plain columns are labels or columns, as in any other file', async () => {
  const [one] = await read(JSON.stringify(envelope([row('ssh://a', { state: 'both', agent: 'azure-monitor' })])));
  expect(one).toMatchObject({ agent: 'azure-monitor', labels: { name: 'x', state: 'both' } });
});

test.for<[string, string]>([
  ['an answer without targets', JSON.stringify({ schema: 'azmon/v1', result: {} })],
  ['an answer of something else', JSON.stringify({ schema: 'other/v1', result: { targets: ['ssh://a'] } })],
  ['NDJSON that was cut off', '{"event":"run.started"}\n{"schema":"azmon/v1","result":{"targets":["ssh'],
])('%s is refused as a file', async ([, text]) =>
  expect(read(text, 'x.json')).rejects.toMatchObject({ code: 'AZMON-INVENTORY-SYNTAX' }),
);

test('one without any machine is a file without rows, and no mistake', async () =>
  expect(await read(JSON.stringify(envelope([])))).toEqual([]));

test('nested values never break a row, whatever they are', async () => {
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.constantFrom('a', 'b', 'state'), fc.jsonValue()), async (more) => {
      expect(await keys(JSON.stringify(envelope([{ ...more, target: 'ssh://a' }])))).toEqual(['ssh://a']);
    }),
  );
});
