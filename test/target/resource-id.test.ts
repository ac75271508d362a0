import { describe, expect, it } from 'vitest';
import { parseResourceId, shortTarget } from '../../src/target/resource-id.ts';

const SUB = '/subscriptions/11111111-2222-3333-4444-555555555555';
const VM = 'providers/Microsoft.Compute/virtualMachines';

describe('a resource id', () => {
  it.each([
    [`${SUB}/resourceGroups/rg/${VM}/web`, 'vm', 'web'],
    [`${SUB}/resourceGroups/rg/${VM}/web/`, 'vm', 'web'],
    [`${SUB}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachineScaleSets/pool`, 'scale-set', 'pool'],
    [`${SUB}/resourcegroups/rg/providers/microsoft.hybridcompute/MACHINES/db`, 'arc', 'db'],
  ])('%s is a %s', (text, type, name) => {
    expect(parseResourceId(text)).toMatchObject({ type, name, group: 'rg', subscription: SUB.split('/')[2] });
  });

  it('has one key, however Azure spells it', () => {
    const spellings = [
      `${SUB}/resourceGroups/RG/${VM}/Web`,
      `${SUB}/resourcegroups/rg/providers/microsoft.compute/virtualmachines/web`,
    ];
    expect(new Set(spellings.map((text) => parseResourceId(text).key)).size).toBe(1);
  });

  it('keeps the spelling of names, and gives the fixed words in Microsoft’s', () => {
    expect(parseResourceId(`${SUB}/RESOURCEGROUPS/Prod/PROVIDERS/microsoft.compute/virtualmachines/Web`).id).toBe(
      `${SUB}/resourceGroups/Prod/${VM}/Web`,
    );
  });

  it.each([
    ['/subscriptions', 'not a GUID'],
    ['subscriptions/x', '/subscriptions/'],
    ['/subscriptions/prod/resourceGroups/rg', 'not a GUID'],
    [`${SUB}/rg`, '/resourceGroups/ is missing'],
    [`${SUB}/resourceGroups/`, 'resource group is missing'],
    [`${SUB}/resourceGroups/rg./${VM}/web`, 'resource group is missing or not allowed'],
    [`${SUB}/resourceGroups/rg/${VM.replace('providers/', '')}/web`, '/providers/ is missing'],
    [`${SUB}/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/x`, 'neither a virtual machine'],
    [`${SUB}/resourceGroups/rg/${VM}`, 'name of the machine is missing'],
    [`${SUB}/resourceGroups/rg/${VM}/we b`, 'name of the machine is missing or not allowed'],
    [`${SUB}/resourceGroups/rg/${VM}/web/extensions/oms`, 'something follows'],
  ])('%s is refused: %s', (text, why) => {
    expect(() => parseResourceId(text)).toThrow(
      expect.objectContaining({ code: 'AZMON-TARGET-ID', exit: 2, why: expect.stringContaining(why) }),
    );
  });
});

describe('the short name of a target', () => {
  it.each([
    [`${SUB}/resourceGroups/rg/${VM}/web`, 'azure:rg/web'],
    [`${SUB}/resourcegroups/rg/providers/microsoft.compute/virtualmachines/web`, 'azure:rg/web'],
    [`${SUB}/resourceGroups/rg/providers/Microsoft.HybridCompute/machines/web`, 'arc:rg/web'],
    [`${SUB}/resourceGroups/rg/${VM}/web/extensions/x`, `${SUB}/resourceGroups/rg/${VM}/web/extensions/x`],
    ['ssh://web', 'ssh://web'],
    ['local', 'local'],
  ])('%s is %s', (target, name) => expect(shortTarget(target)).toBe(name));
});
