import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Azure, DeploymentRequest } from '../../src/ports.ts';
import { Secret } from '../../src/secret.ts';
import type { DeploymentFailure } from '../../src/target/deployment-failure.ts';
import { BROKEN, KEYS, stateOf, WEB, WORKSPACE } from '../contract/world.ts';
import { sandbox, type TestSandbox } from '../support/sandbox.ts';
import { thrownBy } from './stage.ts';

/** Templates by azmon's own client over TLS, in the sandbox, which evaluates them. */
let one: TestSandbox;
let azure: Azure;
beforeAll(async () => {
  one = await sandbox({ state: stateOf() });
  azure = one.azure();
});
afterAll(() => one.close());

const GROUP = `/subscriptions/${WEB.subscription}/resourceGroups/servers`;
const WAIT = { timeoutMs: 20_000 };

const resource = (name: string) => ({
  ...{ type: 'Microsoft.Compute/virtualMachines/extensions', apiVersion: '2024-07-01' },
  ...{ name: `[concat('${name}', '/OmsAgentForLinux')]`, location: 'westeurope' },
  properties: {
    ...{ publisher: 'Microsoft.EnterpriseCloud.Monitoring', type: 'OmsAgentForLinux', typeHandlerVersion: '1.13' },
    ...{ autoUpgradeMinorVersion: true, settings: { workspaceId: WORKSPACE.workspaceId } },
    protectedSettings: { workspaceKey: "[parameters('workspaceKey')]" },
  },
});
const template = (...resources: readonly object[]) => ({
  ...{ $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#' },
  ...{ contentVersion: '1.0.0.0', parameters: { workspaceKey: { type: 'secureString' } }, resources },
});
const request = (name: string, ...resources: readonly object[]): DeploymentRequest => ({
  ...{ scope: GROUP, name, template: template(...resources) },
  parameters: { workspaceKey: { value: new Secret(KEYS[0]) } },
});
const extensionId = (machine: string): string => `${machine}/extensions/OmsAgentForLinux`.toLowerCase();
const lower = (ids: readonly string[]): readonly string[] => ids.map((id) => id.toLowerCase());

describe('a template in the sandbox', () => {
  test('validated, foreseen, deployed, and deployed again without a change', async () => {
    const { deployments } = azure;
    const wanted = request('one', resource('web-01'));
    expect(lower(await deployments.validate(wanted, WAIT))).toEqual([extensionId(WEB.id)]);
    const before = await deployments.whatIf(wanted, WAIT);
    expect(before.filter(({ change }) => change !== 'Ignore')).toMatchObject([{ change: 'Create' }]);
    const { id, resources } = await deployments.deploy(wanted, WAIT);
    expect(id.toLowerCase()).toMatch(/\/deployments\/one$/);
    expect(lower(resources)).toEqual([extensionId(WEB.id)]);
    expect((await azure.machines.vm(WEB.id)).extensions).toMatchObject([
      { type: 'OmsAgentForLinux', provisioning: 'Succeeded' },
    ]);
    const after = await deployments.whatIf(wanted, WAIT);
    expect(after.map(({ change }) => change)).not.toContain('Create');
    expect(JSON.stringify([before, after])).not.toContain(KEYS[0]);
    expect(await deployments.names(GROUP)).toContain('one');
  });

  test('one that Azure would not take', async () => {
    const wanted = request('bad', { ...resource('web-01'), name: "[oops('x')]" });
    for (const work of [azure.deployments.validate, azure.deployments.deploy])
      expect(await thrownBy(work(wanted, WAIT))).toMatchObject({ code: 'AZMON-TEMPLATE-INVALID', exit: 2 });
  });

  test('one that fails on a machine, in a deployment below: the handler, on its own machine', async () => {
    const nested = {
      ...{ type: 'Microsoft.Resources/deployments', apiVersion: '2022-09-01', name: 'inner' },
      properties: {
        ...{ mode: 'Incremental', expressionEvaluationOptions: { scope: 'inner' } },
        parameters: { workspaceKey: { value: "[parameters('workspaceKey')]" } },
        template: template(resource('broken-01')),
      },
    };
    const problem = await thrownBy(azure.deployments.deploy(request('outer', nested), WAIT));
    expect(problem).toMatchObject({ code: 'AZMON-DEPLOYMENT-FAILED', exit: 7, message: 'the deployment outer failed' });
    const { errors } = problem.cause as DeploymentFailure;
    expect(errors).toHaveLength(1);
    expect(errors[0]?.resource?.toLowerCase()).toBe(extensionId(BROKEN.id));
    expect(errors[0]?.code).toBe('VMExtensionHandlerNonTransientError');
    expect(JSON.stringify([problem.message, problem.why, errors])).not.toContain(KEYS[0]);
  });

  test('into a group that is not there', async () => {
    const wanted = { ...request('x', resource('web-01')), scope: `${GROUP}-nowhere` };
    expect(await thrownBy(azure.deployments.validate(wanted, WAIT))).toMatchObject({
      code: 'AZMON-AZURE-NOT-FOUND',
      exit: 11,
    });
  });
});
