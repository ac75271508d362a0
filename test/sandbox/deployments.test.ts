import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Asked, ask } from '../support/ask.ts';
import { describeWith } from '../support/needs.ts';
import { sandbox, type TestSandbox } from '../support/sandbox.ts';
import { ROOT } from '../support/source.ts';
import { SPECIFICATION, validate } from '../support/specification.ts';

const S = '/subscriptions/0a000000-0000-4000-8000-000000000001';
const APP = `${S}/resourceGroups/app-westeurope`;
const MONITORING = `${S}/resourceGroups/monitoring`;
const WORKSPACE = `${MONITORING}/providers/Microsoft.OperationalInsights/workspaces/logs-westeurope`;
const KEY = 'a-canary-that-must-not-stay';
const at = (scope: string, name: string, tail = ''): string =>
  `${scope}/providers/Microsoft.Resources/deployments/${name}${tail}?api-version=2024-07-01`;

const SCHEMA = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#';
interface Parts {
  readonly parameters?: object;
  readonly variables?: object;
  readonly outputs?: object;
}
const template = (resources: readonly object[], parts: Parts = {}) => ({
  ...{ $schema: SCHEMA, contentVersion: '1.0.0.0', resources, ...parts },
});
const wish = (resources: readonly object[], parts: Parts = {}, values: Record<string, unknown> = {}) => ({
  properties: {
    ...{ mode: 'Incremental', template: template(resources, parts) },
    parameters: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }])),
  },
});
const extension = (machine: string, more: object = {}, properties: object = {}) => ({
  ...{ type: 'Microsoft.Compute/virtualMachines/extensions', apiVersion: '2024-07-01', name: `${machine}/agent` },
  ...{ location: 'westeurope', ...more },
  properties: {
    ...{ publisher: 'Microsoft.EnterpriseCloud.Monitoring', type: 'OmsAgentForLinux', typeHandlerVersion: '1.13' },
    settings: { workspaceId: `[reference('${WORKSPACE}', '2022-10-01').customerId]` },
    protectedSettings: { workspaceKey: `[listKeys('${WORKSPACE}', '2022-10-01').primarySharedKey]` },
    ...properties,
  },
});
const workspace = (name: string, more: object = {}) => ({
  ...{ type: 'Microsoft.OperationalInsights/workspaces', apiVersion: '2022-10-01', name, location: 'westeurope' },
  ...{ properties: { sku: { name: 'PerGB2018' }, retentionInDays: 30 }, ...more },
});
const nested = (name: string, group: string, resources: readonly object[], more: object = {}, parts: Parts = {}) => ({
  ...{ type: 'Microsoft.Resources/deployments', apiVersion: '2022-09-01', name, resourceGroup: group },
  properties: { mode: 'Incremental', template: template(resources, parts), ...more },
});

let azure: TestSandbox;
beforeAll(async () => {
  azure = await sandbox({ machines: 120 });
});
afterAll(() => azure.close());

/** Deploys and gives the deployment when it is over. */
async function deployed(scope: string, name: string, body: object, one = azure): Promise<Asked> {
  const taken = await ask(one, 'PUT', at(scope, name), body);
  if (taken.status >= 300) return taken;
  expect(taken.body.properties.provisioningState).toBe('Accepted');
  const poll = (taken.headers.get('azure-asyncoperation') ?? '').slice(one.origin.length);
  for (let look = 0; look < 50; look++) {
    const { body: said } = await ask(one, 'GET', poll);
    if (!['Accepted', 'Running'].includes(said.status)) return ask(one, 'GET', at(scope, name));
  }
  throw new Error('it does not end');
}
const operationsOf = async (scope: string, name: string, one = azure): Promise<readonly Record<string, never>[]> =>
  (await ask(one, 'GET', at(scope, name, '/operations'))).body.value;
const free = (system: 'linux' | 'windows', power = 'running', one = azure): string[] =>
  Object.values(one.state.machines)
    .filter(
      (machine) =>
        machine.id.startsWith(`${APP}/providers/Microsoft.Compute/`) &&
        machine.system === system &&
        machine.power === power &&
        machine.vmAgent === 'ready' &&
        machine.extensions.length === 0 &&
        !/locked|denied|silent/.test(machine.name),
    )
    .map(({ name }) => name);

