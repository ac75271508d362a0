import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changesOf } from '../../src/azure/deployments/changes-of.ts';
import { errorLeaves } from '../../src/azure/deployments/error-leaves.ts';
import { scrubbed } from '../../src/azure/deployments/scrub.ts';
import type { DeploymentRequest } from '../../src/ports.ts';
import { Secret } from '../../src/secret.ts';
import type { DeploymentFailure } from '../../src/target/deployment-failure.ts';
import { stage, thrownBy } from './stage.ts';

const GROUP = '/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg';
const VM = `${GROUP}/providers/Microsoft.Compute/virtualMachines/web-01`;
const EXTENSION = `${VM}/extensions/OmsAgentForLinux`;
const KEY = 'canary-of-a-key';
const REQUEST: DeploymentRequest = {
  ...{ scope: GROUP, name: 'azmon-1', template: { resources: [] } },
  parameters: { workspaceKey: { value: new Secret(KEY) }, machines: { value: ['web-01'] } },
};
const error = (code: string, message: string, more: object = {}) => ({ code, message, ...more });
const wrapped = (...details: readonly object[]) => error('DeploymentFailed', 'At least one failed.', { details });
const packed = (value: unknown): string => JSON.stringify({ error: value }, null, 2).replaceAll('\n', '\r\n');

describe('the errors that matter', () => {
  test.for<[what: string, body: unknown, leaves: readonly [code: string, message: string, resource?: string][]]>([
    ['one', { error: error('A', 'a') }, [['A', 'a']]],
    ['without its wrapping', error('A', 'a'), [['A', 'a']]],
    [
      'in details',
      { error: wrapped(error('A', 'a'), error('B', 'b')) },
      [
        ['A', 'a'],
        ['B', 'b'],
      ],
    ],
    ['in a message', error('Conflict', packed(wrapped(error('A', 'a')))), [['A', 'a']]],
    [
      'seven deep',
      error('X', packed(wrapped(error('Y', packed(wrapped(error('Z', packed(error('A', 'a')))))))), {}),
      [['A', 'a']],
    ],
    ['with the resource it names', wrapped(error('A', 'a', { target: EXTENSION })), [['A', 'a', EXTENSION]]],
    ['on the nearest resource above', wrapped({ ...wrapped(error('A', 'a')), target: VM }), [['A', 'a', VM]]],
    ['a target that is no resource', error('A', 'a', { target: 'parameters.x' }), [['A', 'a', 'given']]],
    ['a message that is no error, though JSON', error('A', '{"x": 1}'), [['A', '{"x": 1}']]],
    ['a message that begins like JSON', error('A', '{oops'), [['A', '{oops']]],
    ['a code alone', { code: 'A' }, [['A', '']]],
    ['a text', 'it broke', [['Failed', 'it broke']]],
    ['nothing', undefined, []],
    ['an empty list of details', error('A', 'a', { details: [] }), [['A', 'a']]],
    ['lines of a handler in one', error('A', 'a\r\n\r\n  b'), [['A', 'a b']]],
  ])('%s', ([, body, leaves]) => {
    const given = leaves.some(([, , resource]) => resource === 'given') ? 'given' : undefined;
    expect(errorLeaves(body, given)).toEqual(
      leaves.map(([code, message, resource]) => ({ ...(resource === undefined ? {} : { resource }), code, message })),
    );
  });

  test('reading is total', () =>
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.anything()), (body) => {
        for (const one of errorLeaves(body)) expect(typeof one.message).toBe('string');
      }),
    ));

  test('a body that wraps itself a thousand times ends', () => {
    let body: object = error('A', 'a');
    for (let depth = 0; depth < 1_000; depth++) body = wrapped(body);
    expect(errorLeaves(body).length).toBeLessThanOrEqual(1);
  });
});

