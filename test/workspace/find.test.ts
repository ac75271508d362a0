import { describe, expect, it, test } from 'vitest';
import { EXIT, Problem } from '../../src/problem.ts';
import { findWorkspace } from '../../src/workspace/find.ts';
import { listWorkspaces } from '../../src/workspace/list.ts';
import { subscriptionIds } from '../../src/workspace/subscriptions.ts';
import { workspace } from '../support/azure-fake.ts';
import {
  azureWith,
  FOREIGN_SUBSCRIPTION,
  forbidden,
  LOGS,
  OTHER_SUBSCRIPTION,
  PRIMARY,
  SUBSCRIPTION,
  TEST,
} from './world.ts';

const foreign = LOGS.id.replace(SUBSCRIPTION, FOREIGN_SUBSCRIPTION);

describe('a workspace is found', () => {
  test.for([
    ['by its name', 'logs-we'],
    ['by its name in another case', 'LOGS-WE'],
    ['by its id', LOGS.workspaceId],
    ['by its resource id', LOGS.id],
    ['by its resource id without the first slash, in capitals', LOGS.id.slice(1).toUpperCase()],
    ['by its resource id with a slash at the end', `${LOGS.id}/`],
    ['with blanks around it', ' logs-we\n'],
  ] as const)('%s', async ([, text]) => expect(await findWorkspace(text, azureWith(), [])).toEqual(LOGS));

  it('though the graph has not heard of it yet', async () => {
    expect(await findWorkspace('logs-we', azureWith({ graphKnows: [] }), [])).toEqual(LOGS);
    expect(await findWorkspace(LOGS.workspaceId, azureWith({ graphKnows: [] }), [SUBSCRIPTION])).toEqual(LOGS);
  });

  it('in the subscriptions that are named', async () => {
    expect(await findWorkspace('logs-test', azureWith(), [OTHER_SUBSCRIPTION])).toEqual(TEST);
    await expect(findWorkspace('logs-test', azureWith(), [SUBSCRIPTION])).rejects.toMatchObject({
      code: 'AZMON-WORKSPACE-UNKNOWN',
      message: expect.stringContaining(SUBSCRIPTION),
    });
  });
});

describe('a workspace is not found', () => {
  test.for([
    ['logs-wr', 'AZMON-WORKSPACE-UNKNOWN', 11, 'did you mean logs-we?'],
    ['something-else', 'AZMON-WORKSPACE-UNKNOWN', 11, 'subscription, tenant or cloud'],
    ['11111111-0000-0000-0000-000000000000', 'AZMON-WORKSPACE-UNKNOWN', 11, 'subscription, tenant or cloud'],
    [LOGS.id.replace('logs-we', 'logs-wx'), 'AZMON-WORKSPACE-UNKNOWN', 11, 'did you mean logs-we?'],
    ['logs-twin', 'AZMON-WORKSPACE-AMBIGUOUS', 2, '/resourceGroups/b/'],
    [foreign, 'AZMON-SUBSCRIPTION-UNKNOWN', 11, 'Production, Test'],
    [PRIMARY, 'AZMON-WORKSPACE-NAME-FORM', 2, 'a workspace is named by'],
    ['a b', 'AZMON-WORKSPACE-NAME-FORM', 2, 'a workspace is named by'],
  ] as const)('%s: %s', async ([text, code, exit, why]) => {
    const problem = await findWorkspace(text, azureWith(), []).catch((error: unknown) => error);
    expect(problem).toMatchObject({ code, exit, why: expect.stringContaining(why) });
  });

  it('a text that may be a key is not repeated', async () => {
    const problem: unknown = await findWorkspace(PRIMARY, azureWith(), []).catch((error: unknown) => error);
    expect(String(problem)).not.toContain(PRIMARY.slice(0, 20));
  });

  it('in a subscription that is seen and refuses, for the reason that Azure gives', async () => {
    const azure = azureWith({ failing: { 'workspaces.get': forbidden() } });
    await expect(findWorkspace(LOGS.id, azure, [])).rejects.toMatchObject({ code: 'AZMON-AZURE-FORBIDDEN', exit: 3 });
  });

  it('in many subscriptions, without asking them one by one', async () => {
    const many = Array.from({ length: 21 }, (_, index) => ({
      ...{ id: `00000000-0000-0000-0001-0000000000${10 + index}`, name: `s${index}`, state: 'Enabled' },
    }));
    const azure = azureWith({ subscriptions: many });
    await expect(findWorkspace('something-else', azure, [])).rejects.toMatchObject({ exit: EXIT['not-found'] });
    expect(azure.calls.filter((call) => call.startsWith('workspaces.list'))).toEqual([]);
  });

  it('when the suggestion fails, still for its own reason', async () => {
    let asked = 0;
    const azure = azureWith({
      workspaces: [workspace()],
      graph: () => {
        asked += 1;
        if (asked > 1) throw new Problem({ code: 'AZMON-AZURE', exit: EXIT.unavailable, message: 'no' });
        return [];
      },
    });
    await expect(findWorkspace('logs-wr', azure, [])).rejects.toMatchObject({ code: 'AZMON-WORKSPACE-UNKNOWN' });
  });
});