describe('a template', () => {
  test('puts an extension on a machine: key and id are read inside, and neither comes out', async () => {
    const [machine = ''] = free('linux');
    const done = await deployed(APP, 'first', wish([extension(machine)]));
    expect(done.body.properties.provisioningState).toBe('Succeeded');
    const id = `${APP}/providers/Microsoft.Compute/virtualMachines/${machine}/extensions/agent`;
    expect(done.body.properties.outputResources).toEqual([{ id }]);
    const shown = await ask(azure, 'GET', `${id}?api-version=2024-07-01`);
    expect(shown.body.properties.settings.workspaceId).toBe(
      azure.state.workspaces[WORKSPACE.toLowerCase()]?.customerId,
    );
    expect(
      azure.state.machines[`${APP}/providers/microsoft.compute/virtualmachines/${machine}`.toLowerCase()]
        ?.extensions[0],
    ).toMatchObject({
      ...{ provisioning: 'Succeeded', protectedNames: ['workspaceKey'] },
      workspaceId: azure.state.workspaces[WORKSPACE.toLowerCase()]?.customerId,
    });
    const [operation] = await operationsOf(APP, 'first');
    expect(operation).toMatchObject({
      properties: { statusCode: 'Created', targetResource: { id, resourceName: `${machine}/agent` } },
    });
    expect(JSON.stringify(azure.state.deployments)).not.toContain(
      azure.state.workspaces[WORKSPACE.toLowerCase()]?.primaryKey,
    );
  });

  test('waits for what it depends on, and loops', async () => {
    const body = wish(
      [
        workspace('[parameters("name")]'.replaceAll('"', "'")),
        {
          ...workspace("[format('{0}-{1}', parameters('name'), copyIndex(1))]"),
          ...{ copy: { name: 'more', count: "[variables('count')]", mode: 'serial', batchSize: 1 } },
          dependsOn: ["[parameters('name')]"],
          tags: { first: "[reference(parameters('name')).customerId]" },
        },
      ],
      {
        parameters: { name: { type: 'string', minLength: 4 } },
        variables: { count: 2 },
        outputs: {
          ids: {
            type: 'array',
            copy: { count: 2, input: "[reference(format('{0}-{1}', parameters('name'), copyIndex(1))).customerId]" },
          },
          hidden: { type: 'securestring', value: 'not shown' },
        },
      },
      { name: 'logs-made' },
    );
    const done = await deployed(MONITORING, 'looped', body);
    expect(done.body.properties).toMatchObject({
      provisioningState: 'Succeeded',
      outputs: { hidden: { type: 'SecureString' } },
    });
    expect(done.body.properties.outputs.hidden.value).toBeUndefined();
    const made = ['logs-made', 'logs-made-1', 'logs-made-2'].map(
      (name) =>
        azure.state.workspaces[
          `${MONITORING}/providers/Microsoft.OperationalInsights/workspaces/${name}`.toLowerCase()
        ],
    );
    expect(made[1]?.tags).toEqual({ first: made[0]?.customerId });
    expect(done.body.properties.outputs.ids.value).toEqual([made[1]?.customerId, made[2]?.customerId]);
    expect(done.body.properties.dependencies.map(({ resourceName }: { resourceName: string }) => resourceName)).toEqual(
      ['logs-made-1', 'logs-made-2'],
    );
  });

  test('deploys to several groups from a subscription, with values and ids of one handed to the other', async () => {
    const [machine = ''] = free('linux');
    const inner = { expressionEvaluationOptions: { scope: 'inner' } };
    const body = {
      location: 'westeurope',
      ...wish([
        nested('rooms', 'monitoring', [workspace('logs-nested')], inner, {
          outputs: {
            id: { type: 'string', value: "[resourceId('Microsoft.OperationalInsights/workspaces', 'logs-nested')]" },
          },
        }),
        {
          ...nested(
            'agents',
            'app-westeurope',
            [
              extension(
                "[parameters('machine')]",
                { name: "[concat(parameters('machine'), '/agent')]" },
                {
                  settings: { workspaceId: "[reference(parameters('workspace'), '2022-10-01').customerId]" },
                  protectedSettings: { workspaceKey: "[parameters('key')]" },
                },
              ),
            ],
            {
              ...inner,
              parameters: {
                machine: { value: machine },
                workspace: {
                  value: "[reference(subscriptionResourceId('Microsoft.Resources/deployments', 'none'), '2022-09-01')]",
                },
                key: { value: "[listKeys(reference('rooms').outputs.id.value, '2022-10-01').primarySharedKey]" },
              },
            },
            {
              parameters: { machine: { type: 'string' }, workspace: { type: 'string' }, key: { type: 'securestring' } },
            },
          ),
          dependsOn: ['rooms'],
        },
      ]),
    };
    const second = body.properties.template.resources[1] as {
      properties: { parameters: { workspace: { value: string } } };
    };
    second.properties.parameters.workspace.value = "[reference('rooms').outputs.id.value]";
    const done = await deployed(S, 'wide', body);
    expect([done.body.properties.provisioningState, done.body.properties.error]).toEqual(['Succeeded', undefined]);
    expect(done.body.properties.outputResources.map(({ id }: { id: string }) => id.split('/').at(-1))).toEqual([
      'logs-nested',
      'agent',
    ]);
    const key =
      azure.state.workspaces[
        `${MONITORING}/providers/microsoft.operationalinsights/workspaces/logs-nested`.toLowerCase()
      ]?.primaryKey;
    expect(JSON.stringify(azure.state.deployments)).not.toContain(key);
    const inside = await ask(azure, 'GET', at(APP, 'agents'));
    expect(inside.body.properties.parameters.key).toEqual({ type: 'SecureString' });
  });

  test('keeps and returns no secret', async () => {
    const [machine = ''] = free('linux');
    const body = wish(
      [
        extension(
          machine,
          { name: `${machine}/secret` },
          {
            protectedSettings: { workspaceKey: "[parameters('key')]", all: "[parameters('more')]" },
            settings: { workspaceId: 'x', told: "[parameters('key')]" },
          },
        ),
      ],
      { parameters: { key: { type: 'securestring' }, more: { type: 'secureObject' } } },
      { key: KEY, more: { deep: `${KEY}-too` } },
    );
    const said: unknown[] = [];
    for (const tail of ['/validate', '/whatIf']) {
      const answer = await ask(azure, 'POST', at(APP, 'secret', tail), body);
      said.push(answer.body);
      const location = answer.headers.get('location');
      if (location !== null) said.push((await ask(azure, 'GET', location.slice(azure.origin.length))).body);
    }
    const [id] = Object.keys(azure.state.deployments ?? {}).filter((one) => one.endsWith('/secret'));
    expect(id).toBeUndefined();
    expect(JSON.stringify(said)).not.toContain(KEY);
    expect(JSON.stringify(said)).toContain('"told":"*******"');
    const plain = wish(
      [
        extension(
          machine,
          { name: `${machine}/secret` },
          { protectedSettings: { workspaceKey: "[parameters('key')]" } },
        ),
      ],
      { parameters: { key: { type: 'securestring' } } },
      { key: KEY },
    );
    said.push((await deployed(APP, 'secret', plain)).body, await operationsOf(APP, 'secret'));
    expect(JSON.stringify(said)).not.toContain(KEY);
    expect(JSON.stringify(azure.state)).not.toContain(KEY);
  });

  test('registers what it needs', async () => {
    azure.state.providers[S.slice(15)] = { 'microsoft.operationalinsights': 'NotRegistered' };
    const done = await deployed(MONITORING, 'registered', wish([workspace('logs-registered')]));
    expect(done.body.properties.provisioningState).toBe('Succeeded');
    expect(azure.state.providers[S.slice(15)]).toEqual({ 'microsoft.operationalinsights': 'Registered' });
  });
});

