import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import type { Fault } from '../../src/sandbox/faults.ts';
import { type Asked, ask } from '../support/ask.ts';
import { sandbox, type TestSandbox, type TestSandboxOptions } from '../support/sandbox.ts';

const S = '/subscriptions/0a000000-0000-4000-8000-000000000001';
const vm = (name: string): string =>
  `${S}/resourceGroups/app-westeurope/providers/Microsoft.Compute/virtualMachines/${name}`;
const V = 'api-version=2024-07-01';
const EXTENSION = `${vm('web-01')}/extensions/agent?${V}`;
const BODY = {
  location: 'westeurope',
  properties: { publisher: 'Microsoft.Azure.Monitor', type: 'AzureMonitorLinuxAgent', typeHandlerVersion: '1.36' },
};

let opened: TestSandbox[] = [];
afterEach(async () => {
  await Promise.all(opened.map((one) => one.close()));
  opened = [];
});
async function start(options: TestSandboxOptions = {}): Promise<TestSandbox> {
  const one = await sandbox({ machines: 30, ...options });
  opened.push(one);
  return one;
}

/** The address of the operation that an answer began. */
const addressIn = ({ headers }: Asked, azure: TestSandbox, name = 'azure-asyncoperation'): string =>
  (headers.get(name) ?? '').slice(azure.origin.length);
const stateOf = ({ state }: TestSandbox, name: string): string | undefined =>
  Object.values(state.machines).find((machine) => machine.name === name)?.extensions[0]?.provisioning;

describe('long-running operations', () => {
  test('run as long as the clock says, and then say how they ended', async () => {
    const azure = await start({ settings: { operationMs: 1000, retryAfterS: 7 } });
    const put = await ask(azure, 'PUT', EXTENSION, BODY);
    expect([put.status, put.headers.get('retry-after')]).toEqual([201, '7']);
    const address = addressIn(put, azure);
    const running = await ask(azure, 'GET', address);
    expect(running.body).toMatchObject({ status: 'InProgress', startTime: expect.any(String) });
    expect(running.headers.get('retry-after')).toBe('7');
    await wait(1050);
    const done = await ask(azure, 'GET', address);
    expect(done.body).toMatchObject({
      status: 'Succeeded',
      endTime: expect.any(String),
      name: address.split(/[/?]/).at(-2),
    });
    expect(done.headers.get('retry-after')).toBeNull();
  });

  test('a fast clock shortens them, and what callers are told to wait', async () => {
    const azure = await start({ speed: 100, settings: { operationMs: 30_000, retryAfterS: 500 } });
    const put = await ask(azure, 'PUT', EXTENSION, BODY);
    expect(put.headers.get('retry-after')).toBe('5');
    await expect
      .poll(async () => (await ask(azure, 'GET', addressIn(put, azure))).body.status, { timeout: 2000 })
      .toBe('Succeeded');
  });

  test('without delays they are done at the first look, and nobody is told to wait', async () => {
    const azure = await start();
    const put = await ask(azure, 'PUT', EXTENSION, BODY);
    expect(put.headers.get('retry-after')).toBe('0');
    expect((await ask(azure, 'GET', addressIn(put, azure))).body.status).toBe('Succeeded');
  });

  test('end though nobody asks', async () => {
    const azure = await start();
    await ask(azure, 'PUT', EXTENSION, BODY);
    await ask(azure, 'GET', '/subscriptions?api-version=2022-12-01');
    expect(stateOf(azure, 'web-01')).toBe('Succeeded');
  });

  test('have an address as long as those of Azure, that must be followed as it came', async () => {
    const azure = await start();
    const address = addressIn(await ask(azure, 'PUT', EXTENSION, BODY), azure);
    expect(address.length).toBeGreaterThan(2000);
    expect(address.length).toBeLessThan(4096);
    for (const changed of [address.replace(/&s=[^&]*/, ''), address.replace(/&s=./, '&s=')])
      expect((await ask(azure, 'GET', changed)).status).toBe(404);
    expect((await ask(azure, 'GET', address)).status).toBe(200);
  });

  test('the other address is 202 while they run, then the result', async () => {
    const azure = await start({ settings: { operationMs: 1000 } });
    const run = { commandId: 'RunShellScript', script: ['true'] };
    const post = await ask(azure, 'POST', `${vm('web-01')}/runCommand?${V}`, run);
    const address = addressIn(post, azure, 'location');
    const running = await ask(azure, 'GET', address);
    expect([running.status, addressIn(running, azure, 'location')]).toEqual([202, address]);
    await wait(1050);
    const done = await ask(azure, 'GET', address);
    expect([done.status, done.body.value[0].code]).toEqual([200, 'ProvisioningState/succeeded']);
    const off = await ask(azure, 'POST', `${vm('web-01')}/powerOff?${V}`);
    await wait(1050);
    expect((await ask(azure, 'GET', addressIn(off, azure, 'location'))).status).toBe(204);
  });

  test('fail late, and say why, where the VM agent does not report', async () => {
    const azure = await start();
    const put = await ask(azure, 'PUT', EXTENSION.replace('web-01', 'mute-01'), BODY);
    const { body } = await ask(azure, 'GET', addressIn(put, azure));
    expect(body).toMatchObject({ status: 'Failed', error: { code: 'VMAgentStatusCommunicationError' } });
    expect(body.error.message).toMatch(/^VM 'mute-01' has not reported status for VM agent or extensions\./);
    expect(stateOf(azure, 'mute-01')).toBe('Failed');
  });
});

