import { expect } from 'vitest';
import { recordedExchanges } from '../support/exchanges.ts';
import { describeWith } from '../support/needs.ts';
import { judge, SPECIFICATION } from '../support/specification.ts';

/** Every operation that azmon uses, by the names of the specification: one that went unjudged is missed. */
const AZMONS_OWN: string[] = [
  ...of('DataCollectionRuleAssociations', 'Create', 'Delete', 'ListByResource'),
  ...of('DataCollectionRules', 'Create', 'Get', 'ListBySubscription'),
  ...of('PolicyAssignments', 'ListForResource', 'ListForResourceGroup'),
  ...of('PolicyDefinitions', 'GetBuiltIn'),
  ...of('Providers', 'Get'),
  ...of('Query', 'Execute'),
  'Resources',
  ...of('SharedKeys', 'GetSharedKeys'),
  ...of('Subscriptions', 'List'),
  ...of('VirtualMachineExtensionImages', 'ListVersions'),
  ...of('VirtualMachineExtensions', 'CreateOrUpdate', 'Delete', 'Get'),
  ...of('VirtualMachines', 'Deallocate', 'Get', 'PowerOff', 'RunCommand', 'Start', 'Update'),
  ...of('Workspaces', 'CreateOrUpdate', 'Get'),
];

function of(group: string, ...operations: readonly string[]): string[] {
  return operations.map((operation) => `${group}_${operation}`);
}

/**
 * Runs after all other test files (vitest.config.ts): every request that was sent to a sandbox in this run, and every answer, is held to
 * Microsoft's specification. Alone it has nothing to judge and fails.
 */
describeWith({ data: SPECIFICATION })('all traffic of the test run', (it) => {
  it("fits Microsoft's specification", async () => {
    const exchanges = recordedExchanges().flatMap((one) => one.exchanges);
    const { complaints, operations } = await judge(exchanges);
    expect(complaints).toEqual([]);
    expect([...operations.keys()], 'the other test files must have run').toEqual(expect.arrayContaining(AZMONS_OWN));
  });
});
