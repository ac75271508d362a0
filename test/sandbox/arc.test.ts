import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Asked, ask } from '../support/ask.ts';
import { describeWith } from '../support/needs.ts';
import { sandbox, type TestSandbox } from '../support/sandbox.ts';
import { SPECIFICATION, validate } from '../support/specification.ts';

const S = '/subscriptions/0a000000-0000-4000-8000-000000000001';
const H = 'providers/Microsoft.HybridCompute';
const V = 'api-version=2022-12-27';
const arc = (name: string): string => `${S}/resourceGroups/hybrid-westeurope/${H}/machines/${name}`;

let azure: TestSandbox;
beforeAll(async () => {
  azure = await sandbox({ machines: 40 });
});
afterAll(() => azure.close());

type Line = readonly [title: string, request: string, body: unknown, status: number, says: (answer: Asked) => unknown];

describe('Azure Arc machines', () => {
  // biome-ignore format: one line a case
  const LINES: readonly Line[] = [
    ['one', `GET ${arc('arc-01')}?${V}`, undefined, 200, ({ body: { properties: one, identity } }) => one.status === 'Connected' && one.osType === 'linux' && /^Ubuntu 22/.test(one.osSku) && identity.type === 'SystemAssigned'],
    ['one that is gone', `GET ${arc('arc-gone-01')}?${V}`, undefined, 200, ({ body: { properties: one } }) => one.status === 'Disconnected' && Date.parse(one.lastStatusChange) < Date.now()],
    ['those of a group', `GET ${S}/resourceGroups/hybrid-westeurope/${H}/machines?${V}`, undefined, 200, ({ body }) => body.value.length >= 2],
    ['those of a subscription', `GET ${S}/${H}/machines?${V}`, undefined, 200, ({ body }) => body.value.length >= 4],
    ['virtual machines are none of them', `GET ${S}/providers/Microsoft.Compute/virtualMachines?api-version=2024-07-01`, undefined, 200, ({ body }) => body.value.every(({ type }: { type: string }) => type === 'Microsoft.Compute/virtualMachines')],
    ['the extensions of one stand in it', `GET ${arc('arc-ama-01')}?${V}`, undefined, 200, ({ body }) => body.resources[0].properties.instanceView.status.code === '0'],
    ['tags are written', `PATCH ${arc('arc-01')}?${V}`, { tags: { a: 'b' } }, 200, ({ body }) => body.tags.a === 'b'],
  ];

  test.for(LINES)('%s', async ([, request, body, status, says]) => {
    const [method = ''] = request.split(' ', 1);
    const answer = await ask(azure, method, request.slice(method.length + 1), body);
    expect(answer.status, JSON.stringify(answer.body)).toBe(status);
    expect(says(answer), JSON.stringify(answer.body)).toBeTruthy();
  });
});

describeWith({ data: SPECIFICATION })('what was asked and answered here', () => {
  test("fits Microsoft's specification", async () => expect(await validate(azure.exchanges)).toEqual([]));
});
