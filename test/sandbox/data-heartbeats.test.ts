import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { faultPlan } from '../../src/sandbox/fault-plan.ts';
import type { Fault } from '../../src/sandbox/faults.ts';
import { tour } from '../../src/sandbox/fleet.ts';
import { answerQuery, type LogTable } from '../../src/sandbox/log-answers.ts';
import type { SandboxExtension, SandboxMachine, SandboxState, SandboxWorkspace } from '../../src/sandbox/state.ts';
import { since } from '../../src/sandbox/timespan.ts';
import type { World } from '../../src/sandbox/world.ts';
import {
  FIRST_HEARTBEAT,
  FIRST_HEARTBEAT_OF_COMPUTER,
  INGESTION_TROUBLE,
  LAST_HEARTBEATS,
  SERVICE_NOW,
} from '../../src/verify/log-queries.ts';

const NOW = Date.UTC(2026, 10, 1, 12);
const MINUTE = 60_000;
const DELAY = 2 * MINUTE;
const iso = (time: number): string => new Date(time).toISOString();

/** The tour's machines, changed by the case, seen some time later. */
function seen(
  change: (state: SandboxState, web: SandboxMachine, workspace: SandboxWorkspace) => void,
  laterMs: number,
  faults: Fault[] = [],
  delay = DELAY,
) {
  const state = tour(NOW);
  const web = named(state, 'web-01');
  const workspace = Object.values(state.workspaces).find(({ name }) => name === 'logs-westeurope') as SandboxWorkspace;
  change(state, web, workspace);
  const world: World = {
    ...{ state, faults: faultPlan(faults), origin: 'https://localhost:1' },
    clock: { speed: 1, now: () => NOW + laterMs },
    settings: { operationMs: 0, heartbeatDelayMs: delay, retryAfterS: 0, handler: 'newest' },
    operations: {
      begin: () => {
        throw new Error('nothing is begun');
      },
      look: () => {
        throw new Error('nothing is looked at');
      },
    },
  } as unknown as World;
  const ask = (text: string): LogTable => answerQuery(text, undefined, workspace, world) as LogTable;
  return {
    web,
    ask,
    first: (category = 'Direct Agent', from = NOW - 1) =>
      ask(FIRST_HEARTBEAT.text({ since: iso(from), resourceId: web.id, categories: category })).rows[0]?.[0],
  };
}

function named(state: SandboxState, name: string): SandboxMachine {
  return Object.values(state.machines).find((one) => one.name === name) as SandboxMachine;
}

const legacy = (workspaceId: string, more: Partial<SandboxExtension> = {}): SandboxExtension => ({
  ...{
    name: 'oms',
    publisher: 'Microsoft.EnterpriseCloud.Monitoring',
    type: 'OmsAgentForLinux',
    version: '1.13',
    installedVersion: '1.17.1',
  },
  ...{
    autoUpgradeMinor: true,
    settings: { workspaceId },
    protectedNames: ['workspaceKey'],
    tags: {},
    provisioning: 'Succeeded' as const,
  },
  ...{ workingSince: NOW, workspaceId, ...more },
});

