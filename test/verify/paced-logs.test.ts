import { expect, test } from 'vitest';
import { pacedLogs } from '../../src/verify/paced-logs.ts';

test('no window of 30 seconds holds more than 150 queries, and none is lost', async () => {
  let now = 0;
  const sent: number[] = [];
  const waiting: { at: number; wake: () => void }[] = [];
  const query = async () => {
    sent.push(now);
    return [];
  };
  const sleep = (ms: number) => new Promise<void>((wake) => waiting.push({ at: now + ms, wake }));
  const logs = pacedLogs({ query }, { now: () => now }, sleep);
  const all = Promise.all(Array.from({ length: 500 }, () => logs.query('w', 'q')));
  while (waiting.length > 0) {
    waiting.sort((a, b) => a.at - b.at);
    const next = waiting.shift();
    now = Math.max(now, next?.at ?? 0);
    next?.wake();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await all;
  expect(sent).toHaveLength(500);
  for (const start of sent)
    expect(sent.filter((at) => at >= start && at < start + 30_000).length).toBeLessThanOrEqual(150);
  expect(now).toBe(90_000);
});
