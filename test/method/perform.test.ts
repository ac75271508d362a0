import { describe, expect, test } from 'vitest';
import type { Action } from '../../src/method/action.ts';
import { carryOut } from '../../src/method/carry-out.ts';
import { describeAction } from '../../src/method/describe.ts';
import { planExtension } from '../../src/method/extension.ts';
import { perform } from '../../src/method/perform.ts';
import { planRemoval } from '../../src/method/removal.ts';
import type { Azure, Waiting } from '../../src/ports.ts';
import { Problem } from '../../src/problem.ts';
import { Secret } from '../../src/secret.ts';
import { type FakeWorld, fakeAzure, vm } from '../support/azure-fake.ts';
import { legacy, oms, removal, successor } from './requests.ts';

const machine = vm().id;
const KEY = new Secret('the key');
const SECRETS = new Map([
  ['workspace-key', KEY],
  ['proxy', new Secret('http://u:p@proxy:1')],
  ['proxy-user', new Secret('u')],
  ['proxy-password', new Secret('p')],
] as const);

/** One of each kind, with the port's call that it stands for. */
const EACH: readonly [Action, string, string][] = [
  [
    planExtension(legacy()).actions[0] as Action,
    `putExtension ${machine} OmsAgentForLinux`,
    '+ put extension OmsAgentForLinux 1.13 (workspace 11111111-2222-3333-4444-555555555555): it is not installed',
  ],
  [
    { kind: 'delete-extension', machine, name: 'x', why: 'w' },
    `deleteExtension ${machine} x`,
    '- delete extension x: w',
  ],
  [{ kind: 'add-identity', machine, why: 'w' }, `addSystemIdentity ${machine}`, '+ add a system-assigned identity: w'],
  [
    { kind: 'associate', machine, name: 'n', rule: '/x/r', why: 'w' },
    `associate ${machine} n`,
    '+ associate rule r as n: w',
  ],
  [{ kind: 'dissociate', machine, name: 'n', why: 'w' }, `dissociate ${machine} n`, '- remove association n: w'],
  [{ kind: 'start', machine, why: 'w' }, `power ${machine} start`, '~ start the machine: w'],
  [{ kind: 'stop', machine, to: 'stopped', why: 'w' }, `power ${machine} power-off`, '~ stop the machine again: w'],
  [
    { kind: 'stop', machine, to: 'deallocated', why: 'w' },
    `power ${machine} deallocate`,
    '~ stop and deallocate the machine again: w',
  ],
  [
    {
      ...{ kind: 'put-rule', change: 'create', rule: '/subscriptions/s/resourceGroups/g/providers/p/t/r', why: 'w' },
      ...{ location: 'westeurope', system: 'Linux', tags: {}, properties: {} },
    },
    'putRule /subscriptions/s/resourceGroups/g/providers/p/t/r',
    '+ put data collection rule r: w',
  ],
];