describe('what fails', () => {
  test('is told by its provider, on its resource; the others go on, what depends on it does not begin', async () => {
    const [machine = ''] = free('linux');
    const [stopped = ''] = Object.values(azure.state.machines)
      .filter(({ power, id }) => power !== 'running' && id.startsWith(`${APP}/providers/Microsoft.Compute/`))
      .map(({ name }) => name);
    const done = await deployed(
      APP,
      'partly',
      wish([extension(stopped), extension(machine), workspace('logs-after', { dependsOn: [`${stopped}/agent`] })]),
    );
    expect(done.body.error).toBeUndefined();
    const { error, provisioningState } = done.body.properties;
    expect([provisioningState, error.code, error.details.length]).toEqual(['Failed', 'DeploymentFailed', 1]);
    expect(error.details[0]).toMatchObject({ code: 'OperationNotAllowed', message: /not running/ });
    const operations = await operationsOf(APP, 'partly');
    expect(operations.map(({ properties }) => properties)).toMatchObject([
      {
        provisioningState: 'Failed',
        statusCode: 'Conflict',
        statusMessage: { error: { code: 'OperationNotAllowed' } },
        targetResource: { resourceName: `${stopped}/agent` },
      },
      { provisioningState: 'Succeeded', targetResource: { resourceName: `${machine}/agent` } },
    ]);
  });

  test('inside a nested deployment is wrapped as Azure wraps it', async () => {
    const outer = wish([nested('inside', 'monitoring', [workspace('x')])]);
    const done = await deployed(APP, 'around', outer);
    const wrapped = done.body.properties.error.details[0];
    expect(wrapped.code).toBe('ResourceDeploymentFailure');
    expect(wrapped.target).toBe(`${MONITORING}/providers/Microsoft.Resources/deployments/inside`);
    expect(wrapped.details[0].code).toBe('DeploymentFailed');
    expect(wrapped.details[0].details[0].code).toBe('InvalidResourceName');
  });

  test('in the guest comes with the words of the handler', async () => {
    const one = await sandbox({
      machines: 30,
      faults: [{ kind: 'extension', path: 'virtualMachines', exitCode: 52, message: 'no marker' }],
    });
    try {
      const [machine = ''] = free('linux', 'running', one);
      const done = await deployed(APP, 'guest', wish([extension(machine)]), one);
      expect(done.body.properties.error.details[0].code).toMatch(/^VMExtension/);
      const [operation] = await operationsOf(APP, 'guest', one);
      expect(operation).toMatchObject({ properties: { statusMessage: { status: 'Failed' } } });
    } finally {
      await one.close();
    }
  });

  test('for lack of rights is told before anything is touched, or where the key is read', async () => {
    azure.state.permissions[MONITORING.toLowerCase()] = { actions: ['*'], notActions: ['*/sharedKeys/action'] };
    azure.state.permissions[`${S}/resourcegroups/app-newzealand`] = {
      actions: ['Microsoft.Resources/*'],
      notActions: [],
    };
    const [machine = ''] = free('windows');
    const body = wish([extension(machine, {}, { type: 'MicrosoftMonitoringAgent', typeHandlerVersion: '1.0' })]);
    const done = await deployed(APP, 'no-key', body);
    expect(done.body.properties.error.details[0]).toMatchObject({
      code: 'AuthorizationFailed',
      message: /sharedKeys\/action/,
    });
    azure.state.permissions[APP.toLowerCase()] = { actions: ['Microsoft.Resources/*'], notActions: [] };
    const refused = await ask(azure, 'PUT', at(APP, 'no-right'), body);
    delete azure.state.permissions[APP.toLowerCase()];
    delete azure.state.permissions[MONITORING.toLowerCase()];
    expect([refused.status, refused.body.error.code]).toEqual([403, 'InvalidTemplateDeployment']);
    expect(refused.body.error.message).toMatch(
      /Authorization failed for template resource .* of type 'Microsoft.Compute\/virtualMachines\/extensions'/,
    );
  });
});

