import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EXIT, Problem } from '../../src/problem.ts';
import { memoryJournal } from '../../src/rollout/memory-journal.ts';
import { CONCURRENCY, type RunOptions, runTasks } from '../../src/rollout/run.ts';
import type { Journal, JournalLine, Task, TaskResult } from '../../src/rollout/task.ts';

const clock = { now: () => Date.now() };
const options = (more: Partial<RunOptions> = {}): RunOptions => ({
  concurrency: CONCURRENCY,
  journal: memoryJournal(),
  signal: new AbortController().signal,
  clock,
  ...more,
});

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await Promise.resolve();
};

/** A task that ends after some turns of the event loop with its own key as its result. */
const ending = (key: string, count: number, state: TaskResult<string>['state'] = 'changed'): Task<string> => ({
  key,
  run: async (step) => {
    step(`half way on ${key}`);
    await turns(count);
    return { state, exit: EXIT.ok, result: key };
  },
});

const problem = (exit: 3 | 7 | 12): Problem =>
  new Problem({ code: 'AZMON-AZURE-NOT-FOUND', exit, message: `it went wrong with ${exit}` });

const throwing = (key: string, error: unknown): Task<string> => ({
  key,
  run: async () => {
    throw error;
  },
});

describe('results stand under the right machine', () => {
  test('10,000 tasks of random length, a tenth of them failing: none is lost, none is swapped', async () => {
    const tasks = Array.from({ length: 10_000 }, (_, index) =>
      index % 10 === 3
        ? throwing(`vm-${index}`, new Problem({ code: 'AZMON-X', exit: 7, message: `failure of vm-${index}` }))
        : ending(`vm-${index}`, (index * 7919) % 23),
    );
    const outcomes = await runTasks(tasks, options({ concurrency: 37 }));
    expect(outcomes.map(({ key }) => key)).toEqual(tasks.map(({ key }) => key));
    const wrong = outcomes.filter((outcome) =>
      'problem' in outcome
        ? outcome.problem.message !== `failure of ${outcome.key}` || outcome.problem.target !== outcome.key
        : outcome.result !== outcome.key,
    );
    expect(wrong).toEqual([]);
    expect(outcomes.filter((outcome) => 'problem' in outcome)).toHaveLength(1000);
  });

  test('whatever the durations, the failures and the concurrency', async () => {
    const machine = fc.record({ turns: fc.nat(12), fails: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(
        fc.array(machine, { maxLength: 40 }),
        fc.integer({ min: 1, max: 50 }),
        async (machines, side) => {
          let running = 0;
          let most = 0;
          const tasks = machines.map(
            ({ turns: count, fails }, index): Task<number> => ({
              key: `k${index}`,
              run: async () => {
                running += 1;
                most = Math.max(most, running);
                await turns(count);
                running -= 1;
                if (fails) throw new Problem({ code: 'AZMON-X', exit: 7, message: `m${index}` });
                return { state: 'changed', exit: EXIT.ok, result: index };
              },
            }),
          );
          const journal = memoryJournal();
          const outcomes = await runTasks(tasks, options({ concurrency: side, journal }));
          expect(most).toBeLessThanOrEqual(side);
          expect(outcomes.map((outcome) => ('problem' in outcome ? outcome.problem.message : outcome.result))).toEqual(
            machines.map(({ fails }, index) => (fails ? `m${index}` : index)),
          );
          for (const { key } of tasks)
            expect(journal.lines.filter(({ target }) => target === key).map(({ event }) => event)).toEqual([
              'started',
              'finished',
            ]);
        },
      ),
    );
  });

  test('no tasks, no outcomes', async () => expect(await runTasks([], options())).toEqual([]));

  test('ten side by side, and never a task twice', async () => {
    const begun: string[] = [];
    let most = 0;
    let running = 0;
    const tasks = Array.from({ length: 35 }, (_, index) => ({
      key: `vm-${index}`,
      run: async (): Promise<TaskResult<undefined>> => {
        begun.push(`vm-${index}`);
        running += 1;
        most = Math.max(most, running);
        await new Promise((done) => setTimeout(done, 2));
        running -= 1;
        return { state: 'changed', exit: EXIT.ok, result: undefined };
      },
    }));
    await runTasks(tasks, options());
    expect(most).toBe(10);
    expect(new Set(begun).size).toBe(35);
    expect(begun).toHaveLength(35);
  });
});

describe('what goes wrong with one is its own', () => {
  test('a problem keeps its code and exit, and gets its machine', async () => {
    const outcomes = await runTasks([throwing('a', problem(12)), ending('b', 1)], options());
    expect(outcomes).toMatchObject([
      { key: 'a', state: 'failed', exit: 12, problem: { code: 'AZMON-AZURE-NOT-FOUND', target: 'a' } },
      { key: 'b', state: 'changed', exit: 0, result: 'b' },
    ]);
  });

  test.for([
    ['an error', new TypeError('secret-canary')],
    ['a word', 'secret-canary'],
    ['nothing', undefined],
  ] as const)('%s that nobody foresaw is AZMON-INTERNAL of that machine, without its words', async ([, thrown]) => {
    const journal = memoryJournal();
    const [outcome, other] = await runTasks([throwing('a', thrown), ending('b', 1)], options({ journal }));
    expect(outcome).toMatchObject({ state: 'failed', exit: 1, problem: { code: 'AZMON-INTERNAL', target: 'a' } });
    expect(JSON.stringify(journal.lines)).not.toContain('canary');
    expect(other).toMatchObject({ state: 'changed' });
  });

  test('a task that throws before its first await is no different', async () => {
    const task: Task<string> = {
      key: 'a',
      run: () => {
        throw problem(7);
      },
    };
    expect(await runTasks([task], options())).toMatchObject([{ key: 'a', exit: 7 }]);
  });
});

describe('the journal', () => {
  test('holds each machine from start to end, steps in order, with times and the state', async () => {
    const journal = memoryJournal();
    const told: JournalLine[] = [];
    let now = 1000;
    const task: Task<string> = {
      key: 'a',
      run: async (step) => {
        step('looking');
        step('putting the extension');
        return { state: 'verified', exit: EXIT.ok, result: 'a' };
      },
    };
    const [outcome] = await runTasks(
      [task],
      options({ journal, clock: { now: () => (now += 5) }, onLine: (line) => told.push(line) }),
    );
    expect(journal.lines).toEqual([
      { at: 1010, target: 'a', event: 'started', text: 'started' },
      { at: 1015, target: 'a', event: 'step', text: 'looking' },
      { at: 1020, target: 'a', event: 'step', text: 'putting the extension' },
      { at: 1030, target: 'a', event: 'finished', text: 'verified', state: 'verified' },
    ]);
    expect(told).toEqual(journal.lines);
    expect(outcome).toMatchObject({ durationMs: 20 });
  });

  test('what cannot be written down is not begun', async () => {
    let begun = 0;
    const full: Journal = { append: () => Promise.reject(problem(7)) };
    const task: Task<string> = {
      key: 'a',
      run: async () => {
        begun += 1;
        return { state: 'changed', exit: EXIT.ok, result: 'a' };
      },
    };
    expect(await runTasks([task, { ...task, key: 'b' }], options({ journal: full }))).toMatchObject([
      { key: 'a', state: 'failed' },
      { key: 'b', state: 'failed' },
    ]);
    expect(begun).toBe(0);
  });

  test('what was done stands, though its end could not be written down', async () => {
    const lines: JournalLine[] = [];
    const filling: Journal = {
      async append(line) {
        if (lines.length > 0) throw problem(7);
        lines.push(line);
      },
    };
    expect(await runTasks([ending('a', 1)], options({ journal: filling }))).toMatchObject([{ state: 'changed' }]);
    expect(lines).toHaveLength(1);
  });
});

describe('cancelling', () => {
  const cancelled = (exit: 130 | 143): Problem => new Problem({ code: 'AZMON-CANCELLED', exit, message: 'cancelled' });

  test('running tasks are told and may end; the rest is not begun and says so', async () => {
    const abort = new AbortController();
    const begun: string[] = [];
    const tasks = ['a', 'b', 'c', 'd'].map(
      (key): Task<string> => ({
        key,
        run: async (_, signal) => {
          begun.push(key);
          if (key === 'b') abort.abort(cancelled(143));
          await new Promise((done) => setTimeout(done, 1));
          if (signal.aborted) throw signal.reason;
          return { state: 'changed', exit: EXIT.ok, result: key };
        },
      }),
    );
    const outcomes = await runTasks(tasks, options({ concurrency: 2, signal: abort.signal }));
    expect(begun).toEqual(['a', 'b']);
    expect(outcomes.map(({ exit }) => exit)).toEqual([143, 143, 143, 143]);
    expect(outcomes[3]).toMatchObject({ problem: { code: 'AZMON-CANCELLED', target: 'd', retryable: true } });
  });

  test('a task that had its end before keeps it', async () => {
    const abort = new AbortController();
    const [first, second] = await runTasks(
      [
        {
          key: 'a',
          run: async () => {
            abort.abort();
            return { state: 'verified', exit: EXIT.ok, result: 'a' };
          },
        },
        ending('b', 1),
      ],
      options({ concurrency: 1, signal: abort.signal }),
    );
    expect(first).toMatchObject({ state: 'verified' });
    expect(second).toMatchObject({ state: 'failed', exit: 130 });
  });

  test('an abort with a reason of its own kind is Ctrl+C', async () => {
    const outcomes = await runTasks([ending('a', 1)], options({ signal: AbortSignal.abort() }));
    expect(outcomes).toMatchObject([{ exit: 130, problem: { code: 'AZMON-CANCELLED' } }]);
  });
});