describe('a list of workspaces', () => {
  it('is by subscription and name', async () => {
    const { workspaces, problems } = await listWorkspaces(azureWith(), [OTHER_SUBSCRIPTION, SUBSCRIPTION]);
    expect(workspaces.map(({ name }) => name)).toEqual([
      ...['logs-test', 'logs-keyless', 'logs-twin', 'logs-twin', 'logs-we'],
    ]);
    expect(problems).toEqual([]);
  });

  it('tells what could not be read, and the rest', async () => {
    const azure = azureWith();
    const list = azure.workspaces.list.bind(azure.workspaces);
    const refusing = {
      ...azure,
      workspaces: {
        ...azure.workspaces,
        list: (id: string) => (id === SUBSCRIPTION ? Promise.reject(forbidden()) : list(id)),
      },
    };
    const { workspaces, problems } = await listWorkspaces(refusing, [SUBSCRIPTION, OTHER_SUBSCRIPTION]);
    expect(workspaces).toEqual([TEST]);
    expect(problems).toMatchObject([{ code: 'AZMON-AZURE-FORBIDDEN', target: SUBSCRIPTION }]);
  });
});

describe('subscriptions', () => {
  test.for([
    [[], []],
    [['production'], [SUBSCRIPTION]],
    [
      ['Test', SUBSCRIPTION.toUpperCase()],
      [OTHER_SUBSCRIPTION, SUBSCRIPTION],
    ],
    [['Production', SUBSCRIPTION], [SUBSCRIPTION]],
  ] as const)('%j are %j', async ([named, ids]) => expect(await subscriptionIds(named, azureWith())).toEqual(ids));

  test.for([
    ['Prodution', 'AZMON-SUBSCRIPTION-UNKNOWN', 11, 'did you mean Production?'],
    [FOREIGN_SUBSCRIPTION, 'AZMON-SUBSCRIPTION-UNKNOWN', 11, 'Production, Test'],
  ] as const)('%s: %s', async ([text, code, exit, why]) => {
    await expect(subscriptionIds([text], azureWith())).rejects.toMatchObject({
      ...{ code, exit },
      why: expect.stringContaining(why),
    });
  });

  it('that share a name must be told apart', async () => {
    const subscriptions = [SUBSCRIPTION, OTHER_SUBSCRIPTION].map((id) => ({ id, name: 'Same', state: 'Enabled' }));
    await expect(subscriptionIds(['same'], azureWith({ subscriptions }))).rejects.toMatchObject({
      code: 'AZMON-SUBSCRIPTION-AMBIGUOUS',
      exit: 2,
      why: `${SUBSCRIPTION}, ${OTHER_SUBSCRIPTION}`,
    });
  });
});