describe('each kind of action', () => {
  test.for(EACH)('%j', async ([action, call, line]) => {
    const azure = fakeAzure({ vms: [vm()] });
    await perform(action, azure, SECRETS, {});
    expect(azure.writes).toHaveLength(1);
    expect(azure.writes[0]?.toLowerCase()).toContain((call.split(' ')[1] ?? '').toLowerCase());
    expect(describeAction(action)).toBe(line);
  });

  test('secrets are put into their slots unopened, one level down too', async () => {
    const azure = fakeAzure({ vms: [vm()] });
    const proxy = { address: 'http://proxy:1', login: true };
    for (const request of [legacy({ options: { proxy } }), successor({ options: { proxy } })]) {
      const [put] = planExtension(request).actions.filter(({ kind }) => kind === 'put-extension');
      await perform(put as Action, azure, SECRETS, {});
    }
    expect(azure.puts.map(({ protectedSettings }) => protectedSettings)).toEqual([
      { workspaceKey: KEY, proxy: SECRETS.get('proxy') },
      { proxy: { username: SECRETS.get('proxy-user'), password: SECRETS.get('proxy-password') } },
    ]);
    expect(azure.puts[0]?.protectedSettings.workspaceKey).toBe(KEY);
    expect(azure.puts[0]).not.toHaveProperty('kind');
    expect(azure.puts[0]).not.toHaveProperty('why');
  });

  test('a secret that was not handed over: nothing is sent', async () => {
    const azure = fakeAzure({ vms: [vm()] });
    const [put] = planExtension(legacy()).actions;
    await expect(perform(put as Action, azure, new Map(), {})).rejects.toThrow(RangeError);
    expect(azure.writes).toEqual([]);
  });

  test('a failed handler is said in the words of its generation, and belongs to the machine', async () => {
    const failed = new Problem({ code: 'AZMON-EXTENSION-FAILED', exit: 7, message: 'it failed', why: 'exit code 51' });
    const azure = fakeAzure({ vms: [vm()], handler: () => failed });
    const [put] = planExtension(legacy()).actions;
    const problem: unknown = await perform(put as Action, azure, SECRETS, {}).catch((error: unknown) => error);
    expect(problem).toMatchObject({ target: machine, message: expect.stringContaining('operating system') });
  });
});

/** The fake, with every wait that it was asked for. */
function watched(world: FakeWorld): { azure: Azure; waits: (boolean | undefined)[]; writes: readonly string[] } {
  const fake = fakeAzure(world);
  const waits: (boolean | undefined)[] = [];
  const note = (waiting: Waiting): Waiting => {
    waits.push(waiting.wait);
    return waiting;
  };
  const { machines } = fake;
  return {
    ...{ waits, writes: fake.writes },
    azure: {
      ...fake,
      machines: {
        ...machines,
        putExtension: (put, waiting) => machines.putExtension(put, note(waiting)),
        deleteExtension: (id, name, waiting) => machines.deleteExtension(id, name, note(waiting)),
        power: (id, change, waiting) => machines.power(id, change, note(waiting)),
        addSystemIdentity: (id, waiting) => machines.addSystemIdentity(id, note(waiting)),
      },
    },
  };
}

const stopped = vm({ power: 'deallocated', vmAgent: { state: 'absent' } });
const startsAndStops = planExtension(legacy({ vm: stopped, options: { startStopped: true } })).actions;
const kinds = (writes: readonly string[]): string[] =>
  writes.map((line) => line.replace(machine, '').replace('  ', ' '));

