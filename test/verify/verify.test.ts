import { describe, expect, test } from 'vitest';
import { EXIT, Problem } from '../../src/problem.ts';
import {
  FIRST_HEARTBEAT,
  FIRST_HEARTBEAT_OF_COMPUTER,
  INGESTION_TROUBLE,
  SERVICE_NOW,
} from '../../src/verify/log-queries.ts';
import type { Proof } from '../../src/verify/proof.ts';
import type { VerifyPorts, VerifyRequest, WorkspaceLooks } from '../../src/verify/request.ts';
import { serviceMark } from '../../src/verify/service-mark.ts';
import { verifyMachine } from '../../src/verify/verify.ts';
import { type FakeWorld, fakeAzure, vm, WORKSPACE_GUID, workspace } from '../support/azure-fake.ts';
import { ama, oms, rule } from './chain.ts';

const NOON = Date.parse('2026-11-22T12:00:00Z');
const iso = (ms: number): string => new Date(ms).toISOString();

interface Story extends FakeWorld {
  /** When the first record can be queried, milliseconds after noon; missing: never. */
  recordAfterMs?: number;
  /** Its category; missing: Direct Agent. */
  category?: string;
  refuse?: (elapsedMs: number) => Problem | undefined;
}

/** A world whose time goes on only while somebody sleeps; the service's clock is an hour ahead of ours. */
function tell(story: Story) {
  const SKEW = 3_600_000;
  let elapsed = 0;
  const slept: number[] = [];
  const queries: string[] = [];
  const azure = fakeAzure({
    vms: [vm({ extensions: [oms()] })],
    workspaces: [workspace()],
    graph: () => [{ id: workspace().id }],
    logs: (_, text) => {
      const refusal = story.refuse?.(elapsed);
      if (refusal !== undefined) throw refusal;
      queries.push(text);
      const Now = iso(NOON + SKEW + elapsed);
      if (SERVICE_NOW.read(text) !== undefined) return [{ Now }];
      if (INGESTION_TROUBLE.read(text) !== undefined) return [];
      const asked = FIRST_HEARTBEAT.read(text) ?? FIRST_HEARTBEAT_OF_COMPUTER.read(text);
      if (asked === undefined) throw new Error(`not a query of azmon: ${text}`);
      const at = story.recordAfterMs;
      const isAsked = asked.categories.split(',').includes(story.category ?? 'Direct Agent');
      const isThere = at !== undefined && elapsed >= at && isAsked;
      if (!isThere || NOON + SKEW + at - 5_000 <= Date.parse(asked.since))
        return [{ TimeGenerated: null, Ingested: null, Now }];
      const record = { TimeGenerated: iso(NOON + SKEW + at - 5_000), Ingested: iso(NOON + SKEW + at) };
      return [{ ...record, Computer: 'web-01', Version: '1.17.1', Now }];
    },
    ...story,
  });
  const ports = {
    azure,
    clock: { now: () => NOON + elapsed },
    sleep: async (ms: number) => {
      slept.push(ms);
      elapsed += ms;
    },
  };
  const verify = (request: Partial<VerifyRequest> = {}, shared: Pick<VerifyPorts, 'looks'> = {}): Promise<Proof> =>
    verifyMachine(
      {
        machine: vm().id,
        agent: 'log-analytics',
        timeoutMs: 900_000,
        level: 'reporting',
        asOf: '2026-11-22',
        ...request,
      },
      { ...ports, ...shared },
    );
  return { verify, slept, queries, azure };
}

const refusal = (retryable: boolean): Problem =>
  new Problem({ code: 'AZMON-TEST', exit: retryable ? EXIT.unavailable : EXIT.auth, message: 'refused', retryable });

describe('a record that comes', () => {
  test('is counted from the mark, by the clock of the service', async () => {
    const proof = await tell({ recordAfterMs: 90_000 }).verify();
    expect(proof).toEqual({
      state: 'reporting',
      at: '2026-11-22T13:01:25.000Z',
      latencyMs: 90_000,
      ingestionMs: 5_000,
      computer: 'web-01',
      version: '1.17.1',
      workspace: WORKSPACE_GUID,
    });
  });

  test('is found at once where it is there already, when the look goes back', async () => {
    const { verify, slept } = tell({ recordAfterMs: 0 });
    expect(await verify({ lookBackMs: 900_000 })).toMatchObject({ state: 'reporting', latencyMs: 900_000 });
    expect(slept).toEqual([]);
  });

  test('from before the given time does not count', async () => {
    const { verify } = tell({ recordAfterMs: 0 });
    expect(await verify({ since: '2026-11-22T13:00:00Z', timeoutMs: 10_000 })).toMatchObject({ state: 'silent' });
  });

  test('of any category of the generation counts, of the other generation it does not', async () => {
    expect(await tell({ recordAfterMs: 0, category: 'SCOM Agent' }).verify({ lookBackMs: 60_000 })).toMatchObject({
      state: 'reporting',
    });
    const other = tell({ recordAfterMs: 0, category: 'Azure Monitor Agent' });
    expect(await other.verify({ lookBackMs: 60_000, timeoutMs: 0 })).toMatchObject({ state: 'silent' });
  });

  test('is looked for in the workspaces of the rules, for the successor', async () => {
    const machine = vm({ identity: { system: true, user: [] }, extensions: [ama()] });
    const associations = { [machine.key]: [{ id: '/x', name: 'a', rule: rule().id }] };
    const world = { vms: [machine], rules: [rule()], associations, recordAfterMs: 0, category: 'Azure Monitor Agent' };
    expect(await tell(world).verify({ agent: 'azure-monitor', lookBackMs: 60_000 })).toMatchObject({
      state: 'reporting',
      workspace: WORKSPACE_GUID,
    });
  });

  test('by computer name, first label only, where Azure does not know the machine', async () => {
    const { queries, azure } = tell({ recordAfterMs: 0 });
    const ports = { azure, clock: { now: () => NOON }, sleep: async () => {} };
    const proof = await verifyMachine(
      {
        ...{ computer: 'web-01.corp.example', agent: 'log-analytics', workspaces: [WORKSPACE_GUID] },
        ...{ lookBackMs: 60_000, timeoutMs: 0, level: 'reporting', asOf: '2026-11-22' },
      },
      ports,
    );
    expect(proof).toMatchObject({ state: 'reporting' });
    expect(FIRST_HEARTBEAT_OF_COMPUTER.read(queries.at(-1) ?? '')?.computer).toBe('web-01');
  });
});

