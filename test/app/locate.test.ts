import { describe, expect, test } from 'vitest';
import { locateTarget } from '../../src/app/locate.ts';
import type { GraphRow } from '../../src/ports.ts';
import { EXIT, Problem } from '../../src/problem.ts';
import { ALL_MACHINES, MACHINES_NAMED } from '../../src/target/graph-queries.ts';
import { parseTarget } from '../../src/target/parse-target.ts';
import { type FakeAzure, type FakeWorld, fakeAzure, SUBSCRIPTION } from '../support/azure-fake.ts';

const OTHER = SUBSCRIPTION.replace(/1$/, '2');
const idOf = (group: string, name: string, subscription = SUBSCRIPTION): string =>
  `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Compute/virtualMachines/${name}`;

const FLEET = [
  idOf('prod', 'web-01'),
  idOf('test', 'db-01'),
  idOf('prod', 'db-01'),
  idOf('Prod', 'twin'),
  idOf('prod', 'twin', OTHER),
];

/** Resource Graph over these ids; names its subscriptions in what it is asked. */
function graph(ids: readonly string[]): NonNullable<FakeWorld['graph']> {
  const rows = (wanted: (name: string) => boolean): GraphRow[] =>
    ids
      .filter((id) => wanted(id.slice(id.lastIndexOf('/') + 1)))
      .map((id) => ({ id, name: id.slice(id.lastIndexOf('/') + 1), type: 'Microsoft.Compute/virtualMachines' }));
  return (query) => {
    const named = MACHINES_NAMED.read(query);
    if (named !== undefined) return rows((name) => name.toLowerCase() === named.name.toLowerCase());
    if (ALL_MACHINES.read(query) !== undefined) return rows(() => true);
    throw new Error('not one of our queries');
  };
}

const SEEN = [
  { id: SUBSCRIPTION, name: 'production', state: 'Enabled' },
  { id: OTHER, name: 'test', state: 'Enabled' },
];
const azure = (more: FakeWorld = {}): FakeAzure => fakeAzure({ graph: graph(FLEET), subscriptions: SEEN, ...more });

const located = async (text: string, subscriptions: readonly string[] = [], from = azure()): Promise<string> =>
  (await locateTarget(parseTarget(text), from, subscriptions)).id;

async function refused(text: string, subscriptions: readonly string[] = [], from = azure()): Promise<Problem> {
  const thrown = await locateTarget(parseTarget(text), from, subscriptions).catch((error: unknown) => error);
  if (!(thrown instanceof Problem)) throw new Error(`no Problem: ${JSON.stringify(thrown)}`);
  return thrown;
}

describe('a machine is found', () => {
  test.each([
    ['by its name', 'azure:web-01', [], FLEET[0]],
    ['in any case', 'azure:WEB-01', [], FLEET[0]],
    ['by group and name', 'azure:test/db-01', [], FLEET[1]],
    ['the group in any case', 'azure:TEST/db-01', [], FLEET[1]],
    ['by group and one subscription, without a question', 'azure:any/name', [OTHER], idOf('any', 'name', OTHER)],
    ['by its resource id, without a question', idOf('any', 'name'), [], idOf('any', 'name')],
  ])('%s', async (_, text, subscriptions, expected) => expect(await located(text, subscriptions)).toBe(expected));

  test('in the subscriptions that were named', async () => {
    const asked: unknown[] = [];
    const from = fakeAzure({
      graph: (query, subscriptions) => {
        asked.push(subscriptions);
        return graph(FLEET)(query, subscriptions);
      },
    });
    await located('azure:web-01', [SUBSCRIPTION, OTHER], from);
    expect(asked).toEqual([[SUBSCRIPTION, OTHER]]);
  });

  test('asking nothing where the id is known', async () => {
    const from = azure();
    await located(idOf('any', 'name'), [], from);
    await located('azure:any/name', [OTHER], from);
    expect(from.calls).toEqual([]);
  });
});

