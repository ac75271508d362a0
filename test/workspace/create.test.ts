import { describe, expect, it, test } from 'vitest';
import { EXIT, Problem } from '../../src/problem.ts';
import { planWorkspace, type WantedWorkspace } from '../../src/workspace/create.ts';
import { azureWith, forbidden, LOGS, SUBSCRIPTION } from './world.ts';

const wanted = (part: Partial<WantedWorkspace> = {}): WantedWorkspace => ({
  ...{ subscription: SUBSCRIPTION, group: 'monitoring', name: 'logs-we', location: 'westeurope' },
  ...part,
});

describe('a workspace that is wanted', () => {
  test.for([
    ['as it is', wanted()],
    ['in another case', wanted({ name: 'LOGS-WE', group: 'Monitoring' })],
    ['with the days it has', wanted({ retentionDays: 30 })],
    ['in a region as the portal writes it', wanted({ location: 'West Europe' })],
  ] as const)('and is there %s needs nothing', async ([, want]) =>
    expect(await planWorkspace(want, azureWith())).toEqual({ change: 'none', workspace: LOGS }),
  );

  test.for([
    [wanted({ location: 'northeurope' }), 'it is in westeurope, northeurope was asked for'],
    [wanted({ retentionDays: 90 }), 'it keeps data for 30 days, 90 were asked for'],
  ] as const)('and is there otherwise is a conflict', async ([want, why]) => {
    await expect(planWorkspace(want, azureWith())).rejects.toMatchObject({
      code: 'AZMON-WORKSPACE-EXISTS',
      exit: 10,
      why,
    });
  });

  test.for([
    [undefined, 30],
    [90, 90],
  ] as const)('and is not there is made; %s days are %i', async ([days, retentionDays]) => {
    const want = wanted({ name: 'logs-new', ...(days === undefined ? {} : { retentionDays: days }) });
    expect(await planWorkspace(want, azureWith())).toEqual({ change: 'create', put: { ...want, retentionDays } });
  });

  test.for(['abc', '-logs', 'logs-', 'logs_we', LOGS.id, 'a'.repeat(64)])('is not named %s', async (name) => {
    const azure = azureWith();
    await expect(planWorkspace(wanted({ name }), azure)).rejects.toMatchObject({
      code: 'AZMON-WORKSPACE-NAME-FORM',
      exit: 2,
    });
    expect(azure.calls).toEqual([]);
  });

  it('is not made in a group that is not there', async () => {
    const missing = new Problem({
      ...{ code: 'AZMON-AZURE-NOT-FOUND', exit: EXIT['not-found'], message: 'the workspace was not found' },
      why: "Resource group 'monitoring' could not be found. (ResourceGroupNotFound)",
    });
    await expect(planWorkspace(wanted(), azureWith({ failing: { 'workspaces.get': missing } }))).rejects.toMatchObject({
      ...{ code: 'AZMON-GROUP-UNKNOWN', exit: 11 },
    });
  });

  it('is not made where nobody may look whether it is there', async () => {
    const azure = azureWith({ failing: { 'workspaces.get': forbidden() } });
    await expect(planWorkspace(wanted(), azure)).rejects.toMatchObject({ exit: 3 });
  });
});
