import { expect, test } from 'vitest';
import type { DeploymentRequest } from '../../src/ports.ts';
import { Problem } from '../../src/problem.ts';
import { Secret } from '../../src/secret.ts';
import type { DeploymentFailure } from '../../src/target/deployment-failure.ts';
import { testData } from '../support/data.ts';
import { describeWith } from '../support/needs.ts';
import { processIdentity } from './identity-endpoint.ts';
import { azureAt, loopback, noWaiting } from './loopback.ts';
import { recordedAnswer, replay, withEnvironment } from './replay.ts';

const DATA = testData('data', 'arm-recordings');
const NOBODY = '/subscriptions/00000000-0000-0000-0000-000000000000';
const YEAR_2026 = '/subscriptions/5ca082f3-38f2-4bb0-b0a4-c401184ae3a8';
const YEAR_2016 = '/subscriptions/d05f4e58-b80d-4ebd-a6d7-c9cac216cd39/resourceGroups/xDeploymentTestGroup1470';

const request = (scope: string, name: string, part: Partial<DeploymentRequest> = {}): DeploymentRequest => ({
  ...{ scope, name, template: { resources: [] }, parameters: { key: { value: new Secret('canary-secret') } } },
  ...part,
});

const problemOf = async (work: Promise<unknown>): Promise<Problem> => {
  const error = await work.catch((thrown: unknown) => thrown);
  if (!(error instanceof Problem)) throw new Error('no Problem was thrown', { cause: error });
  return error;
};