const circle = [workspace('logs-one', { dependsOn: ['logs-two'] }), workspace('logs-two', { dependsOn: ['logs-one'] })];
const text = { parameters: { p: { type: 'string', allowedValues: ['a', 'b'] } } };
type Refused = readonly [title: string, name: string, body: object, code: string, says: RegExp];

// biome-ignore format: one line a case
const REFUSED: readonly Refused[] = [
  ['a parameter without a value', 'x', wish([], text), 'InvalidTemplate', /The value for the template parameter 'p' at line '1' and column '\d+' is not provided/],
  ['a value without a parameter', 'x', wish([], {}, { q: 1 }), 'InvalidTemplate', /The template parameters 'q' in the parameters file are not valid/],
  ['a value of another type', 'x', wish([], text, { p: 1 }), 'InvalidTemplate', /Expected a value of type 'String, Uri', but received a value of type 'Integer'/],
  ['a value that is not allowed', 'x', wish([], text, { p: 'c' }), 'InvalidTemplate', /The provided value 'c' .* not part of the allowed value\(s\): 'a,b'/],
  ['a secret that is not allowed, not repeated', 'x', wish([], { parameters: { p: { type: 'securestring', allowedValues: ['a'] } } }, { p: KEY }), 'InvalidTemplate', /The provided value for the template parameter 'p'/],
  ['a text that is too short', 'x', wish([], { parameters: { p: { type: 'string', minLength: 4 } } }, { p: 'a' }), 'InvalidTemplate', /greater than or equal to '4'/],
  ['a number that is too high', 'x', wish([], { parameters: { p: { type: 'int', maxValue: 4 } } }, { p: 5 }), 'InvalidTemplate', /less than or equal to '4'/],
  ['too many parameters', 'x', wish([], { parameters: Object.fromEntries(Array.from({ length: 257 }, (_, i) => [`p${i}`, { type: 'int', defaultValue: 1 }])) }), 'InvalidTemplate', /parameters limit exceeded. Limit: '256' and actual: '257'/],
  ['too many resources', 'x', wish([workspace("[format('logs-{0}', copyIndex())]", { copy: { name: 'c', count: 800 } }), workspace('logs')]), 'InvalidTemplate', /resources limit exceeded. Limit: '800' and actual: '801'/],
  ['a function that is not known', 'x', wish([workspace("[toRoman('logs')]")]), 'InvalidTemplate', /function 'toRoman' is not valid/],
  ['an expression that cannot be read', 'x', wish([workspace("[concat('logs']")]), 'InvalidTemplate', /Unable to parse language expression/],
  ['names that do not go with the type', 'x', wish([workspace('logs/one')]), 'InvalidTemplate', /incorrect segment lengths/],
  ['a resource twice', 'x', wish([workspace('logs-one'), workspace('LOGS-one')]), 'InvalidTemplate', /defined multiple times/],
  ['a dependency on nothing', 'x', wish([workspace('logs-one', { dependsOn: ['other'] })]), 'InvalidTemplate', /'logs-one' at line '1' and column '\d+' reference to 'other' is not valid/],
  ['a circle', 'x', wish(circle), 'InvalidTemplate', /Circular dependency detected on resource/],
  ['reference where it cannot be', 'x', wish([workspace("[reference('other').name]")]), 'InvalidTemplate', /'reference' is not expected at this location/],
  ['no schema', 'x', { properties: { mode: 'Incremental', template: { contentVersion: '1.0.0.0', resources: [] } } }, 'InvalidTemplate', /schema/],
  ['no template', 'x', { properties: { mode: 'Incremental' } }, 'InvalidDeployment', /neither a template/],
  ['mode Complete, by the sandbox', 'x', { properties: { mode: 'Complete', template: {} } }, 'NotImitatedBySandbox', /mode Complete/],
  ['a template from elsewhere, by the sandbox', 'x', { properties: { mode: 'Incremental', templateLink: { uri: 'https://x' } } }, 'NotImitatedBySandbox', /templateLink/],
  ['a place for a group', 'x', { location: 'westeurope', ...wish([]) }, 'InvalidDeployment', /'location' property is not allowed/],
  ['a name that is too long', 'x'.repeat(65), wish([]), 'DeploymentNameLengthLimitExceeded', /'65'/],
  ['a name with other signs', 'a,b', wish([]), 'DeploymentNameInvalidCharacters', /can only contain/],
  ['another group that is not there', 'x', wish([nested('inside', 'nowhere', [workspace('logs-one')])]), 'InvalidTemplateDeployment', /'nowhere' could not be found/],
];