describe('what is foreseen', () => {
  test('a property each, those of arrays by their index', () => {
    const delta = [
      { path: 'sku.name', propertyChangeType: 'Modify', before: 'a', after: 'b' },
      {
        ...{ path: 'properties.rules', propertyChangeType: 'Array' },
        children: [
          {
            path: '0',
            propertyChangeType: 'Modify',
            children: [{ path: 'port', propertyChangeType: 'Create', after: 1 }],
          },
          { path: '1', propertyChangeType: 'Delete', before: { port: 2 }, after: null },
        ],
      },
    ];
    expect(
      changesOf([
        { resourceId: VM, changeType: 'Modify', delta },
        { resourceId: EXTENSION, changeType: 'Create' },
      ]),
    ).toEqual([
      {
        ...{ id: VM, change: 'Modify' },
        properties: [
          { path: 'sku.name', change: 'Modify', before: 'a', after: 'b' },
          { path: 'properties.rules[0].port', change: 'Create', after: 1 },
          { path: 'properties.rules[1]', change: 'Delete', before: { port: 2 } },
        ],
      },
      { id: EXTENSION, change: 'Create', properties: [] },
    ]);
  });

  test('a what-if that fails: what Azure objects to', async () => {
    const { azure, run } = await stage({
      'POST /whatIf': { status: 202, headers: { location: '{origin}/subscriptions/x/operationresults/1' } },
      'GET /operationresults/1': {
        status: 200,
        body: { status: 'Failed', error: error('InvalidTemplate', 'No such type.') },
      },
    });
    const problem = await run(() => thrownBy(azure.deployments.whatIf(REQUEST, {})));
    expect(problem).toMatchObject({ code: 'AZMON-TEMPLATE-INVALID', exit: 2, why: 'No such type. (InvalidTemplate)' });
  });

  test('no secret comes back in it', async () => {
    const changes = [
      { resourceId: VM, changeType: 'Modify', delta: [{ path: 'tags.k', propertyChangeType: 'Modify', after: KEY }] },
    ];
    const { azure, run } = await stage({
      'POST /whatIf': { status: 200, body: { status: 'Succeeded', properties: { changes } } },
    });
    expect(JSON.stringify(await run(() => azure.deployments.whatIf(REQUEST, {})))).toContain('"after":"[secret]"');
  });
});

describe('a template that is refused', () => {
  const violation = (line: number, path: string) => ({
    additionalInfo: [{ type: 'TemplateViolation', info: { lineNumber: line, linePosition: 9, path } }],
  });
  test.for<[what: string, status: number, body: object, code: string, exit: number, why: string]>([
    [
      'with its place',
      400,
      error('InvalidTemplate', 'Bad.', violation(7, 'properties.template.resources[0]')),
      'AZMON-TEMPLATE-INVALID',
      2,
      'Bad. (line 7, column 9, resources[0]) (InvalidTemplate)',
    ],
    [
      'which its text tells already',
      400,
      error('InvalidTemplate', "At line '7' it is bad.", violation(7, 'x')),
      'AZMON-TEMPLATE-INVALID',
      2,
      "At line '7' it is bad. (InvalidTemplate)",
    ],
    [
      'by its leaf',
      400,
      error(
        'InvalidTemplateDeployment',
        "The template deployment 'azmon-1' is not valid according to the validation procedure.",
        { details: [error('InvalidApiVersion', 'Too old.')] },
      ),
      'AZMON-TEMPLATE-INVALID',
      2,
      'Too old. (InvalidApiVersion)',
    ],
    [
      'by a policy',
      400,
      error('InvalidTemplateDeployment', 'x', { details: [error('RequestDisallowedByPolicy', 'No.')] }),
      'AZMON-AZURE-POLICY',
      4,
      'x; No. (RequestDisallowedByPolicy)',
    ],
    [
      'a name at work',
      409,
      error('DeploymentActive', 'Still active.'),
      'AZMON-DEPLOYMENT-NAME',
      10,
      'Still active. (DeploymentActive)',
    ],
    [
      'a name of another region',
      400,
      error('InvalidDeploymentLocation', 'Elsewhere.'),
      'AZMON-DEPLOYMENT-NAME',
      10,
      'Elsewhere. (InvalidDeploymentLocation)',
    ],
    [
      'a full history',
      409,
      error('DeploymentQuotaExceeded', '800.'),
      'AZMON-DEPLOYMENT-QUOTA',
      4,
      '800. (DeploymentQuotaExceeded)',
    ],
    [
      'no group',
      404,
      error('ResourceGroupNotFound', 'None.'),
      'AZMON-AZURE-NOT-FOUND',
      11,
      'None. (ResourceGroupNotFound)',
    ],
    [
      'with a secret in its words',
      400,
      error('InvalidTemplate', `'${KEY}' is no name.`),
      'AZMON-TEMPLATE-INVALID',
      2,
      "'[secret]' is no name. (InvalidTemplate)",
    ],
  ])('%s', async ([, status, body, code, exit, why]) => {
    const refused = { status, body: { error: body } };
    const { azure, run } = await stage({ 'POST /validate': refused, 'PUT /azmon-1': refused });
    for (const work of [() => azure.deployments.validate(REQUEST, {}), () => azure.deployments.deploy(REQUEST, {})])
      expect(await run(() => thrownBy(work()))).toMatchObject({ code, exit, why });
  });
});

