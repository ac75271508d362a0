import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  AGENT_EXTENSIONS,
  ALL_MACHINES,
  MACHINES_NAMED,
  RULE_ASSOCIATIONS,
  WORKSPACE_BY_ID,
  WORKSPACES,
  WORKSPACES_NAMED,
} from '../../src/target/graph-queries.ts';
import { SERVICE_NOW } from '../../src/verify/log-queries.ts';
import { type Asked, ask } from '../support/ask.ts';
import { describeWith } from '../support/needs.ts';
import { sandbox, type TestSandbox } from '../support/sandbox.ts';
import { SPECIFICATION, validate } from '../support/specification.ts';

let azure: TestSandbox;
beforeAll(async () => {
  azure = await sandbox({ machines: 2500 });
});
afterAll(() => azure.close());

const PATH = '/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01';
const graph = (query: string, options: object = {}, subscriptions?: string[]): Promise<Asked> =>
  ask(azure, 'POST', PATH, {
    query,
    options: { resultFormat: 'objectArray', ...options },
    ...(subscriptions === undefined ? {} : { subscriptions }),
  });
const PRODUCTION = '0a000000-0000-4000-8000-000000000001';
const SEALED = '0c000000-0000-4000-8000-000000000003';
const customer = (): string => Object.values(azure.state.workspaces)[0]?.customerId ?? '';

describe('Resource Graph', () => {
  test('gives all that may be seen, a thousand at a time, each once, in order', async () => {
    const ids: string[] = [];
    const sizes: number[] = [];
    for (let token: string | undefined, first = true; first || token !== undefined; first = false) {
      const { status, body } = await graph(ALL_MACHINES.text({}), token === undefined ? {} : { $skipToken: token });
      expect([status, body.resultTruncated, body.facets]).toEqual([200, 'false', []]);
      sizes.push(body.count);
      ids.push(...body.data.map((row: { id: string }) => row.id));
      token = body.$skipToken;
    }
    const { machines, scaleSets = {} } = azure.state;
    const visible = [...Object.values(machines), ...Object.values(scaleSets)].filter(
      ({ subscription }) => subscription !== SEALED,
    );
    expect(sizes).toEqual([1000, 1000, visible.length - 2000]);
    expect(ids).toEqual(visible.map(({ id }) => id).sort());
  });

  const ROWS: readonly (readonly [
    title: string,
    query: () => string,
    sees: (rows: Record<string, unknown>[]) => unknown,
  ])[] = [
    [
      'a machine by name',
      () => MACHINES_NAMED.text({ type: 'Microsoft.Compute/virtualMachines', name: 'WEB-01' }),
      ([row, ...more]) => row?.osName === 'ubuntu' && row.power === 'PowerState/running' && more.length === 0,
    ],
    [
      'none of Azure Arc',
      () => MACHINES_NAMED.text({ type: 'microsoft.hybridcompute/machines', name: 'web-01' }),
      (rows) => rows.length === 0,
    ],
    [
      'no system of a machine that does not run',
      () => MACHINES_NAMED.text({ type: 'microsoft.compute/virtualmachines', name: 'stopped-01' }),
      ([row]) => row?.osName === '' && row.os === 'Linux',
    ],
    [
      'nothing that may not be read',
      () => MACHINES_NAMED.text({ type: 'microsoft.compute/virtualmachines', name: 'hidden-01' }),
      (rows) => rows.length === 0,
    ],
    [
      'agents of both generations',
      () => AGENT_EXTENSIONS.text({}),
      (rows) => new Set(rows.map(({ publisher }) => publisher)).size === 2,
    ],
    [
      'what machines are tied to',
      () => RULE_ASSOCIATIONS.text({}),
      (rows) => rows.length > 100 && rows.every(({ rule }) => String(rule).includes('/dataCollectionRules/')),
    ],
    ['workspaces', () => WORKSPACES.text({}), (rows) => rows.length === 8],
    [
      'a workspace by name',
      () => WORKSPACES_NAMED.text({ name: 'Logs-Test' }),
      ([row, ...more]) => row?.subscriptionId === '0b000000-0000-4000-8000-000000000002' && more.length === 0,
    ],
    [
      'a workspace by its id',
      () => WORKSPACE_BY_ID.text({ workspaceId: customer().toUpperCase() }),
      ([row]) => row?.name === 'logs-westeurope',
    ],
  ];
  test.each(ROWS)('gives %s', async (_, query, sees) => {
    const { status, body } = await graph(query());
    expect(status).toBe(200);
    expect(sees(body.data), JSON.stringify(body.data.slice(0, 3))).toBe(true);
  });

  test('keeps to the subscriptions that are named', async () => {
    const { body } = await graph(ALL_MACHINES.text({}), { $top: 1000 }, [PRODUCTION.toUpperCase()]);
    expect(new Set(body.data.map((row: { subscriptionId: string }) => row.subscriptionId))).toEqual(
      new Set([PRODUCTION]),
    );
  });

  test('pages as small as wished', async () => {
    const { body } = await graph(ALL_MACHINES.text({}), { $top: 3, $skip: 2 });
    expect([body.count, body.data.length]).toEqual([3, 3]);
  });

  test.each(['resources | take 1', '', `${ALL_MACHINES.text({})} | where name == 'x'`])(
    'refuses %j and names what it knows',
    async (query) => {
      const { status, body } = await graph(query);
      expect([status, body.error.code, body.error.details[0].code]).toEqual([400, 'BadRequest', 'InvalidQuery']);
      expect(body.error.details[1].message).toContain('all-machines');
    },
  );

  test('refuses a token that is none', async () => {
    for (const $skipToken of ['rubbish', 'e30=', 'eyJSb3dzVG9Ta2lwIjotMX0=']) {
      const { status } = await graph(ALL_MACHINES.text({}), { $skipToken });
      expect(status).toBe(400);
    }
  });
});

