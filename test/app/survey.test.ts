import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Job } from '../../src/app/job.ts';
import { questionOf } from '../../src/app/question.ts';
import { type Survey, survey } from '../../src/app/survey.ts';
import type { CheckedTarget } from '../../src/check/checked.ts';
import type { Files, ProbeRequest, Transport } from '../../src/ports.ts';
import { EXIT, Problem } from '../../src/problem.ts';
import { parseTarget } from '../../src/target/parse-target.ts';
import { TODAY } from '../support/subject.ts';

const PROBED = ['probe.version=1', 'os.family=linux', 'clock.now=1', 'probe.end=ok'].join('\n');

const noFiles: Files = {
  read: (path) => Promise.reject(new Error(`unexpected read of ${path}`)),
  list: (path) => Promise.reject(new Error(`unexpected list of ${path}`)),
};

const unreachable = (): Problem =>
  new Problem({ code: 'AZMON-SSH-UNREACHABLE', exit: EXIT.unavailable, message: 'it does not answer' });

function settings(transport: Transport, more: Partial<Survey> = {}): Survey {
  return {
    question: questionOf({ offline: true }, TODAY),
    strict: false,
    concurrency: 4,
    probing: { linux: 'linux', windows: 'windows', timeoutMs: 1000 },
    transport,
    azure: {
      open: () => Promise.reject(new Error('nobody expected Azure to be opened')),
      subscriptions: [],
      probe: true,
    },
    files: noFiles,
    clock: { now: () => 0 },
    started: () => {},
    finished: () => {},
    ...more,
  };
}

const job = (name: string): Job => ({
  kind: 'row',
  row: { line: 1, target: parseTarget(`ssh://${name}`), labels: {} },
});

