import { describe, expect, test } from 'vitest';
import { associable } from '../../src/sandbox/every-machine.ts';
import { fleet, tour } from '../../src/sandbox/fleet.ts';
import { FLEET_PROFILES } from '../../src/sandbox/fleet-images.ts';
import { LINUX_PROFILES } from '../../src/sandbox/profiles-linux.ts';
import { WINDOWS_PROFILES } from '../../src/sandbox/profiles-windows.ts';
import type { SandboxMachine, SandboxState } from '../../src/sandbox/state.ts';

const NOW = Date.UTC(2026, 10, 1);
const of = (state: SandboxState, name: string): SandboxMachine => {
  const found = Object.values(state.machines).find((machine) => machine.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
};
const publishers = ({ extensions }: SandboxMachine): string => extensions.map(({ publisher }) => publisher).join(' + ');
const LEGACY = 'Microsoft.EnterpriseCloud.Monitoring';
const SUCCESSOR = 'Microsoft.Azure.Monitor';

describe('a fleet', () => {
  test.each([1, 20, 1000, 10_000])('has %i machines, at once', (machines) => {
    const begun = performance.now();
    const state = fleet({ machines, now: NOW });
    expect(Object.keys(state.machines)).toHaveLength(machines);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });

  test('is the same for the same seed, and another for another', () => {
    const [one, same, other] = [1, 1, 2].map((seed) => fleet({ machines: 200, now: NOW, seed }));
    expect(one).toEqual(same);
    expect(one).not.toEqual(other);
  });

  test('is plain data', () => {
    const state = fleet({ machines: 50, now: NOW });
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
  });

  test('holds no more than 800 machines in a group, as Azure does', () => {
    const groups = new Map<string, number>();
    for (const { subscription, group } of Object.values(fleet({ machines: 10_000, now: NOW }).machines))
      groups.set(`${subscription}/${group}`, (groups.get(`${subscription}/${group}`) ?? 0) + 1);
    expect(Math.max(...groups.values())).toBeLessThanOrEqual(800);
  });

  test('names profiles that are known', () => {
    const known = [...Object.keys(LINUX_PROFILES), ...Object.keys(WINDOWS_PROFILES)];
    expect(FLEET_PROFILES.filter((profile) => !known.includes(profile))).toEqual([]);
  });

  test('ties only what is there', () => {
    const state = fleet({ machines: 2000, now: NOW });
    for (const { machine, rule } of Object.values(state.associations)) {
      expect(associable(machine, state)).toBeDefined();
      expect(state.rules[rule?.toLowerCase() ?? '']).toBeDefined();
    }
  });
});

const KINDS: readonly (readonly [
  name: string,
  sees: string,
  is: (machine: SandboxMachine, state: SandboxState) => boolean,
])[] = [
  ['web-01', 'no agent', (machine) => machine.extensions.length === 0 && machine.power === 'running'],
  ['oms-01', 'the Log Analytics agent', (machine) => publishers(machine) === LEGACY],
  ['silent-01', 'one whose uploads ended', (machine) => (machine.extensions[0]?.silentSince ?? NOW) < NOW],
  ['both-01', 'both generations', (machine) => publishers(machine) === `${LEGACY} + ${SUCCESSOR}`],
  [
    'ama-01',
    'the successor with a rule',
    (machine, { associations }) =>
      machine.identity.system && Object.values(associations).some((one) => one.machine === machine.id),
  ],
  [
    'norule-01',
    'the successor without one',
    (machine, { associations }) =>
      publishers(machine) === SUCCESSOR && !Object.values(associations).some((one) => one.machine === machine.id),
  ],
  ['stranded-01', 'a system that the successor does not take', ({ profile }) => profile === 'centos-6'],
  ['scom-01', 'a management group', ({ otherAgents }) => otherAgents[0]?.category === 'SCOM Agent'],
  ['defender-01', 'a server whose Defender may hang on the agent', ({ profile }) => profile === 'windows-2012-r2'],
  ['stopped-01', 'a stopped machine', ({ power }) => power === 'stopped'],
  ['deallocated-01', 'one that is given back', ({ power }) => power === 'deallocated'],
  ['failed-01', 'an extension that failed', ({ extensions }) => extensions[0]?.provisioning === 'Failed'],
  [
    'other-01',
    'another workspace',
    ({ extensions }, { workspaces }) =>
      Object.values(workspaces).some(
        ({ name, customerId }) => name === 'logs-other' && customerId === extensions[0]?.workspaceId,
      ),
  ],
  [
    'locked-01',
    'a lock',
    ({ id }, { locks }) => locks.some(({ scope, level }) => scope === id && level === 'ReadOnly'),
  ],
  [
    'policed-01',
    'a policy that puts it back',
    ({ group }, { policies }) =>
      policies.some(({ scope, effect }) => scope.endsWith(`/${group}`) && effect === 'DeployIfNotExists'),
  ],
  [
    'fenced-01',
    'a policy that denies it',
    ({ group }, { policies }) => policies.some(({ scope, effect }) => scope.endsWith(`/${group}`) && effect === 'Deny'),
  ],
  [
    'hidden-01',
    'a subscription without rights',
    ({ subscription }, { permissions }) => permissions[`/subscriptions/${subscription}`]?.actions.length === 0,
  ],
  ['agentless-01', 'no VM agent', ({ vmAgent }) => vmAgent === 'absent'],
  ['mute-01', 'a VM agent that does not report', ({ vmAgent }) => vmAgent === 'not-ready'],
  ['blocked-01', 'no way to the endpoints', ({ networkBlocked }) => networkBlocked === true],
  ['barred-01', 'extensions switched off', ({ extensionsAllowed }) => !extensionsAllowed],
];

describe('by its name one sees', () => {
  const state = fleet({ machines: 30, now: NOW });
  test.each(KINDS)('%s: %s', (name, _sees, is) => expect(is(of(state, name), state)).toBe(true));
});

test('the tour is a dozen machines in one region of one subscription', () => {
  const machines = Object.values(tour(NOW).machines);
  expect(machines).toHaveLength(12);
  expect(new Set(machines.map(({ location, subscription }) => `${subscription} ${location}`)).size).toBe(1);
  expect(new Set(machines.map(({ name }) => name)).size).toBe(12);
});