describe('refused', () => {
  test.each(REFUSED)('%s', async (_, name, body, code, says) => {
    for (const [method, tail] of [
      ['POST', '/validate'],
      ['PUT', ''],
    ] as const) {
      const { status, body: said } = await ask(azure, method, at(APP, name, tail), body);
      expect([said.error.code, status]).toEqual([code, code === 'NotImitatedBySandbox' ? 501 : 400]);
      expect(said.error.message).toMatch(says);
      expect(JSON.stringify(said)).not.toContain(KEY);
    }
  });

  test('with the place in the text', async () => {
    const response = await fetch(`${azure.origin}${at(APP, 'x', '/validate')}`, {
      ...{
        method: 'POST',
        headers: { authorization: `Bearer ${await azure.token()}`, 'content-type': 'application/json' },
      },
      body: `{"properties": {"mode": "Incremental", template:{\n "$schema": "${SCHEMA}", "contentVersion": "1.0.0.0", // here\n "resources": [],\n "parameters": {\n  "one": { "type": "string" } } }}}`,
    });
    const { error } = (await response.json()) as { error: { additionalInfo: object[] } };
    expect(error.additionalInfo).toEqual([
      {
        type: 'TemplateViolation',
        info: { lineNumber: 5, linePosition: 10, path: 'properties.template.parameters.one' },
      },
    ]);
  });

  test('a subscription without a place, and one that has moved', async () => {
    expect((await ask(azure, 'PUT', at(S, 'placed'), wish([]))).body.error.code).toBe('InvalidDeployment');
    await deployed(S, 'placed', { location: 'westeurope', ...wish([]) });
    const moved = await ask(azure, 'PUT', at(S, 'placed'), { location: 'eastus', ...wish([]) });
    expect([moved.status, moved.body.error.code]).toEqual([409, 'InvalidDeploymentLocation']);
  });
});