describe('a plan carried out', () => {
  test('in order, the proof while the machine is up, then stopped as it was', async () => {
    const { azure, writes } = watched({ vms: [stopped] });
    const steps: string[] = [];
    await carryOut(startsAndStops, {
      ...{ azure, secrets: SECRETS, waiting: {} },
      step: ({ kind }) => steps.push(kind),
      done: ({ kind }) => steps.push(`${kind} done`),
      whileUp: async () => void steps.push(`look (${azureVm(azure)})`),
    });
    expect(steps).toEqual([
      ...['start', 'start done', 'put-extension', 'put-extension done'],
      ...['look (1 writes left)', 'stop', 'stop done'],
    ]);
    expect(kinds(writes)).toEqual(['power start', 'putExtension OmsAgentForLinux', 'power deallocate']);

    function azureVm(_: Azure): string {
      return `${3 - writes.length} writes left`;
    }
  });

  test('--no-wait: only the last action is not waited for', async () => {
    const { azure, waits } = watched({ vms: [vm()] });
    const { actions } = planExtension(legacy());
    await carryOut(actions, { azure, secrets: SECRETS, waiting: { wait: false }, step: () => {} });
    expect(waits).toEqual([false]);
  });

  test('--no-wait: what others build on is waited for', async () => {
    const { azure, waits } = watched({ vms: [stopped] });
    await carryOut(startsAndStops, { azure, secrets: SECRETS, waiting: { wait: false }, step: () => {} });
    expect(waits).toEqual([true, true, false]);
  });

  test('--no-wait: an association waits for no extension, and is there when Azure has answered', async () => {
    const { azure, waits } = watched({ vms: [vm()] });
    const ends: string[] = [];
    await carryOut(planExtension(successor()).actions, {
      ...{ azure, secrets: SECRETS, waiting: { wait: false }, step: () => {} },
      done: ({ kind }) => ends.push(`${kind} done`),
      left: ({ kind }) => ends.push(`${kind} left`),
    });
    expect(ends).toEqual(['add-identity done', 'put-extension left', 'associate done']);
    expect(waits).toEqual([true, false]);
  });

  test('a failure between: stopped again, and the failure is told', async () => {
    const failed = new Problem({ code: 'AZMON-EXTENSION-FAILED', exit: 7, message: 'x', why: 'exit code 52' });
    const { azure, writes } = watched({ vms: [stopped], handler: () => failed });
    const run = carryOut(startsAndStops, { azure, secrets: SECRETS, waiting: {}, step: () => {} });
    await expect(run).rejects.toMatchObject({ code: 'AZMON-EXTENSION-FAILED' });
    expect(kinds(writes).at(-1)).toBe('power deallocate');
  });

  test('a proof that fails: stopped again', async () => {
    const { azure, writes } = watched({ vms: [stopped] });
    const whileUp = async (): Promise<void> => {
      throw new Error('no proof');
    };
    await expect(
      carryOut(startsAndStops, { azure, secrets: SECRETS, waiting: {}, step: () => {}, whileUp }),
    ).rejects.toThrow('no proof');
    expect(kinds(writes).at(-1)).toBe('power deallocate');
  });

  test('a cancelled run: nothing new is begun, but the machine is stopped again', async () => {
    const cancel = new AbortController();
    const { azure, writes } = watched({ vms: [stopped] });
    const run = carryOut(startsAndStops, {
      ...{ azure, secrets: SECRETS, waiting: { signal: cancel.signal }, step: () => {} },
      done: () => cancel.abort(),
    });
    await expect(run).rejects.toThrow();
    expect(kinds(writes)).toEqual(['power start', 'power deallocate']);
  });

  test('a start that is refused: nothing is stopped', async () => {
    const power = new Problem({ code: 'AZMON-AZURE-FORBIDDEN', exit: 3, message: 'no right' });
    const { azure, writes } = watched({ vms: [stopped], failing: { power } });
    const run = carryOut(startsAndStops, { azure, secrets: SECRETS, waiting: {}, step: () => {} });
    await expect(run).rejects.toMatchObject({ code: 'AZMON-AZURE-FORBIDDEN', exit: 3, target: machine });
    expect(writes).toEqual([]);
  });

  test('a machine that cannot be stopped after a failure: both are told', async () => {
    const failed = new Problem({ code: 'AZMON-EXTENSION-FAILED', exit: 7, message: 'x', why: 'exit code 52' });
    const { azure } = watched({ vms: [stopped], handler: () => failed });
    const power: Azure['machines']['power'] = async (id, change, waiting) => {
      if (change !== 'start')
        throw new Problem({ code: 'AZMON-AZURE-FORBIDDEN', exit: 3, message: 'no right to stop' });
      await azure.machines.power(id, change, waiting);
    };
    const run = carryOut(startsAndStops, {
      azure: { ...azure, machines: { ...azure.machines, power } },
      ...{ secrets: SECRETS, waiting: {}, step: () => {} },
    });
    await expect(run).rejects.toMatchObject({
      code: 'AZMON-EXTENSION-FAILED',
      why: expect.stringContaining('could not be stopped again: no right to stop'),
    });
  });

  test('removal', async () => {
    const fake = fakeAzure({ vms: [vm({ extensions: [oms({ name: 'x' })] })] });
    const { actions } = planRemoval(removal({ vm: fake.vm(machine) }));
    await carryOut(actions, { azure: fake, secrets: new Map(), waiting: {}, step: () => {} });
    expect(fake.vm(machine).extensions).toEqual([]);
  });
});
