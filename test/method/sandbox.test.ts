import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AGENTS } from '../../src/agent/index.ts';
import { defaultRule } from '../../src/collection/default-rule.ts';
import type { SecretName } from '../../src/method/action.ts';
import { carryOut } from '../../src/method/carry-out.ts';
import { planExtension } from '../../src/method/extension.ts';
import { perform } from '../../src/method/perform.ts';
import { planRemoval } from '../../src/method/removal.ts';
import { type Destination, type ExtensionOptions, HARD_STOPS } from '../../src/method/request.ts';
import type { Azure } from '../../src/ports.ts';
import { Problem } from '../../src/problem.ts';
import { Secret } from '../../src/secret.ts';
import { sandbox, type TestSandbox } from '../support/sandbox.ts';

/** Plans carried out over TLS by azmon's own clients, on a fleet of machines in all their states. */
let running: TestSandbox;
let azure: Azure;
beforeAll(async () => {
  running = await sandbox({ machines: 40 });
  azure = running.azure();
});
afterAll(() => running.close());

const writes = (): number =>
  running.exchanges.filter(({ method, url }) => method !== 'GET' && !url.includes('/token')).length;
const options: ExtensionOptions = { replace: true, startStopped: true };
let count = 0;

/** What became of a machine: `changed`, `unchanged`, or a problem's code. */
interface End {
  readonly name: string;
  readonly end: string;
  readonly problem?: Problem;
}
const names = (ends: readonly End[], end: string): readonly string[] =>
  ends.filter((one) => one.end === end).map(({ name }) => name);
const unexpected = (ends: readonly End[]): readonly End[] => ends.filter(({ end }) => !(end in EXPECTED));

/** Plans and carries out once for each machine; what became of each, by name. Done ones are planned again. */
async function installs(
  agent: keyof typeof AGENTS,
  destination: (system: 'linux' | 'windows') => Destination,
  secrets: ReadonlyMap<SecretName, Secret>,
): Promise<readonly End[]> {
  const ends: End[] = [];
  for (const { id, name } of Object.values(running.state.machines)) {
    const once = async () => {
      const [vm, associations] = await Promise.all([azure.machines.vm(id), azure.rules.associations(id)]);
      count += 1;
      return planExtension({
        ...{ vm, agent: AGENTS[agent], associations, options, tag: `run-${count}` },
        destination: destination(vm.system),
      });
    };
    try {
      const { actions } = await once();
      await carryOut(actions, { azure, secrets, waiting: {}, step: () => {} });
      const before = writes();
      expect(await once()).toMatchObject({ state: 'unchanged' });
      expect(writes()).toBe(before);
      ends.push({ name, end: actions.length === 0 ? 'unchanged' : 'changed' });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      ends.push({ name, end: error.code, problem: error });
    }
  }
  return ends;
}

const workspaceOf = () => {
  const [first] = Object.values(running.state.workspaces).filter(({ localAuthDisabled }) => !localAuthDisabled);
  if (first === undefined) throw new Error('the fleet has no workspace');
  return first;
};

describe('the whole fleet', () => {
  test('the Log Analytics agent: installed or refused for what is the matter with the machine', async () => {
    const { customerId, primaryKey } = workspaceOf();
    const secrets = new Map<SecretName, Secret>([['workspace-key', new Secret(primaryKey)]]);
    const destination = { kind: 'workspace', workspaceId: customerId, cloud: 'sandbox' } as const;
    const ends = await installs('log-analytics', () => destination, secrets);
    expect(names(ends, 'changed')).toContain('web-01');
    expect(names(ends, 'changed').some((name) => name.startsWith('stopped-'))).toBe(true);
    expect(names(ends, 'AZMON-VM-AGENT')).toEqual(expect.arrayContaining(['agentless-01', 'mute-01']));
    expect(names(ends, 'AZMON-EXTENSIONS-FORBIDDEN')).toContain('barred-01');
    expect(names(ends, 'AZMON-ARC-DISCONNECTED')).toContain('arc-gone-01');
    expect(unexpected(ends)).toEqual([]);
    expectWords(ends);
  });

  test('the Azure Monitor Agent: with its default rules, put once', async () => {
    const workspace = await azure.workspaces.get(workspaceOf().id);
    const found = async (system: 'linux' | 'windows') =>
      defaultRule({ workspace, system, rules: await azure.rules.list(workspace.subscription) });
    const [linux, windows] = [await found('linux'), await found('windows')];
    for (const { action } of [linux, windows]) if (action !== undefined) await perform(action, azure, new Map(), {});
    expect([(await found('linux')).action, (await found('windows')).action]).toEqual([undefined, undefined]);
    const rules = { linux, windows };
    const ends = await installs('azure-monitor', (system) => ({ kind: 'rule', rule: rules[system].rule }), new Map());
    expect(names(ends, 'changed')).toContain('web-01');
    expect(unexpected(ends)).toEqual([]);
    expectWords(ends);
  });

  test('machines that were started are stopped again', async () => {
    const stopped = Object.values(running.state.machines).filter(({ name }) => /^(stopped|deallocated)-/.test(name));
    expect(stopped.length).toBeGreaterThan(0);
    for (const { name, power } of stopped) expect(`${name}: ${power}`).toBe(`${name}: ${name.split('-')[0]}`);
  });

  test('removal of both: nothing of them is left where it went through', async () => {
    for (const { id } of Object.values(running.state.machines)) {
      for (const agent of Object.values(AGENTS)) {
        try {
          const [vm, associations] = await Promise.all([azure.machines.vm(id), azure.rules.associations(id)]);
          const request = { ...EMPTY, vm, agent, associations, options: { startStopped: true, ignore: HARD_STOPS } };
          await carryOut(planRemoval(request).actions, { azure, secrets: new Map(), waiting: {}, step: () => {} });
          const after = await azure.machines.vm(id);
          expect(after.extensions.filter(({ publisher }) => publisher === agent.extension.publisher)).toEqual([]);
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          expect(EXPECTED).toHaveProperty([error.code]);
        }
      }
    }
  });
});

const EMPTY = { associations: [], policies: [], locks: [], options: {} } as const;

/** Every handler that failed is told in words, and belongs to its machine. */
function expectWords(ends: readonly End[]): void {
  const failed = ends.filter(({ end }) => end === 'AZMON-EXTENSION-FAILED');
  expect(failed.length).toBeGreaterThan(0);
  for (const { name, problem } of failed) {
    expect(problem?.why).not.toContain('does not know');
    expect(problem?.message).toMatch(/^\w+ failed: /);
    expect(problem?.target).toContain(name);
  }
}

/** Everything that may become of a machine of the fleet. */
const EXPECTED = {
  changed: 'done',
  unchanged: 'it was so',
  'AZMON-EXTENSION-FAILED': 'the handler refused the machine',
  'AZMON-VM-AGENT': 'agentless, mute',
  'AZMON-EXTENSIONS-FORBIDDEN': 'barred',
  'AZMON-ARC-DISCONNECTED': 'arc-gone',
  'AZMON-AZURE-LOCKED': 'locked',
  'AZMON-AZURE-POLICY': 'fenced',
  'AZMON-AZURE-FORBIDDEN': 'sealed',
  'AZMON-AZURE-NOT-FOUND': 'hidden',
  'AZMON-AZURE-UNREGISTERED': 'a subscription without the provider',
};
