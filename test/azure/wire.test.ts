import { afterEach, describe, expect, test } from 'vitest';
import { Problem } from '../../src/problem.ts';
import { Secret } from '../../src/secret.ts';
import { processIdentity } from './identity-endpoint.ts';
import { azureAt, type Loopback, loopback, noWaiting, type Reply, type Request } from './loopback.ts';
import { withEnvironment } from './replay.ts';

const ID = '11111111-2222-3333-4444-555555555555';
const MACHINE = `/subscriptions/${ID}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/web-01`;
const WORKSPACE = `/subscriptions/${ID}/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/logs`;
const OPERATION = `/subscriptions/${ID}/providers/Microsoft.Compute/locations/w/operations/1?p=a%2Fb&t=1&c=MII%3D+x&s=S~_-g&h=h`;

const open: Loopback[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

/** Azure at a server that answers with these, one after the other; the last one from then on. */
async function served(...replies: readonly (Reply | ((request: Request, origin: string) => Reply))[]) {
  const pace = noWaiting();
  let next = 0;
  const server = await loopback((request, origin) => {
    const reply = replies[Math.min(next++, replies.length - 1)] ?? { status: 500 };
    return typeof reply === 'function' ? reply(request, origin) : reply;
  });
  open.push(server);
  const { env } = await processIdentity();
  const abort = new AbortController();
  const azure = azureAt(server.origin, pace, { env, signal: abort.signal });
  const run = <T>(work: () => Promise<T>): Promise<T> => withEnvironment(env, work);
  return { azure, server, pace, abort, run };
}

const extension = {
  name: 'A',
  location: 'w',
  properties: { publisher: 'P', type: 'T', provisioningState: 'Succeeded' },
};
const begun =
  (headers: Readonly<Record<string, string>> = {}) =>
  (_: Request, origin: string): Reply => ({
    status: 201,
    headers: { 'azure-asyncoperation': `${origin}${OPERATION}`, ...headers },
    body: { ...extension, properties: { ...extension.properties, provisioningState: 'Creating' } },
  });
const put = { machine: MACHINE, name: 'A', location: 'w', publisher: 'P', type: 'T', version: '1.0' } as const;
const PUT = {
  ...put,
  autoUpgradeMinor: true,
  settings: {},
  protectedSettings: { workspaceKey: new Secret('canary-key') },
};

const thrownBy = async (work: Promise<unknown>): Promise<Problem> => {
  const error = await work.catch((thrown: unknown) => thrown);
  if (!(error instanceof Problem)) throw new Error('no Problem was thrown', { cause: error });
  return error;
};

describe('the retry rule', () => {
  const list: Reply = { status: 200, body: { value: [] } };
  const conflict = (code: string): Reply => ({ status: 409, body: { error: { code, message: '' } } });

  test.for<[what: string, first: Reply, waits: readonly number[]]>([
    ['429 waits as long as asked, and a little', { status: 429, headers: { 'retry-after': '20' } }, [21_000]],
    ['429 without Retry-After', { status: 429, body: 'slow down' }, [1_600]],
    ['503 with Retry-After', { status: 503, headers: { 'retry-after': '3' } }, [3_150]],
    ['503 without', { status: 503 }, [800]],
    ['500', { status: 500 }, [800]],
    ['408', { status: 408 }, [800]],
    ['a cut', 'cut', [800]],
    ['409 of another operation', conflict('AnotherOperationInProgress'), [4_000]],
  ])('%s', async ([, first, waits]) => {
    const { azure, pace, run } = await served(first, list);
    await run(() => azure.resources.subscriptions());
    expect(pace.waits).toEqual(waits);
  });

  test.for<[what: string, first: Reply, code: string]>([
    ['400', { status: 400 }, 'AZMON-AZURE'],
    ['403', { status: 403 }, 'AZMON-AZURE-FORBIDDEN'],
    ['404', { status: 404 }, 'AZMON-AZURE-NOT-FOUND'],
    ['another 409', conflict('ScopeLocked'), 'AZMON-AZURE-LOCKED'],
    ['429 for half an hour', { status: 429, headers: { 'retry-after': '1800' } }, 'AZMON-AZURE-THROTTLED'],
  ])('not again: %s', async ([, first, code]) => {
    const { azure, server, run } = await served(first, list);
    expect((await run(() => thrownBy(azure.resources.subscriptions()))).code).toBe(code);
    expect(server.requests).toHaveLength(1);
  });

  test('five tries, ever further apart, and then the reason', async () => {
    const { azure, pace, run } = await served({ status: 502 });
    expect(await run(() => thrownBy(azure.resources.subscriptions()))).toMatchObject({
      code: 'AZMON-AZURE-UNAVAILABLE',
      exit: 12,
    });
    expect(pace.waits).toEqual([800, 1_600, 3_200, 6_400]);
  });

  test('a script is not sent to a machine a second time when the answer was lost', async () => {
    const { azure, server, run } = await served('cut');
    const problem = await run(() =>
      thrownBy(azure.machines.runCommand(MACHINE, { system: 'linux', script: 'reboot' }, {})),
    );
    expect(problem).toMatchObject({ code: 'AZMON-AZURE-UNREACHABLE', why: expect.stringContaining('is not known') });
    expect(server.requests).toHaveLength(1);
  });
});

describe('long-running operations', () => {
  const running: Reply = { status: 200, body: { status: 'InProgress' } };
  const succeeded: Reply = { status: 200, body: { status: 'Succeeded' } };

  test('Retry-After of the first answer and of every other is kept to; the address is not touched', async () => {
    const wait = { ...running, headers: { 'retry-after': '15' } };
    const { azure, server, pace, run } = await served(begun({ 'retry-after': '7' }), wait, succeeded, {
      status: 200,
      body: extension,
    });
    const made = await run(() => azure.machines.putExtension(PUT, {}));
    expect(made).toMatchObject({ name: 'A', provisioning: 'Succeeded' });
    expect(pace.waits).toEqual([7_000, 15_000]);
    expect(server.requests.slice(1, 3).map(({ url }) => url)).toEqual([OPERATION, OPERATION]);
  });

  test('a fresh address in a later answer counts from then on', async () => {
    const moved = (_: Request, origin: string): Reply => ({
      ...running,
      headers: { 'azure-asyncoperation': `${origin}/moved` },
    });
    const { azure, server, run } = await served(begun(), moved, succeeded, { status: 200, body: extension });
    await run(() => azure.machines.putExtension(PUT, {}));
    expect(server.requests[2]?.url).toBe('/moved');
  });

  test('a Location alone: 202 means wait', async () => {
    const begin = (_: Request, origin: string): Reply => ({ status: 202, headers: { location: `${origin}/result` } });
    const { azure, server, run } = await served(
      begin,
      { status: 202 },
      { status: 200, body: { value: [{ message: '[stdout]\nhi\n[stderr]\n' }] } },
    );
    const ran = await run(() => azure.machines.runCommand(MACHINE, { system: 'linux', script: 'echo hi' }, {}));
    expect(ran).toEqual({ stdout: 'hi', stderr: '' });
    expect(server.requests.map(({ url }) => url).slice(1)).toEqual(['/result', '/result']);
  });

  test('an extension that is not there is removed', async () => {
    const { azure, run } = await served({ status: 404, body: { error: { code: 'ResourceNotFound', message: '' } } });
    await run(() => azure.machines.deleteExtension(MACHINE, 'A', {}));
    const gone = await served({ status: 204 });
    await gone.run(() => gone.azure.machines.deleteExtension(MACHINE, 'A', {}));
  });

  test('what is secret in protected settings is opened for the request alone, however deep', async () => {
    const { azure, server, run } = await served(begun(), succeeded, { status: 200, body: extension });
    const login = { username: new Secret('ops'), password: new Secret('canary-word'), kind: 'plain' };
    await run(() => azure.machines.putExtension({ ...PUT, protectedSettings: { proxy: login } }, {}));
    const sent = server.requests.find(({ method }) => method === 'PUT')?.body as typeof extension & {
      properties: object;
    };
    expect(sent.properties).toMatchObject({
      protectedSettings: { proxy: { username: 'ops', password: 'canary-word', kind: 'plain' } },
    });
  });

  test('cancelled by somebody else', async () => {
    const { azure, run } = await served(begun(), { status: 200, body: { status: 'Canceled' } });
    const problem = await run(() => thrownBy(azure.machines.putExtension(PUT, {})));
    expect(problem).toMatchObject({ code: 'AZMON-AZURE', exit: 7, why: expect.stringContaining('cancelled in Azure') });
  });

  test('a network that is cut in mid-operation and comes back', async () => {
    const cuts = Array.from({ length: 12 }, () => 'cut' as const);
    const { azure, run } = await served(begun(), ...cuts, succeeded, { status: 200, body: extension });
    expect((await run(() => azure.machines.putExtension(PUT, {}))).name).toBe('A');
  });

  test('one that stays away: what was begun may go on', async () => {
    const { azure, run } = await served(begun(), 'cut');
    const problem = await run(() => thrownBy(azure.machines.putExtension(PUT, {})));
    expect(problem).toMatchObject({
      ...{ code: 'AZMON-AZURE-LOST', exit: 12 },
      message: 'Azure began to install the extension A of web-01, and can no longer be reached',
      why: expect.stringContaining('may still be going on'),
    });
    expect(problem.fix[0]).toEqual({ text: 'shows what became of it', command: 'azmon status' });
  });

  test('the time is over: the operation goes on', async () => {
    const { azure, run } = await served(begun(), running);
    const problem = await run(() => thrownBy(azure.machines.putExtension(PUT, { timeoutMs: 50 })));
    expect(problem).toMatchObject({ code: 'AZMON-AZURE-TIMEOUT', exit: 9, why: expect.stringContaining('goes on') });
  });

  test('what was put and cannot be read afterwards is lost from sight, not refused', async () => {
    const { azure, run } = await served(begun(), succeeded, { status: 429 });
    const problem = await run(() => thrownBy(azure.machines.putExtension(PUT, {})));
    expect(problem).toMatchObject({ code: 'AZMON-AZURE-LOST', exit: 12 });
  });

  test('Ctrl+C in mid-operation says that Azure goes on', async () => {
    const { azure, abort, run } = await served(begun(), () => {
      abort.abort();
      return running;
    });
    const problem = await run(() => thrownBy(azure.machines.putExtension(PUT, {})));
    expect(problem).toMatchObject({
      code: 'AZMON-CANCELLED',
      exit: 130,
      why: expect.stringContaining('Azure goes on'),
    });
    expect(problem.fix.filter(({ command }) => command === 'azmon status')).toHaveLength(1);
  });

  test('what comes with a signal of its own is done after the run was cancelled, and waited for', async () => {
    const { azure, server, abort, run } = await served(
      () => {
        abort.abort();
        return running;
      },
      ...[begun({}), running, succeeded],
    );
    expect((await run(() => thrownBy(azure.resources.subscriptions()))).code).toBe('AZMON-CANCELLED');
    await run(() => azure.machines.power(MACHINE, 'deallocate', { signal: new AbortController().signal }));
    expect(server.requests.map(({ method }) => method)).toEqual(['GET', 'POST', 'GET', 'GET']);
  });

  test('without waiting nothing is looked at but the extension itself', async () => {
    const { azure, server, run } = await served(begun(), { status: 200, body: extension });
    await run(() => azure.machines.putExtension(PUT, { wait: false }));
    expect(server.requests.map(({ method }) => method)).toEqual(['PUT', 'GET']);
  });

  test('Retry-After: 0 is at once, and no storm', async () => {
    const again = { ...running, headers: { 'retry-after': '0' } };
    const { azure, pace, run } = await served(begun({ 'retry-after': '0' }), again, again, succeeded, {
      status: 200,
      body: extension,
    });
    await run(() => azure.machines.putExtension(PUT, {}));
    expect(pace.waits).toEqual([0, 250, 250]);
  });
});

describe('where a token goes', () => {
  test('not to another host, whatever an answer says', async () => {
    const elsewhere: Reply = {
      status: 201,
      headers: { 'azure-asyncoperation': 'https://evil.example/operations/1' },
      body: extension,
    };
    const { azure, run } = await served(elsewhere);
    expect(await run(() => thrownBy(azure.machines.putExtension(PUT, {})))).toMatchObject({
      ...{ code: 'AZMON-AZURE-ELSEWHERE', exit: 7 },
      why: expect.stringContaining('evil.example'),
    });
  });

  test('nor by a redirect', async () => {
    const { azure, server, run } = await served({ status: 302, headers: { location: 'https://evil.example/' } });
    expect((await run(() => thrownBy(azure.resources.subscriptions()))).code).toBe('AZMON-AZURE');
    expect(server.requests).toHaveLength(1);
  });

  test('nor without TLS', async () => {
    const next = (_: Request, origin: string): Reply => ({
      status: 200,
      body: { value: [], nextLink: `${origin.replace('https', 'http')}/next` },
    });
    const { azure, run } = await served(next);
    expect((await run(() => thrownBy(azure.resources.subscriptions()))).code).toBe('AZMON-AZURE-ELSEWHERE');
  });

  test('a vault of another domain is none', async () => {
    const { azure, run } = await served({ status: 200 });
    const urls = [
      'https://kv.evil.example/secrets/a',
      'http://localhost/secrets/a',
      'https://localhost:1/secrets/a',
      'x',
    ];
    for (const url of urls)
      expect(await run(() => thrownBy(azure.vault.secret(url)))).toMatchObject({
        code: 'AZMON-VAULT-ADDRESS',
        exit: 2,
      });
  });
});

describe('lists', () => {
  test('pages are followed, and one that fails fails the list', async () => {
    const page =
      (id: string, next?: string) =>
      (_: Request, origin: string): Reply => ({
        status: 200,
        body: {
          value: [{ subscriptionId: id, displayName: id, state: 'Enabled' }],
          ...(next === undefined ? {} : { nextLink: `${origin}${next}` }),
        },
      });
    const { azure, server, run } = await served(page('a', '/p2?skiptoken=%2B'), page('b'));
    expect((await run(() => azure.resources.subscriptions())).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(server.requests[1]?.url).toBe('/p2?skiptoken=%2B');
    const broken = await served(page('a', '/p2'), { status: 403 });
    expect((await broken.run(() => thrownBy(broken.azure.resources.subscriptions()))).exit).toBe(3);
  });

  test('Resource Graph: the token is sent back, and rows that are kept back are an error', async () => {
    const page = (more: object): Reply => ({
      status: 200,
      body: { data: [{ id: 'x' }], resultTruncated: 'false', ...more },
    });
    const rowsOf = async (azure: Awaited<ReturnType<typeof served>>['azure']) => {
      const rows = [];
      for await (const some of azure.resources.graph('q', [ID])) rows.push(...some);
      return rows;
    };
    const { azure, server, run } = await served(page({ $skipToken: 't' }), page({}));
    expect(await run(() => rowsOf(azure))).toHaveLength(2);
    expect(server.requests[1]?.body).toMatchObject({
      query: 'q',
      subscriptions: [ID],
      options: { $skipToken: 't', $top: 1000 },
    });
    const kept = await served(page({ resultTruncated: 'true' }));
    expect((await kept.run(() => thrownBy(rowsOf(kept.azure)))).code).toBe('AZMON-AZURE-TRUNCATED');
    const headers = { 'x-ms-tenant-subscription-limit-hit': 'true' };
    const capped = await served({ status: 200, headers, body: { data: [] } });
    expect((await capped.run(() => thrownBy(rowsOf(capped.azure)))).code).toBe('AZMON-AZURE-TRUNCATED');
  });

  test('Resource Graph: a quota that is used up is waited for between pages', async () => {
    const used = { 'x-ms-user-quota-remaining': '0', 'x-ms-user-quota-resets-after': '00:00:04' };
    const first: Reply = { status: 200, headers: used, body: { data: [], $skipToken: 't' } };
    const { azure, pace, run } = await served(first, { status: 200, body: { data: [] } });
    await run(async () => {
      for await (const _ of azure.resources.graph('q', []));
    });
    expect(pace.waits).toEqual([4_000]);
  });
});

describe('what a PUT of an extension holds', () => {
  test('no protected settings where there are none: anything there sends the Azure Monitor Agent another way', async () => {
    const { azure, server, run } = await served(begun(), { status: 200, body: extension });
    await run(() => azure.machines.putExtension({ ...PUT, protectedSettings: {} }, { wait: false }));
    expect(server.requests[0]?.body).not.toHaveProperty('properties.protectedSettings');
  });
});

describe('single answers', () => {
  test('a part of a log answer is none', async () => {
    const body = {
      tables: [{ name: 'PrimaryResult', columns: [], rows: [] }],
      error: { code: 'PartialError', message: 'gave up' },
    };
    const { azure, run } = await served({ status: 200, body });
    expect(await run(() => thrownBy(azure.logs.query(ID, 'Heartbeat')))).toMatchObject({
      code: 'AZMON-AZURE-TRUNCATED',
      exit: 12,
    });
  });

  test('rows by name, times as text', async () => {
    const columns = [
      { name: 'Computer', type: 'string' },
      { name: 'At', type: 'datetime' },
      { name: 'N', type: 'long' },
    ];
    const rows = [
      ['web', '2020-02-04T01:02:03.4567891Z', 5],
      ['db', null, null],
    ];
    const { azure, server, run } = await served({
      status: 200,
      body: { tables: [{ name: 'PrimaryResult', columns, rows }] },
    });
    expect(await run(() => azure.logs.query(ID, 'Heartbeat'))).toEqual([
      { Computer: 'web', At: '2020-02-04T01:02:03.456Z', N: 5 },
      { Computer: 'db', At: null, N: null },
    ]);
    expect(server.requests[0]).toMatchObject({ method: 'POST', url: `/v1/workspaces/${ID}/query` });
  });

  test('a log query ends when its caller says so', async () => {
    const { azure, run } = await served({ status: 200, body: { tables: [] } });
    const signal = AbortSignal.abort();
    expect((await run(() => thrownBy(azure.logs.query(ID, 'Heartbeat', signal)))).code).toBe('AZMON-CANCELLED');
  });

  test('locks: those on the machine and above it, by one question to the subscription', async () => {
    const lock = (scope: string, level: string) => ({
      id: `${scope}/providers/Microsoft.Authorization/locks/l`,
      name: 'l',
      properties: { level },
    });
    const value = [
      lock(`/subscriptions/${ID}`, 'CanNotDelete'),
      lock(MACHINE.toUpperCase(), 'ReadOnly'),
      lock(`${MACHINE}2`, 'ReadOnly'),
      lock(`${MACHINE}/extensions/A`, 'ReadOnly'),
    ];
    const { azure, server, run } = await served({ status: 200, body: { value } });
    expect((await run(() => azure.resources.locks(MACHINE))).map(({ level }) => level)).toEqual([
      'CanNotDelete',
      'ReadOnly',
    ]);
    expect(server.requests[0]?.url).toContain(`/subscriptions/${ID}/providers/Microsoft.Authorization/locks?`);
  });

  test('locks: who may not read the subscription asks the group', async () => {
    const { azure, server, run } = await served({ status: 403 }, { status: 200, body: { value: [] } });
    expect(await run(() => azure.resources.locks(MACHINE))).toEqual([]);
    expect(server.requests[1]?.url).toContain('/resourceGroups/rg/providers/Microsoft.Authorization/locks?');
  });

  test('an identity is added beside those that are there', async () => {
    const user = `/subscriptions/${ID}/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/u`;
    const vm = {
      id: MACHINE,
      name: 'web-01',
      location: 'w',
      identity: { type: 'UserAssigned', userAssignedIdentities: { [user]: {} } },
    };
    const { azure, server, run } = await served({ status: 200, body: vm }, { status: 200, body: vm });
    await run(() => azure.machines.addSystemIdentity(MACHINE, {}));
    expect(server.requests[1]).toMatchObject({
      method: 'PATCH',
      body: { identity: { type: 'SystemAssigned, UserAssigned', userAssignedIdentities: { [user]: {} } } },
    });
  });

  test('keys that Azure does not give', async () => {
    const { azure, run } = await served({ status: 200, body: { primarySharedKey: 'canary' } });
    const problem = await run(() => thrownBy(azure.workspaces.keys(WORKSPACE)));
    expect(problem).toMatchObject({ code: 'AZMON-AZURE', exit: 7 });
    expect(JSON.stringify(problem)).not.toContain('canary');
  });

  test('an answer that is no JSON does not get into the error: it may hold keys', async () => {
    const { azure, run } = await served({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"primarySharedKey":"canary-key',
    });
    const error = await run(() => azure.workspaces.keys(WORKSPACE).catch((thrown: unknown) => thrown));
    expect(error).toBeInstanceOf(Problem);
    expect(`${(error as Problem).message} ${(error as Problem).why}`).not.toContain('canary');
  });
});
