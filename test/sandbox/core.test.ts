import { afterAll, beforeAll, expect, test } from 'vitest';
import { sandbox, type TestSandbox } from '../support/sandbox.ts';

let azure: TestSandbox;
beforeAll(async () => {
  azure = await sandbox();
});
afterAll(() => azure.close());

test('answers over TLS, with a token or without', async () => {
  const open = await fetch(`${azure.origin}/metadata/endpoints?api-version=2022-09-01`);
  expect(open.status).toBe(200);
  expect(await azure.token()).toMatch(/^[\w-]+\.[\w-]+\.$/);
  expect(azure.exchanges.map(({ status }) => status)).toEqual([200]);
});