describe('many machines side by side', () => {
  it('stand in the order they were named in, each with its own result, whatever finishes first', async () => {
    const plan = fc.array(fc.record({ delay: fc.integer({ min: 0, max: 8 }), fails: fc.boolean() }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(plan, fc.integer({ min: 1, max: 6 }), async (machines, concurrency) => {
        const transport: Transport = {
          async probe(target) {
            const machine = machines[Number(target.key.replace('ssh://m', ''))];
            await sleep(machine?.delay);
            if (machine?.fails === true) throw unreachable();
            return { output: PROBED, startedAt: 0, finishedAt: 0 };
          },
        };
        const results = await survey(
          machines.map((_, index) => job(`m${index}`)),
          settings(transport, { concurrency }),
        );
        expect(results.map(({ target }) => target)).toEqual(machines.map((_, index) => `ssh://m${index}`));
        expect(results.map((checked) => 'problem' in checked)).toEqual(machines.map(({ fails }) => fails));
        expect(results.every((checked) => !('problem' in checked) || checked.problem.target === checked.target)).toBe(
          true,
        );
      }),
      { numRuns: 30 },
    );
  });

  it('are never more at a time than allowed', async () => {
    let running = 0;
    let most = 0;
    const transport: Transport = {
      async probe() {
        running += 1;
        most = Math.max(most, running);
        await sleep(5);
        running -= 1;
        return { output: PROBED, startedAt: 0, finishedAt: 0 };
      },
    };
    await survey(
      Array.from({ length: 9 }, (_, index) => job(`m${index}`)),
      settings(transport, { concurrency: 3 }),
    );
    expect(most).toBe(3);
  });

  it('are told as they finish', async () => {
    const told: string[] = [];
    const transport: Transport = { probe: async () => ({ output: PROBED, startedAt: 0, finishedAt: 0 }) };
    await survey(
      [job('a'), job('b')],
      settings(transport, {
        concurrency: 1,
        started: (target) => told.push(`started ${target}`),
        finished: ({ target }) => told.push(`finished ${target}`),
      }),
    );
    expect(told).toEqual(['started ssh://a', 'finished ssh://a', 'started ssh://b', 'finished ssh://b']);
  });
});

describe('what the probe is told', () => {
  const WORKSPACE = '11111111-2222-3333-4444-555555555555';
  const asked = async (
    flags: Parameters<typeof questionOf>[0],
    row: Record<string, unknown> = {},
  ): Promise<ProbeRequest> => {
    let request: ProbeRequest | undefined;
    const transport: Transport = {
      async probe(_, given) {
        request = given;
        return { output: PROBED, startedAt: 0, finishedAt: 0 };
      },
    };
    const one: Job = { kind: 'row', row: { line: 1, target: parseTarget('local'), labels: {}, ...row } };
    await survey([one], settings(transport, { question: questionOf(flags, TODAY) }));
    if (request === undefined) throw new Error('nothing was asked');
    return request;
  };

  it('is nothing offline', async () => {
    expect((await asked({ offline: true })).parameters).toEqual({});
  });

  it('is the hosts of the generation', async () => {
    const { parameters } = await asked({ agent: 'log-analytics', 'workspace-id': WORKSPACE });
    expect(parameters.AZMON_HOSTS?.split(' ')).toContain(`${WORKSPACE}.ods.opinsights.azure.com`);
  });

  it('is the workspace and generation of its own row', async () => {
    const { parameters } = await asked({}, { workspace: WORKSPACE, agent: 'log-analytics' });
    expect(parameters.AZMON_HOSTS).toContain(`${WORKSPACE}.oms.opinsights.azure.com`);
    expect(parameters.AZMON_HOSTS).not.toContain('monitor.azure.com');
  });

  it('is not the workspace of the flag where its row names another by name', async () => {
    const flags = { agent: 'log-analytics', 'workspace-id': WORKSPACE } as const;
    expect((await asked(flags, { workspace: 'law-01' })).parameters.AZMON_HOSTS).not.toContain(WORKSPACE);
  });

  it('holds no login in the open', async () => {
    const { parameters, secrets } = await asked({ proxy: 'http://user:canary@proxy:3128' });
    expect(JSON.stringify({ parameters, secrets })).not.toContain('canary');
    expect(parameters.AZMON_PROXY).toBe('http://proxy:3128');
    expect(Object.keys(secrets)).toEqual(['AZMON_PROXY_USER']);
  });
});

describe('facts files', () => {
  const files = (texts: Record<string, string>): Files => ({
    async read(path) {
      const text = texts[path];
      if (text === undefined)
        throw new Problem({ code: 'AZMON-FILE-MISSING', exit: EXIT.usage, message: `${path} does not exist` });
      return text;
    },
    list: async (path) => [path],
  });
  const nobody: Transport = { probe: (target) => Promise.reject(new Error(`unexpected look at ${target.key}`)) };
  const results = (texts: Record<string, string>, ...paths: string[]): Promise<readonly CheckedTarget[]> =>
    survey(
      paths.map((path) => ({ kind: 'facts', path })),
      settings(nobody, { files: files(texts) }),
    );

  it('give a result each, the broken ones an error of their own', async () => {
    const texts = { good: PROBED, cut: PROBED.replace('probe.end=ok', ''), garbage: 'hello\nworld' };
    const all = await results(texts, 'good', 'cut', 'garbage', 'missing');
    expect(
      all.map((checked) => [checked.target, 'problem' in checked ? checked.problem.code : 'judged', checked.exit]),
    ).toEqual([
      ['facts:good', 'judged', 4],
      ['facts:cut', 'AZMON-FACTS-TRUNCATED', 2],
      ['facts:garbage', 'AZMON-FACTS-UNREADABLE', 2],
      ['facts:missing', 'AZMON-FILE-MISSING', 2],
    ]);
  });

  it('may hold several machines, named by themselves', async () => {
    const line = (target: string): string =>
      JSON.stringify({ schema: 'azmon-facts/v1', target, facts: { 'os.family': 'linux' } });
    const all = await results({ many: `${line('web-01')}\n${line('web-02')}\n` }, 'many');
    expect(all.map(({ target }) => target)).toEqual(['web-01', 'web-02']);
  });

  const line = (target: string): string =>
    `${JSON.stringify({ schema: 'azmon-facts/v1', target, facts: { 'os.family': 'linux' } })}\n`;
  const told = (all: readonly CheckedTarget[]): string[] =>
    all.map((one) => ('problem' in one ? `${one.target}: ${one.problem.message}; ${one.problem.why}` : one.target));

  it('that name a machine twice have one result for it, and a problem for the other', async () => {
    const texts = { one: line('a') + line('b') + line('a'), two: line('b'), raw: `${PROBED}\n${PROBED}` };
    expect(told(await results(texts, 'one', 'two', 'raw'))).toEqual([
      'a',
      'b',
      'facts:one:3: one, entry 3: a was named before; one, entry 1 names the same machine',
      'facts:two: two: b was named before; one, entry 2 names the same machine',
      'facts:raw:1',
      'facts:raw:2',
    ]);
  });

  it('that name a machine which is looked at as well are the second of the two', async () => {
    const transport: Transport = { probe: async () => ({ output: PROBED, startedAt: 0, finishedAt: 0 }) };
    const jobs: Job[] = [{ kind: 'facts', path: 'f' }, job('web')];
    const all = await survey(jobs, settings(transport, { files: files({ f: line('ssh://web') }) }));
    expect(told(all)).toEqual([
      'facts:f: f: ssh://web was named before; the command line names the same machine',
      'ssh://web',
    ]);
  });

  it('are first and second by their order, whichever is read first', async () => {
    const slow: Files = {
      list: async (path) => [path],
      async read(path) {
        await sleep(path === 'one' ? 30 : path === 'two' ? 10 : 0);
        return path === 'raw' ? PROBED : line('a');
      },
    };
    const paths = ['one', 'raw', 'two'];
    const all = await survey(
      paths.map((path) => ({ kind: 'facts', path })),
      settings(nobody, { files: slow }),
    );
    expect(all.map(({ target }) => target)).toEqual(['a', 'facts:raw', 'facts:two']);
  });

  it('have names of their own, whatever they call their machines', async () => {
    const target = fc.constantFrom('a', 'b', 'facts:0:1', 'facts:1', 'facts:1:2', 'facts:2:1#2');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(target, { minLength: 1, maxLength: 4 }), { maxLength: 4 }), async (names) => {
        const texts = Object.fromEntries(names.map((list, index) => [String(index), list.map(line).join('')]));
        const all = await results(texts, ...Object.keys(texts));
        expect(all).toHaveLength(names.flat().length);
        expect(new Set(all.map((one) => one.target)).size).toBe(all.length);
      }),
    );
  });

  it('are called stdin where they come from there', async () => {
    expect(told(await results({ '-': 'garbage' }, '-'))).toEqual([
      'facts:stdin: stdin, line 1: these are not facts of a machine; it is no output of the probe',
    ]);
  });

  it('let signals through while they are read', async () => {
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 20);
    let read = 0;
    const busy: Files = {
      list: async (path) => [path],
      async read() {
        read += 1;
        for (const end = performance.now() + 5; performance.now() < end; );
        return PROBED;
      },
    };
    const paths = Array.from({ length: 200 }, (_, index) => `f${index}`);
    const probing = { linux: '', windows: '', timeoutMs: 1, signal: abort.signal };
    await survey(
      paths.map((path) => ({ kind: 'facts', path })),
      settings(nobody, { files: busy, probing }),
    );
    expect(read).toBeLessThan(100);
  });
});