test('says on every answer how many queries are left, and refuses more with the time to wait', async () => {
  const slow = await sandbox({ machines: 1, settings: { operationMs: 10 } });
  const answers: Asked[] = [];
  for (let count = 0; count < 16; count++) answers.push(await ask(slow, 'POST', PATH, { query: WORKSPACES.text({}) }));
  expect(answers.map(({ headers }) => Number(headers.get('x-ms-user-quota-remaining')))).toEqual([
    14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0,
  ]);
  expect(answers.at(-1)?.status).toBe(429);
  expect(Number(answers.at(-1)?.headers.get('retry-after'))).toBeGreaterThan(0);
  await slow.close();
});

describe('the query API of Log Analytics', () => {
  const query = (workspace: string, text: string): Promise<Asked> =>
    ask(azure, 'POST', `/v1/workspaces/${workspace}/query`, { query: text });
  const idOf = (name: string): string =>
    Object.values(azure.state.workspaces).find((one) => one.name === name)?.customerId ?? '';

  test('answers in tables', async () => {
    const { status, body } = await query(customer(), SERVICE_NOW.text({}));
    expect([status, body.tables[0].name, body.tables[0].columns]).toEqual([
      200,
      'PrimaryResult',
      [{ name: 'Now', type: 'datetime' }],
    ]);
  });

  const REFUSED: readonly (readonly [
    title: string,
    workspace: () => string,
    text: string,
    status: number,
    code: string,
  ])[] = [
    ['a query that it does not know', customer, 'Heartbeat | count', 400, 'BadArgumentError'],
    [
      'a workspace that is not there',
      () => '00000000-0000-4000-8000-000000000000',
      'print Now = now()',
      404,
      'WorkspaceNotFoundError',
    ],
    ['a name in place of an id', () => 'logs-westeurope', 'print Now = now()', 404, 'PathNotFoundError'],
    ['a workspace without rights', () => idOf('logs-sealed'), 'print Now = now()', 403, 'InsufficientAccessError'],
    [
      'a workspace closed to the public',
      () => idOf('logs-private'),
      'print Now = now()',
      403,
      'InsufficientAccessError',
    ],
  ];
  test.each(REFUSED)('refuses %s', async (_, workspace, text, status, code) => {
    const answer = await query(workspace(), text);
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
  });
});

describeWith({ data: SPECIFICATION })('what was asked and answered here', () => {
  test("fits Microsoft's specification", async () => expect(await validate(azure.exchanges)).toEqual([]));
});