/** What was done to a machine without an agent at NOW; when its first record is there, in minutes after that; undefined: never. */
const LEGACY: readonly (readonly [
  title: string,
  minutes: number | undefined,
  change: (state: SandboxState, web: SandboxMachine, workspace: SandboxWorkspace) => void,
])[] = [
  ['taken in', 2, (_, web, { customerId }) => web.extensions.push(legacy(customerId))],
  [
    'still installing',
    undefined,
    (_, web, { customerId }) => web.extensions.push(legacy(customerId, { workingSince: undefined as never })),
  ],
  [
    'with a wrong key',
    undefined,
    (_, web, { customerId }) => {
      const { workspaceId: __, ...rest } = legacy(customerId);
      web.extensions.push(rest);
    },
  ],
  ['in another workspace', undefined, (_, web) => web.extensions.push(legacy('00000000-0000-4000-8000-000000000000'))],
  [
    'behind a firewall',
    undefined,
    (_, web, { customerId }) => {
      web.extensions.push(legacy(customerId));
      web.networkBlocked = true;
    },
  ],
  [
    'on a stopped machine',
    undefined,
    (_, web, { customerId }) => {
      web.extensions.push(legacy(customerId));
      web.power = 'stopped';
    },
  ],
  [
    'of a workspace that takes no keys',
    undefined,
    (_, web, workspace) => {
      web.extensions.push(legacy(workspace.customerId));
      workspace.localAuthDisabled = true;
    },
  ],
  [
    'of a workspace that is full',
    undefined,
    (_, web, workspace) => {
      web.extensions.push(legacy(workspace.customerId));
      workspace.overQuota = true;
    },
  ],
  [
    'of a workspace closed to the public',
    undefined,
    (_, web, workspace) => {
      web.extensions.push(legacy(workspace.customerId));
      workspace.publicIngestion = false;
    },
  ],
  [
    'whose uploads ended before',
    undefined,
    (_, web, { customerId }) => web.extensions.push(legacy(customerId, { silentSince: NOW - 1 })),
  ],
];

describe('a Log Analytics agent', () => {
  test.each(LEGACY)('%s has its first record after %s minutes', (_, minutes, change) => {
    if (minutes !== undefined) expect(seen(change, minutes * MINUTE - 1).first()).toBeNull();
    expect(seen(change, (minutes ?? 600) * MINUTE).first()).toBe(
      minutes === undefined ? null : iso(NOW + minutes * MINUTE),
    );
  });

  test('has its first record after what it came of also where nothing takes time', () =>
    expect(seen(LEGACY[0]?.[2] as never, 10, [], 0).first('Direct Agent', NOW)).toBe(iso(NOW + 1)));

  test('has a record every minute, and the first after a time is the next one', () => {
    const { first } = seen(LEGACY[0]?.[2] as never, 60 * MINUTE);
    expect(first('Direct Agent', NOW + 10 * MINUTE)).toBe(iso(NOW + 11 * MINUTE));
    expect(first('Direct Agent', NOW + 60 * MINUTE)).toBeNull();
  });

  test('is silent where a fault says so', () => {
    expect(seen(LEGACY[0]?.[2] as never, 60 * MINUTE, [{ kind: 'silent', machine: 'web-01' }]).first()).toBeNull();
    expect(seen(LEGACY[0]?.[2] as never, 60 * MINUTE, [{ kind: 'silent', machine: 'web-02' }]).first()).not.toBeNull();
  });
});

const successor = (
  state: SandboxState,
  web: SandboxMachine,
  parts: { identity?: boolean; tiedAt?: number; rule?: string },
): void => {
  web.extensions.push({ ...legacy(''), publisher: 'microsoft.azure.monitor', type: 'AzureMonitorLinuxAgent' });
  web.identity.system = parts.identity ?? true;
  const rule = Object.values(state.rules).find(({ name }) => name === (parts.rule ?? 'base-linux-westeurope'));
  if (rule === undefined || parts.tiedAt === undefined) return;
  const id = `${web.id}/providers/Microsoft.Insights/dataCollectionRuleAssociations/base`;
  state.associations[id.toLowerCase()] = { id, machine: web.id, name: 'base', rule: rule.id, since: parts.tiedAt };
};

const SUCCESSOR: readonly (readonly [
  title: string,
  minutes: number | undefined,
  parts: Parameters<typeof successor>[2],
])[] = [
  ['with identity and rule', 2, { tiedAt: NOW - MINUTE }],
  ['tied to its rule five minutes later', 7, { tiedAt: NOW + 5 * MINUTE }],
  ['without a rule', undefined, {}],
  ['without an identity', undefined, { tiedAt: NOW, identity: false }],
  ['with a rule of the other system', undefined, { tiedAt: NOW, rule: 'base-windows-westeurope' }],
  ['with a rule to another workspace', undefined, { tiedAt: NOW, rule: 'base-linux-eastus' }],
];