describe('throttling', () => {
  const answers = async (
    azure: TestSandbox,
    times: number,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Asked[]> => {
    const all: Asked[] = [];
    for (let index = 0; index < times; index++) all.push(await ask(azure, method, path, body));
    return all;
  };

  test('twelve changes of a machine in a burst, and the thirteenth has to wait', async () => {
    const azure = await start({ settings: { throttle: true } });
    const all = await answers(azure, 13, 'PUT', EXTENSION, BODY);
    expect(all.map(({ status }) => status)).toEqual([201, ...Array(11).fill(200), 429]);
    expect(all[0]?.headers.get('x-ms-ratelimit-remaining-resource')).toBe(
      'Microsoft.Compute/UpdateVMSubscriptionMaximum;1499,Microsoft.Compute/UpdateVMResource;11',
    );
    const last = all.at(-1);
    // A token comes back every fifteen seconds.
    expect(Number(last?.headers.get('retry-after'))).toBeGreaterThanOrEqual(13);
    expect(Number(last?.headers.get('retry-after'))).toBeLessThanOrEqual(15);
    expect(last?.body).toMatchObject({
      code: 'OperationNotAllowed',
      message: 'The server rejected the request because too many requests have been received for this subscription.',
      details: [{ code: 'TooManyRequests', target: 'UpdateVM' }],
    });
    expect(JSON.parse(last?.body.details[0].message)).toMatchObject({
      operationGroup: 'UpdateVM',
      allowedRequestCount: 12,
    });
    expect((await ask(azure, 'PUT', EXTENSION.replace('web-01', 'debian-01'), BODY)).status).toBe(201);
  });

  test('an operation can be looked at 45 times in a burst', async () => {
    const azure = await start({ settings: { throttle: true } });
    const put = await ask(azure, 'PUT', EXTENSION, BODY);
    const all = await answers(azure, 46, 'GET', addressIn(put, azure));
    expect(all.map(({ status }) => status)).toEqual([...Array(45).fill(200), 429]);
  });

  test('who waits as told is let in again', async () => {
    const azure = await start({ speed: 10, settings: { throttle: true } });
    // On a slow machine tokens come back meanwhile: as many as it takes.
    let answer = await ask(azure, 'PUT', EXTENSION, BODY);
    while (answer.status !== 429) answer = await ask(azure, 'PUT', EXTENSION, BODY);
    await wait(Number(answer.headers.get('retry-after')) * 1000);
    expect((await ask(azure, 'PUT', EXTENSION, BODY)).status).toBe(200);
  });

  test('without delays nothing is refused', async () => {
    const azure = await start();
    const all = await answers(azure, 14, 'PUT', EXTENSION, BODY);
    expect(all.at(-1)?.status).toBe(200);
    expect(all.at(-1)?.headers.get('x-ms-ratelimit-remaining-resource')).toMatch(/UpdateVMResource;0$/);
  });
});

describe('faults', () => {
  const played = (faults: readonly Fault[]) => start({ faults });
  const statuses = async (
    azure: TestSandbox,
    times: number,
    path = `${vm('web-01')}?${V}`,
  ): Promise<(number | 'cut')[]> => {
    const all: (number | 'cut')[] = [];
    for (let index = 0; index < times; index++)
      all.push(
        await ask(azure, 'GET', path).then(
          ({ status }) => status,
          () => 'cut' as const,
        ),
      );
    return all;
  };

  test.for([
    ['all of them', { kind: 'status', status: 503 }, [503, 503, 503]],
    ['the first', { kind: 'status', status: 503, times: 1 }, [503, 200, 200]],
    ['the second', { kind: 'status', status: 503, times: 1, after: 1 }, [200, 503, 200]],
    ['a cut one', { kind: 'cut', times: 1 }, ['cut', 200, 200]],
    ['another method', { kind: 'status', status: 503, method: 'PUT' }, [200, 200, 200]],
    ['its machine', { kind: 'status', status: 503, machine: 'WEB-01' }, [503, 503, 503]],
    ['another machine', { kind: 'status', status: 503, machine: 'win-01' }, [200, 200, 200]],
    ['its path', { kind: 'status', status: 503, path: '/virtualmachines/' }, [503, 503, 503]],
    ['another path', { kind: 'status', status: 503, path: '/extensions/' }, [200, 200, 200]],
  ] as const satisfies readonly (readonly [string, Fault, unknown])[])('spoil %s', async ([, fault, expected]) => {
    const one = { ...fault, path: 'path' in fault ? fault.path : '/providers/' };
    expect(await statuses(await played([one]), 3)).toEqual(expected);
  });

  test('say what they were told to say', async () => {
    const azure = await played([
      { kind: 'status', status: 429, code: 'Busy', message: 'later', retryAfterS: 9, path: vm('web-01') },
    ]);
    const answer = await ask(azure, 'GET', `${vm('web-01')}?${V}`);
    expect([answer.status, answer.body.error, answer.headers.get('retry-after')]).toEqual([
      429,
      { code: 'Busy', message: 'later' },
      '9',
    ]);
  });

  test('keep somebody waiting', async () => {
    const azure = await played([{ kind: 'slow', delayMs: 300, path: vm('web-01') }]);
    const begun = performance.now();
    expect(await statuses(azure, 1)).toEqual([200]);
    expect(performance.now() - begun).toBeGreaterThan(290);
  });

  test('let a handler fail', async () => {
    const azure = await played([{ kind: 'extension', exitCode: 52, message: 'no space left on device', times: 1 }]);
    const put = await ask(azure, 'PUT', EXTENSION, BODY);
    const { body } = await ask(azure, 'GET', addressIn(put, azure));
    expect(body.error.message).toContain('"Enable failed with exit code 52 no space left on device"');
    await ask(azure, 'PUT', EXTENSION, BODY);
    await ask(azure, 'GET', `${vm('web-01')}?${V}`);
    expect(stateOf(azure, 'web-01')).toBe('Succeeded');
  });

  test('let an operation never end', async () => {
    const azure = await played([{ kind: 'stuck', machine: 'web-01' }]);
    const put = await ask(azure, 'PUT', EXTENSION, BODY);
    expect((await ask(azure, 'GET', addressIn(put, azure))).body.status).toBe('InProgress');
    expect(stateOf(azure, 'web-01')).toBe('Creating');
  });

  test('let an agent fall silent', async () => {
    const azure = await played([{ kind: 'silent', machine: 'web-01' }]);
    await ask(azure, 'PUT', EXTENSION, BODY);
    await ask(azure, 'GET', `${vm('web-01')}?${V}`);
    const [extension] = Object.values(azure.state.machines).find(({ name }) => name === 'web-01')?.extensions ?? [];
    expect(extension?.silentSince).toBeLessThan(extension?.workingSince ?? 0);
  });
});

describe('ten thousand machines', () => {
  test('are listed page by page, each once', async () => {
    const azure = await start({ machines: 10_000 });
    const names = new Set<string>();
    let pages = 0;
    for (let path = `${S}/providers/Microsoft.Compute/virtualMachines?${V}`; path !== ''; pages++) {
      const { body } = await ask(azure, 'GET', path);
      for (const { id } of body.value) names.add(id);
      path = (body.nextLink ?? '').slice(azure.origin.length);
    }
    const held = Object.values(azure.state.machines).filter(
      ({ subscription, arc }) => S.endsWith(subscription) && arc === undefined,
    );
    expect(names.size).toBe(held.length);
    expect(pages).toBe(Math.ceil(held.length / 200));
  });
});