describe('what-if', () => {
  const changes = async (scope: string, body: object): Promise<readonly Record<string, never>[]> => {
    const { status, headers } = await ask(azure, 'POST', at(scope, 'what', '/whatIf'), body);
    expect(status).toBe(202);
    return (await ask(azure, 'GET', (headers.get('location') ?? '').slice(azure.origin.length))).body.properties
      .changes;
  };

  test('tells new, changed, equal, unknown and left alone', async () => {
    const body = wish([
      workspace('logs-new'),
      workspace('logs-westeurope', { properties: { sku: { name: 'PerGB2018' }, retentionInDays: 90 }, tags: {} }),
      workspace('logs-looped', { tags: { of: "[reference('logs-new').customerId]" } }),
    ]);
    const all = await changes(MONITORING, body);
    const named = (name: string) => all.find(({ resourceId }) => String(resourceId).endsWith(`/${name}`));
    expect(named('logs-new')).toMatchObject({ changeType: 'Create', after: { name: 'logs-new' } });
    expect(named('logs-westeurope')).toMatchObject({
      changeType: 'Modify',
      delta: [{ path: 'properties.retentionInDays', propertyChangeType: 'Modify', after: 90 }],
    });
    expect(named('logs-looped')).toMatchObject({ changeType: 'Unsupported', unsupportedReason: /logs-new/ });
    expect(all.filter(({ changeType }) => changeType === 'Ignore').length).toBeGreaterThan(2);
  });

  test('finds nothing to change after it was deployed', async () => {
    const body = wish([workspace('logs-steady')]);
    await deployed(MONITORING, 'steady', body);
    const [own] = (await changes(MONITORING, body)).filter(({ changeType }) => changeType !== 'Ignore');
    expect(own).toMatchObject({ changeType: 'NoChange', delta: [] });
  });

  test('changes nothing and leaves no entry', async () => {
    await changes(MONITORING, wish([workspace('logs-never')]));
    expect(JSON.stringify(azure.state)).not.toContain('logs-never');
  });

  test('gives ids alone where asked for', async () => {
    const body = wish([workspace('logs-new')]);
    const asked = { properties: { ...body.properties, whatIfSettings: { resultFormat: 'ResourceIdOnly' } } };
    expect(Object.keys((await changes(MONITORING, asked))[0] ?? {})).toEqual(['resourceId', 'changeType']);
  });
});