describe('a deployment that fails', () => {
  const begun = { status: 201, headers: { 'azure-asyncoperation': '{origin}/operationStatuses/1' }, body: {} };
  const failed = (cause: object) => ({ status: 200, body: { status: 'Failed', error: cause } });
  const operation = (id: string, message: unknown, state = 'Failed') => ({
    properties: {
      ...{ provisioningState: state, statusMessage: message },
      targetResource: { id, resourceType: /\/providers\/([^/]+\/[^/]+)/.exec(id)?.[1] },
    },
  });
  const NESTED = `${GROUP}/providers/Microsoft.Resources/deployments/inner`;

  test('the operations of all deployments below it tell, each error once', async () => {
    const handler = error('VMExtensionProvisioningError', 'Enable failed with exit code 52');
    const { azure, run, requests } = await stage({
      'PUT /azmon-1': begun,
      'GET /operationStatuses/1': failed(wrapped(error('Conflict', '{}'))),
      'GET /deployments/azmon-1/operations': {
        status: 200,
        body: {
          value: [
            operation(VM, { error: error('AnotherCode', 'Also.') }),
            operation(NESTED, { error: wrapped(handler) }),
            operation(EXTENSION, 'fine', 'Succeeded'),
            { properties: { provisioningState: 'Failed', statusMessage: 'Outputs were skipped.' } },
          ],
        },
      },
      'GET /deployments/inner/operations': {
        status: 200,
        body: { value: [operation(EXTENSION, { error: handler }), operation(EXTENSION, { error: handler })] },
      },
    });
    const problem = await run(() => thrownBy(azure.deployments.deploy(REQUEST, {})));
    expect(problem).toMatchObject({
      ...{ code: 'AZMON-DEPLOYMENT-FAILED', exit: 7, message: 'the deployment azmon-1 failed' },
      why: 'web-01: Also. (AnotherCode); OmsAgentForLinux: Enable failed with exit code 52 (VMExtensionProvisioningError)',
      fix: [{ command: expect.stringMatching(/^az deployment operation group list .* --name "azmon-1"/) }],
    });
    expect((problem.cause as DeploymentFailure).errors).toEqual([
      { resource: VM, code: 'AnotherCode', message: 'Also.' },
      { resource: EXTENSION, code: 'VMExtensionProvisioningError', message: 'Enable failed with exit code 52' },
    ]);
    const looked = requests.map(({ url }) => url.split('?')[0]).filter((path) => path?.endsWith('/operations'));
    expect(looked).toEqual([`${GROUP}/deployments/azmon-1/operations`, `${GROUP}/deployments/inner/operations`]);
  });

  test.for<[what: string, operations: { status: number; body: object }]>([
    ['cannot be read', { status: 403, body: { error: error('AuthorizationFailed', 'No.') } }],
    ['tell nothing', { status: 200, body: { value: [] } }],
  ])('where the operations %s, its own errors do', async ([, operations]) => {
    const { azure, run } = await stage({
      'PUT /azmon-1': begun,
      'GET /operationStatuses/1': failed(wrapped(error('SomeCode', `Not with ${KEY}.`))),
      'GET /operations': operations,
    });
    const problem = await run(() => thrownBy(azure.deployments.deploy(REQUEST, {})));
    expect(problem).toMatchObject({ code: 'AZMON-DEPLOYMENT-FAILED', why: 'Not with [secret]. (SomeCode)' });
    expect(JSON.stringify((problem.cause as DeploymentFailure).errors)).not.toContain(KEY);
  });

  test('a look that is refused is not a deployment that failed', async () => {
    const { azure, run } = await stage({
      'PUT /azmon-1': begun,
      'GET /operationStatuses/1': { status: 403, body: { error: error('AuthorizationFailed', 'No.') } },
    });
    const problem = await run(() => thrownBy(azure.deployments.deploy(REQUEST, {})));
    expect(problem).toMatchObject({ code: 'AZMON-AZURE-LOST', exit: 3 });
  });
});

test('texts without a secret, at any depth; what is very short stays', () => {
  const dirty = { a: [`x${KEY}y`, { [KEY]: 1 }], b: 'ok', c: null, d: 3 };
  expect(scrubbed(dirty, [new Secret(KEY), new Secret('ok')])).toEqual({
    ...{ a: ['x[secret]y', { '[secret]': 1 }], b: 'ok', c: null, d: 3 },
  });
});