describe('a record that does not come', () => {
  test('is waited for with growing pauses until the time is up, and then the link is named', async () => {
    const { verify, slept } = tell({});
    const proof = await verify({ timeoutMs: 60_000 });
    expect(slept.slice(0, 6)).toEqual([2_000, 3_000, 4_500, 6_750, 10_125, 15_187.5]);
    expect(slept.reduce((sum, ms) => sum + ms, 0)).toBe(60_000);
    expect(Math.max(...slept)).toBeLessThanOrEqual(20_000);
    expect(proof).toMatchObject({ state: 'silent', waitedMs: 60_000, broken: { link: 'retired-upload' } });
  });

  test.for<[string, Story]>([
    ['the machine is stopped', { vms: [vm({ power: 'stopped', extensions: [oms()] })] }],
    ['the extension failed', { vms: [vm({ extensions: [oms({ provisioning: 'Failed' })] })] }],
    ['there is no extension', { vms: [vm()] }],
  ])('is not waited for where %s', async ([, story]) => {
    const { verify, slept } = tell(story);
    expect(await verify()).toMatchObject({ state: 'silent', waitedMs: 0 });
    expect(slept).toEqual([]);
  });

  test('ends early where the extension fails in the meantime', async () => {
    const { azure, verify, slept } = tell({ vms: [vm({ extensions: [oms({ provisioning: 'Creating' })] })] });
    const { vm: read } = azure.machines;
    azure.machines.vm = async (id) => ({
      ...(await read(id)),
      ...(slept.length > 2 ? { extensions: [oms({ provisioning: 'Failed' })] } : {}),
    });
    expect(await verify()).toMatchObject({ state: 'silent', broken: { link: 'extension' } });
    expect(slept).toHaveLength(3);
  });
});

describe('workspaces that cannot be read', () => {
  test('refused for good: the run ends at once with their problem', async () => {
    const { verify, slept } = tell({ refuse: () => refusal(false) });
    await expect(verify({ since: iso(NOON) })).rejects.toMatchObject({ exit: EXIT.auth });
    expect(slept).toEqual([]);
  });

  test('refused for now: it waits, and finds the record', async () => {
    const story = { recordAfterMs: 0, refuse: (ms: number) => (ms < 10_000 ? refusal(true) : undefined) };
    expect(await tell(story).verify({ since: iso(NOON) })).toMatchObject({ state: 'reporting' });
  });

  test('refused until the time is up: their problem, for nothing was seen', async () => {
    const { verify } = tell({ refuse: () => refusal(true) });
    await expect(verify({ since: iso(NOON), timeoutMs: 5_000 })).rejects.toMatchObject({ exit: EXIT.unavailable });
  });
});

describe('a fleet', () => {
  test('one query asks for all categories of a generation, and a workspace is looked at once for all machines', async () => {
    const { verify, queries } = tell({});
    const looks: WorkspaceLooks = new Map();
    for (const _ of [1, 2]) await verify({ timeoutMs: 0, since: iso(NOON) }, { looks });
    const heartbeats = queries.flatMap((text) => FIRST_HEARTBEAT.read(text)?.categories ?? []);
    expect(heartbeats).toEqual(Array.from({ length: 2 }, () => 'Direct Agent,SCOM Agent,SCOM Management Server'));
    expect(queries.filter((text) => INGESTION_TROUBLE.read(text) !== undefined)).toHaveLength(1);
  });
});

describe('levels', () => {
  test('none asks nothing', async () => {
    const { verify, azure } = tell({});
    expect(await verify({ level: 'none' })).toEqual({ state: 'not-asked' });
    expect(azure.calls).toEqual([]);
  });

  test('connected is what the extension says, and no record is looked for', async () => {
    const { verify, queries } = tell({});
    expect(await verify({ level: 'connected' })).toEqual({
      state: 'connected',
      evidence: 'the extension OMSExtension 1.17.1 is Succeeded: Enable succeeded',
    });
    expect(queries).toEqual([]);
  });

  test('not connected has its broken link', async () => {
    const { verify } = tell({ vms: [vm({ extensions: [oms({ provisioning: 'Failed' })] })] });
    expect(await verify({ level: 'connected' })).toMatchObject({ state: 'silent', broken: { link: 'extension' } });
  });
});

describe('the mark', () => {
  test('the first workspace that answers tells the time', async () => {
    let asked = 0;
    const { logs } = fakeAzure({
      logs: () => {
        asked += 1;
        if (asked === 1) throw refusal(false);
        return [{ Now: '2026-11-22T12:00:00Z' }];
      },
    });
    expect(await serviceMark(logs, ['a', 'b'])).toBe('2026-11-22T12:00:00.000Z');
  });

  test('none answers: its problem; none is asked: a mistake', async () => {
    const { logs } = fakeAzure({ failing: { query: refusal(false) } });
    await expect(serviceMark(logs, ['a', 'b'])).rejects.toBeInstanceOf(Problem);
    await expect(serviceMark(logs, [])).rejects.toBeInstanceOf(RangeError);
  });
});