describe('the history', () => {
  test('lists newest first, page by page, and forgets what is deleted', async () => {
    const one = await sandbox({ machines: 12 });
    try {
      for (let index = 0; index < 3; index++) await deployed(APP, `d${index}`, wish([]), one);
      const list = `${APP}/providers/Microsoft.Resources/deployments?api-version=2024-07-01`;
      const first = await ask(one, 'GET', `${list}&$top=2`);
      expect(first.body.value.length).toBe(2);
      const next = await ask(one, 'GET', String(first.body.nextLink).slice(one.origin.length));
      const names = [...first.body.value, ...next.body.value].map(({ name }: { name: string }) => name);
      expect([names.sort(), next.body.nextLink]).toEqual([['d0', 'd1', 'd2'], undefined]);
      const gone = await ask(one, 'DELETE', at(APP, 'd1'));
      expect(gone.status).toBe(202);
      await ask(one, 'GET', (gone.headers.get('location') ?? '').slice(one.origin.length));
      expect((await ask(one, 'GET', at(APP, 'd1'))).body.error.code).toBe('DeploymentNotFound');
      expect((await ask(one, 'DELETE', at(APP, 'd1'))).status).toBe(204);
      expect((await ask(one, 'HEAD', at(APP, 'd0'))).status).toBe(204);
      expect((await ask(one, 'POST', at(APP, 'd0', '/cancel'))).status).toBe(409);
    } finally {
      await one.close();
    }
  });

  test('takes a name in use only when its deployment is over; what runs can be canceled', async () => {
    const one = await sandbox({ machines: 12, settings: { operationMs: 60_000 } });
    try {
      const [machine = ''] = free('linux', 'running', one);
      const body = wish([extension(machine)]);
      expect((await ask(one, 'PUT', at(APP, 'busy'), body)).status).toBe(201);
      const again = await ask(one, 'PUT', at(APP, 'busy'), body);
      expect([again.status, again.body.error.code]).toEqual([409, 'DeploymentActive']);
      expect((await ask(one, 'GET', at(APP, 'busy'))).body.properties.provisioningState).toBe('Running');
      expect((await ask(one, 'POST', at(APP, 'busy', '/cancel'))).status).toBe(204);
      expect((await ask(one, 'GET', at(APP, 'busy'))).body.properties.provisioningState).toBe('Canceled');
      expect((await ask(one, 'PUT', at(APP, 'busy'), wish([]))).status).toBe(200);
    } finally {
      await one.close();
    }
  });

  test('is brought to its end when the sandbox is closed', async () => {
    const one = await sandbox({ machines: 12, settings: { operationMs: 60_000 } });
    const [machine = ''] = free('linux', 'running', one);
    await ask(
      one,
      'PUT',
      at(APP, 'long'),
      wish([extension(machine), workspace('logs-long', { dependsOn: [`${machine}/agent`] })]),
    );
    await one.close();
    expect(Object.values(one.state.deployments ?? {}).map(({ state }) => state)).toEqual(['Succeeded']);
  });

  test('is cut in a group, and full at 800 where a lock keeps it', async () => {
    const one = await sandbox({ machines: 12 });
    try {
      await deployed(APP, 'seed', wish([]), one);
      const [[key, seed] = []] = Object.entries(one.state.deployments ?? {});
      if (key === undefined || seed === undefined) throw new Error('no seed');
      const kept = one.state.deployments as Record<string, typeof seed>;
      for (let index = 1; index < 800; index++)
        kept[`${key}${index}`] = { ...seed, id: `${seed.id}${index}`, name: `seed${index}`, at: seed.at + index };
      one.state.locks.push({ name: 'keep', scope: APP, level: 'CanNotDelete' });
      const full = await ask(one, 'PUT', at(APP, 'more'), wish([]));
      expect([full.status, full.body.error.code]).toEqual([409, 'DeploymentQuotaExceeded']);
      one.state.locks.pop();
      expect((await ask(one, 'PUT', at(APP, 'more'), wish([]))).status).toBe(201);
      expect(Object.keys(kept).length).toBe(751);
    } finally {
      await one.close();
    }
  });
});

