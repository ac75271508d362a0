import { expect, test } from 'vitest';
import type { Logs } from '../../src/ports.ts';
import { clockedLogs } from '../../src/verify/clocked-logs.ts';
import { INGESTION_TROUBLE, SERVICE_NOW } from '../../src/verify/log-queries.ts';

const NOON = Date.parse('2026-11-22T12:00:00Z');
const AHEAD = 3_600_000;

/** A service whose clock is an hour ahead of ours; the first `refusals` queries fail. */
function service(refusals = 0) {
  const asked: string[] = [];
  let now = NOON;
  const logs: Logs = {
    async query(workspace, query) {
      asked.push(`${workspace} ${SERVICE_NOW.read(query) === undefined ? 'other' : 'time'}`);
      if (asked.length <= refusals) throw new Error('no');
      return [{ Now: new Date(now + AHEAD).toISOString() }];
    },
  };
  const clocked = clockedLogs(logs, { now: () => now });
  const time = async (workspace: string) => (await clocked.query(workspace, SERVICE_NOW.text({})))[0]?.Now;
  return { asked, clocked, time, wait: (ms: number) => (now += ms) };
}

test('a workspace tells its time once, and goes on by our clock', async () => {
  const { asked, time, wait } = service();
  expect(await Promise.all([time('a'), time('a')])).toEqual(['2026-11-22T13:00:00.000Z', '2026-11-22T13:00:00.000Z']);
  wait(60_000);
  expect(await time('a')).toBe('2026-11-22T13:01:00.000Z');
  expect(await time('b')).toBe('2026-11-22T13:01:00.000Z');
  expect(asked).toEqual(['a time', 'b time']);
});

test('any other query is asked every time', async () => {
  const { asked, clocked } = service();
  for (const _ of [1, 2]) await clocked.query('a', INGESTION_TROUBLE.text({}));
  expect(asked).toEqual(['a other', 'a other']);
});

test('what failed is asked again', async () => {
  const { asked, time } = service(1);
  await expect(time('a')).rejects.toThrow('no');
  expect(await time('a')).toBe('2026-11-22T13:00:00.000Z');
  expect(asked).toHaveLength(2);
});