describe('a machine that is not there', () => {
  test('says where was looked', async () => {
    const problem = await refused('azure:nobody');
    expect(problem).toMatchObject({ code: 'AZMON-TARGET-NOT-FOUND', exit: EXIT['not-found'], target: 'azure:nobody' });
    expect(problem.message).toBe('no virtual machine nobody was found');
    expect(problem.why).toContain('the subscriptions production, test');
  });

  test('names only the subscriptions that were asked for, and the others as a way out', async () => {
    const { why, fix } = await refused('azure:nobody', [OTHER]);
    expect(why).toContain('looked in the subscription test;');
    expect(fix[0]?.text).toBe('it may be in another subscription that you can see: --subscription production');
  });

  test('names the one that was likely meant', async () => {
    expect((await refused('azure:wbe-01')).fix[0]).toEqual({ text: 'did you mean azure:web-01?' });
  });

  test('names groups where the name is known', async () => {
    const problem = await refused('azure:prdo/web-01');
    expect(problem.message).toBe('no virtual machine web-01 was found in the group prdo');
    expect(problem.fix[0]).toEqual({ text: 'there is one of that name elsewhere: azure:prod/web-01' });
  });

  test('asks for other names once, however many are wrong', async () => {
    const from = azure();
    await Promise.all(['azure:nobody', 'azure:noone', 'azure:nix'].map((text) => refused(text, [], from)));
    expect(from.calls.filter((call) => call === 'graph')).toHaveLength(4);
  });

  test('is still told where the subscriptions cannot be listed', async () => {
    const denied = new Problem({ code: 'AZMON-AZURE-DENIED', exit: EXIT.auth, message: 'no' });
    const problem = await refused('azure:nobody', [], azure({ failing: { subscriptions: denied } }));
    expect(problem.code).toBe('AZMON-TARGET-NOT-FOUND');
  });
});

describe('a name that several machines have', () => {
  test('lists their ids, and how one is named', async () => {
    const problem = await refused('azure:db-01');
    expect(problem).toMatchObject({ code: 'AZMON-TARGET-AMBIGUOUS', exit: EXIT.usage });
    expect(problem.why).toBe(`${FLEET[1]}, ${FLEET[2]}`);
    expect(problem.fix[0]?.text).toBe('name its group too: azure:test/db-01');
  });

  test('in groups of one name: the subscription tells them apart', async () => {
    expect((await refused('azure:prod/twin')).fix[0]?.text).toContain('--subscription');
  });
});

describe('every kind of machine is found by the same look-up', () => {
  const path = {
    azure: 'Compute/virtualMachines',
    arc: 'HybridCompute/machines',
    vmss: 'Compute/virtualMachineScaleSets',
  };
  const of = (kind: keyof typeof path, group = 'g', name = 'one'): string =>
    `/subscriptions/${SUBSCRIPTION}/resourceGroups/${group}/providers/Microsoft.${path[kind]}/${name}`;
  const all = azure({
    graph: (query) => {
      const { type, name } = MACHINES_NAMED.read(query) ?? { type: '', name: '' };
      const ids = [of('azure'), of('arc'), of('vmss'), of('vmss', 'h', 'twin'), of('vmss', 'i', 'twin')];
      return ids.filter((id) => id.toLowerCase().includes(`${type}/${name}`)).map((id) => ({ id }));
    },
  });

  test.each(['azure', 'arc', 'vmss'] as const)('%s', async (kind) => {
    expect(await located(`${kind}:one`, [], all)).toBe(of(kind));
    expect(await located(`${kind}:g/one`, [SUBSCRIPTION], all)).toBe(of(kind));
    expect(await located(of(kind), [], all)).toBe(of(kind));
  });

  test.each([
    ['arc:two', 'AZMON-TARGET-NOT-FOUND', 'no Azure Arc machine two was found'],
    ['vmss:two', 'AZMON-TARGET-NOT-FOUND', 'no scale set two was found'],
    ['vmss:twin', 'AZMON-TARGET-AMBIGUOUS', '2 scale sets are named twin'],
  ])('%s', async (text, code, message) => expect(await refused(text, [], all)).toMatchObject({ code, message }));
});