describe('an Azure Monitor Agent', () => {
  test.each(SUCCESSOR)('%s has its first record after %s minutes', (_, minutes, parts) => {
    const change = (state: SandboxState, web: SandboxMachine) => successor(state, web, parts);
    expect(seen(change, (minutes ?? 600) * MINUTE).first('Azure Monitor Agent')).toBe(
      minutes === undefined ? null : iso(NOW + minutes * MINUTE),
    );
  });
});

describe('the tables', () => {
  const { ask, web } = seen(() => {}, 0);

  test('now', () => expect(ask(SERVICE_NOW.text({})).rows).toEqual([[iso(NOW)]]));

  test('the last records: one row an agent and category, ordered by computer', () => {
    const { columns, rows } = ask(LAST_HEARTBEATS.text({ days: '30' }));
    expect(columns.map(({ name }) => name).join(' ')).toBe(
      'SourceComputerId Category TimeGenerated Computer Version OSType ManagementGroupName ResourceId VMUUID Now',
    );
    expect(rows.map((row) => `${row[3]} ${row[1]}`).sort()).toEqual([
      'BOTH-01 Azure Monitor Agent',
      'BOTH-01 Direct Agent',
      'SCOM-01 Direct Agent',
      'SCOM-01 SCOM Agent',
      'SILENT-01 Direct Agent',
      'ama-01 Azure Monitor Agent',
      'oms-01 Direct Agent',
      'stranded-01 Direct Agent',
    ]);
    expect(rows.map((row) => String(row[0]))).toEqual(rows.map((row) => String(row[0])).sort());
  });

  test('those that fell silent are outside a shorter look', () => {
    const computers = ask(LAST_HEARTBEATS.text({ days: '1' })).rows.map((row) => row[3]);
    expect(computers).not.toContain('SILENT-01');
    expect(computers).toContain('oms-01');
  });

  test('nothing summed up is a row of nothing', () =>
    expect(
      ask(FIRST_HEARTBEAT.text({ since: iso(NOW), resourceId: web.id, categories: 'SCOM Agent,Direct Agent' })).rows,
    ).toEqual([[null, null, '', '', iso(NOW)]]));

  test('a computer by its first label, in any case', () => {
    const look = FIRST_HEARTBEAT_OF_COMPUTER.text({
      since: iso(NOW - 5 * MINUTE),
      computer: 'both-01',
      categories: 'direct agent',
    });
    expect(ask(look).rows[0]?.[2]).toBe('BOTH-01');
  });

  test('trouble, where the workspace is full', () => {
    expect(ask(INGESTION_TROUBLE.text({})).rows).toEqual([]);
    const full = seen((_, __, workspace) => {
      workspace.overQuota = true;
    }, 0);
    expect(full.ask(INGESTION_TROUBLE.text({})).rows).toHaveLength(1);
  });

  test('no other query', () => expect(ask('Heartbeat | take 1')).toBeUndefined());
});

describe('a timespan', () => {
  test.each([
    ['P1D', NOW - 86_400_000],
    ['PT30M', NOW - 30 * MINUTE],
    ['P1DT2H3M4.5S', NOW - (((24 + 2) * 60 + 3) * 60 + 4.5) * 1000],
    ['P2W', NOW - 14 * 86_400_000],
    ['2026-10-01T00:00:00Z/2026-11-01T00:00:00Z', Date.UTC(2026, 9, 1)],
    ['P', Number.NEGATIVE_INFINITY],
    ['PT', Number.NEGATIVE_INFINITY],
    ['rubbish', Number.NEGATIVE_INFINITY],
    [undefined, Number.NEGATIVE_INFINITY],
  ])('%s begins at %s', (text, begin) => expect(since(text, NOW)).toBe(begin));

  test('is a number whatever is written', () =>
    fc.assert(fc.property(fc.string(), (text) => !Number.isNaN(since(text, NOW)))));
});