describe('the templates that are shipped', () => {
  const shipped = (name: string): object =>
    JSON.parse(readFileSync(`${ROOT}/templates/arm/${name}.json`, 'utf8')) as object;
  const put = (name: string, values: Record<string, unknown>) => ({
    properties: {
      ...{ mode: 'Incremental', template: shipped(name) },
      parameters: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value }])),
    },
  });

  test('put both agents on machines, the key read inside', async () => {
    const one = await sandbox({ machines: 30 });
    try {
      const [linux = ''] = free('linux', 'running', one);
      const [windows = ''] = free('windows', 'running', one);
      const machines = [
        { name: linux, system: 'linux' },
        { name: windows, system: 'windows' },
      ];
      const agents = put('log-analytics-vm', { machines, workspaceResourceId: WORKSPACE, workspaceKey: '', proxy: '' });
      const done = await deployed(APP, 'agents', agents, one);
      expect([done.body.properties.provisioningState, done.body.properties.error]).toEqual(['Succeeded', undefined]);
      const { customerId } = one.state.workspaces[WORKSPACE.toLowerCase()] ?? {};
      for (const name of [linux, windows])
        expect(
          one.state.machines[`${APP}/providers/microsoft.compute/virtualmachines/${name}`.toLowerCase()]?.extensions[0]
            ?.workspaceId,
        ).toBe(customerId);
    } finally {
      await one.close();
    }
  });

  test('put the Azure Monitor Agent on machines and tie them to a rule, which another one makes', async () => {
    const one = await sandbox({ machines: 30 });
    try {
      const [linux = ''] = free('linux', 'running', one);
      const rule = put('data-collection-rule', {
        ruleName: 'made',
        system: 'linux',
        workspaceResourceId: WORKSPACE,
        location: 'westeurope',
      });
      const made = await deployed(MONITORING, 'rule', rule, one);
      expect([made.body.properties.provisioningState, made.body.properties.error]).toEqual(['Succeeded', undefined]);
      const ruleId = made.body.properties.outputs.ruleId.value;
      const machines = [{ name: linux, system: 'linux' }];
      const agents = put('azure-monitor-vm', { machines, ruleId, proxyUser: '', proxyPassword: '' });
      const done = await deployed(APP, 'agents', agents, one);
      expect([done.body.properties.provisioningState, done.body.properties.error]).toEqual(['Succeeded', undefined]);
      expect(
        Object.values(one.state.associations)
          .filter(({ rule: id }) => id === ruleId)
          .map(({ machine }) => machine.split('/').at(-1)),
      ).toEqual([linux]);
    } finally {
      await one.close();
    }
  });

  test('put agents on Arc machines and scale sets', async () => {
    const one = await sandbox({ machines: 60 });
    try {
      const arc = Object.values(one.state.machines).find(
        (machine) =>
          machine.arc?.status === 'Connected' && machine.system === 'linux' && machine.extensions.length === 0,
      );
      const set = Object.values(one.state.scaleSets ?? {}).find(
        ({ system, orchestration }) => system === 'linux' && orchestration === 'uniform',
      );
      for (const [machine, name] of [
        [arc, 'log-analytics-arc'],
        [set, 'log-analytics-scale-set'],
      ] as const) {
        if (machine === undefined) throw new Error(`no machine for ${name}`);
        const scope = machine.id.slice(0, machine.id.indexOf('/providers/'));
        const values = {
          machines: [{ name: machine.name, system: 'linux' }],
          workspaceResourceId: WORKSPACE,
          workspaceKey: '',
          proxy: '',
        };
        const done = await deployed(scope, 'agents', put(name, values), one);
        expect([name, done.body.properties.error]).toEqual([name, undefined]);
        expect([name, machine.extensions.map(({ type }) => type)]).toEqual([name, ['OmsAgentForLinux']]);
      }
    } finally {
      await one.close();
    }
  });
});

describeWith({ data: SPECIFICATION })('Microsoft’s specification', () => {
  test('holds of every exchange', async () => expect(await validate(azure.exchanges)).toEqual([]), 120_000);
});