describeWith({ data: DATA })('deployments as Azure really answered them', () => {
  const whatIfGroup = `${NOBODY}/resourceGroups/cli_test_deployment_what_if000001`;
  const mock = request(whatIfGroup, 'mock-deployment');
  const STORE = `${whatIfGroup}/providers/Microsoft.Storage/storageAccounts/store3ltwqnrsvfhvk`;

  test('one that is valid names what it would touch', async () => {
    const ids = await replay('deployment-what-if', [0], ({ azure }) => azure.deployments.validate(mock, {}));
    expect(ids).toEqual([STORE]);
  });

  test('deployed into a group, followed, read: its resources', async () => {
    const { done, sent } = await replay('deployment-what-if', [1, 2, 3, 4], async ({ azure, requests }) => ({
      done: await azure.deployments.deploy(mock, {}),
      sent: requests[0]?.body,
    }));
    expect(done).toEqual({
      id: `${whatIfGroup}/providers/Microsoft.Resources/deployments/storage_account_deploy`,
      resources: [STORE],
    });
    expect(sent).toEqual({
      properties: {
        ...{ mode: 'Incremental', template: { resources: [] } },
        parameters: { key: { value: 'canary-secret' } },
      },
    });
  });

  test('without waiting: begun, and read once', async () => {
    const group = `${NOBODY}/resourceGroups/cli_test_group_deployment_no_wait000001`;
    const begun = await replay('deployment-group', [1, 2], ({ azure }) =>
      azure.deployments.deploy(request(group, 'mock-deployment'), { wait: false }),
    );
    expect(begun.resources).toEqual([]);
  });

  test('what it would change, property by property', async () => {
    const changes = await replay('deployment-what-if', [5, 6], ({ azure }) => azure.deployments.whatIf(mock, {}));
    expect(changes).toEqual([
      {
        ...{ id: STORE, change: 'Modify' },
        properties: [{ path: 'sku.name', change: 'Modify', before: 'Standard_LRS', after: 'Standard_GRS' }],
      },
    ]);
  });

  test('a template that is not taken: the reason with its line', async () => {
    const group = `${NOBODY}/resourceGroups/cli_test_resource_group_deployment000001`;
    const problem = await replay('deployment-validation-errors', [3], ({ azure }) =>
      problemOf(azure.deployments.validate(request(group, 'mock-deployment'), {})),
    );
    expect(problem).toMatchObject({
      ...{ code: 'AZMON-TEMPLATE-INVALID', exit: 2 },
      message: 'Azure does not take the template of the deployment mock-deployment',
    });
    expect(problem.why).toMatch(
      /^Deployment template validation failed: .* 'extra_param' at line '18' and column '20'/,
    );
  });

  test('the history of a group', async () => {
    const group = `${NOBODY}/resourceGroups/cli_test_resource_group_deployment000001`;
    const names = await replay('deployment-validation-errors', [15], ({ azure }) => azure.deployments.names(group));
    expect(names.length).toBeGreaterThan(0);
  });

  test('the history of a subscription: empty pages do not end it', async () => {
    const pages = [34, 35, 36, 37, 38];
    const names = await replay('deployment-subscription-and-teardown-2026', pages, ({ azure }) =>
      azure.deployments.names(YEAR_2026),
    );
    expect(names).toEqual(['azdtest-d209f3e-1775758879']);
  });

  test('deployed into a subscription, where the entry has a region', async () => {
    const wanted = request(YEAR_2026, 'azdtest-d209f3e-1775758879', { location: 'eastus2' });
    const recording = 'deployment-subscription-and-teardown-2026';
    const { done, sent } = await replay(recording, [11, 12, 13], async ({ azure, requests }) => ({
      done: await azure.deployments.deploy(wanted, {}),
      sent: requests[0]?.body,
    }));
    expect(done.resources.length).toBeGreaterThan(0);
    expect(sent).toMatchObject({ location: 'eastus2', properties: { mode: 'Incremental' } });
  });

  test.for([
    ['vm-create-with-workspace-windows', 'cli_test_vm_create_with_workspace_windows000001', 20, 33],
    ['vmss-extension-lifecycle', 'cli_test_vmss_extension_2000001', 4, 8],
  ] as const)('%s: deployed with a secure parameter, which does not come back', async ([name, group, from, to]) => {
    const numbers = Array.from({ length: to - from + 1 }, (_, index) => from + index);
    const wanted = request(`${NOBODY}/resourceGroups/${group}`, 'mock-deployment');
    const done = await replay(name, numbers, ({ azure }) => azure.deployments.deploy(wanted, {}));
    expect(done.resources.join()).toMatch(/Microsoft\.Compute\/virtualMachine/);
    const parameters = (recordedAnswer(name, to).response.body as { properties: { parameters: object } }).properties;
    expect(parameters.parameters).toMatchObject({ adminPassword: { type: 'SecureString' } });
  });

  test('one below another fails: the error that matters, on its own resource', async () => {
    // The client that was recorded looked at the deployment itself, not at its operation: that answer alone is put together here.
    const name = 'deployment-failed-nested-2016';
    const { properties } = recordedAnswer(name, 15).response.body as { properties: { error: unknown } };
    const identity = await processIdentity();
    const status = `${YEAR_2016}/providers/Microsoft.Resources/deployments/Deploy1105/operationStatuses/1`;
    const server = await loopback(({ method, url }, origin) => {
      const path = url.split('?')[0]?.toLowerCase();
      if (method === 'PUT')
        return { status: 201, headers: { 'azure-asyncoperation': origin + status }, body: answerOf(4) };
      if (path === status.toLowerCase()) return { status: 200, body: { status: 'Failed', error: properties.error } };
      const n = [16, 18].find((one) => pathOf(one) === path);
      return n === undefined ? { status: 418 } : { status: 200, body: answerOf(n) };
    });
    const answerOf = (n: number): unknown => recordedAnswer(name, n).response.body;
    const pathOf = (n: number): string => new URL(recordedAnswer(name, n).request.url).pathname.toLowerCase();
    const azure = azureAt(server.origin, noWaiting(), { env: identity.env });
    const problem = await withEnvironment(identity.env, () =>
      problemOf(azure.deployments.deploy(request(YEAR_2016, 'Deploy1105'), {})),
    ).finally(server.close);
    expect(problem).toMatchObject({
      code: 'AZMON-DEPLOYMENT-FAILED',
      exit: 7,
      message: 'the deployment Deploy1105 failed',
    });
    expect(problem.why).toMatch(
      /^sdkdeploymenttest9748: No registered resource provider found .*\(NoRegisteredProviderFound\)$/,
    );
    expect((problem.cause as DeploymentFailure).errors).toMatchObject([
      {
        code: 'NoRegisteredProviderFound',
        resource: `${YEAR_2016}/providers/Microsoft.Storage/storageAccounts/sdkdeploymenttest9748`,
      },
    ]);
    expect(server.requests.map(({ method }) => method)).toEqual(['PUT', 'GET', 'GET', 'GET']);
  });
});
