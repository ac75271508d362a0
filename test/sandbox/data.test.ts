import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Asked, ask } from '../support/ask.ts';
import { describeWith } from '../support/needs.ts';
import { sandbox, type TestSandbox } from '../support/sandbox.ts';
import { SPECIFICATION, validate } from '../support/specification.ts';

let azure: TestSandbox;
beforeAll(async () => {
  azure = await sandbox({ machines: 30 });
});
afterAll(() => azure.close());

const S = '/subscriptions/0a000000-0000-4000-8000-000000000001';
const SEALED = '/subscriptions/0c000000-0000-4000-8000-000000000003';
const G = `${S}/resourceGroups/monitoring`;
const W = `${G}/providers/Microsoft.OperationalInsights/workspaces`;
const R = `${G}/providers/Microsoft.Insights/dataCollectionRules`;
const vm = (name: string, group = 'app-westeurope'): string =>
  `${S}/resourceGroups/${group}/providers/Microsoft.Compute/virtualMachines/${name}`;
const TIES = 'providers/Microsoft.Insights/dataCollectionRuleAssociations';
const AUTHORIZATION = 'providers/Microsoft.Authorization';

const workspace = (properties: object = {}, location = 'westeurope') => ({
  location,
  properties: { sku: { name: 'PerGB2018' }, retentionInDays: 30, ...properties },
});
const syslog = (more: object = {}) => ({
  name: 'syslog',
  streams: ['Microsoft-Syslog'],
  facilityNames: ['auth'],
  logLevels: ['Error'],
  ...more,
});
const rule = (
  more: { location?: string; to?: string; kind?: string; source?: object; flow?: object; sources?: object } = {},
) => ({
  location: more.location ?? 'westeurope',
  kind: more.kind ?? 'Linux',
  properties: {
    dataSources: more.sources ?? { syslog: [syslog(more.source)] },
    destinations: { logAnalytics: [{ name: 'logs', workspaceResourceId: `${W}/${more.to ?? 'logs-westeurope'}` }] },
    dataFlows: [{ streams: ['Microsoft-Syslog'], destinations: ['logs'], ...more.flow }],
  },
});
const tie = (name: string) => ({ properties: { dataCollectionRuleId: `${R}/${name}` } });

type Line = readonly [
  title: string,
  request: string,
  body: object | undefined,
  status: number,
  says: string | RegExp | ((answer: Asked) => unknown),
];

/** In order: later lines see what earlier ones made. A text is the error's code, of the first detail where there are any. */
// biome-ignore format: one line a case
const LINES: readonly Line[] = [
  ['lists subscriptions', 'GET /subscriptions?api-version=2022-12-01', undefined, 200, ({ body }) => body.value.length === 3],
  ['shows one', `GET ${S}?api-version=2022-12-01`, undefined, 200, ({ body }) => body.displayName === 'Contoso Production'],
  ['shows one as az asks', `GET ${S}?api-version=2019-11-01`, undefined, 200, ({ body }) => body.state === 'Enabled'],
  ['knows no other', `GET /subscriptions/${S.slice(-36, -1)}9?api-version=2022-12-01`, undefined, 404, 'SubscriptionNotFound'],
  ['lists regions', `GET ${S}/locations?api-version=2022-12-01`, undefined, 200, ({ body }) => body.value[0].name === 'westeurope'],
  ['lists the tenant', 'GET /tenants?api-version=2022-12-01', undefined, 200, ({ body }) => body.value.length === 1],

  ['lists groups', `GET ${S}/resourcegroups?api-version=2024-07-01`, undefined, 200, ({ body }) => body.value.length > 3],
  ['makes a group', `PUT ${S}/resourcegroups/mine?api-version=2024-07-01`, { location: 'westeurope', tags: { of: 'me' } }, 201, ({ body }) => body.name === 'mine'],
  ['changes it', `PUT ${S}/resourcegroups/mine?api-version=2024-07-01`, { location: 'westeurope', tags: { of: 'me' } }, 200, ({ body }) => body.tags.of === 'me'],
  ['does not move it', `PUT ${S}/resourcegroups/mine?api-version=2024-07-01`, { location: 'eastus' }, 409, 'InvalidResourceGroupLocation'],
  ['wants a location', `PUT ${S}/resourcegroups/other?api-version=2024-07-01`, {}, 400, 'LocationRequired'],
  ['finds it in any case', `GET ${S}/RESOURCEGROUPS/MINE?api-version=2024-07-01`, undefined, 200, ({ body }) => body.name === 'mine'],
  ['finds it by its tag', `GET ${S}/resourcegroups?api-version=2024-07-01&$filter=tagName eq 'of' and tagValue eq 'me'`, undefined, 200, ({ body }) => body.value.length === 1],
  ['says that it is there', `HEAD ${S}/resourcegroups/mine?api-version=2024-07-01`, undefined, 204, () => true],
  ['and another not', `HEAD ${S}/resourcegroups/none?api-version=2024-07-01`, undefined, 404, () => true],

  ['shows a provider', `GET ${S}/providers/microsoft.insights?api-version=2024-07-01`, undefined, 200, ({ body }) => body.registrationState === 'Registered'],
  ['lists them', `GET ${S}/providers?api-version=2024-07-01`, undefined, 200, ({ body }) => body.value.length > 5],
  ['registers one', `POST ${S}/providers/Microsoft.Insights/register?api-version=2024-07-01`, undefined, 200, ({ body }) => body.registrationState === 'Registered'],
  ['knows no other', `GET ${S}/providers/Contoso.Nothing?api-version=2024-07-01`, undefined, 404, 'InvalidResourceNamespace'],

  ['lists workspaces', `GET ${S}/providers/Microsoft.OperationalInsights/workspaces?api-version=2025-07-01`, undefined, 200, ({ body }) => body.value.length === 7],
  ['of a group', `GET ${W}?api-version=2022-10-01`, undefined, 200, ({ body }) => body.value.length === 7],
  ['shows that one takes no keys', `GET ${W}/logs-keyless?api-version=2022-10-01`, undefined, 200, ({ body }) => body.properties.features.disableLocalAuth],
  ['shows that one is full', `GET ${W}/LOGS-FULL?api-version=2022-10-01`, undefined, 200, ({ body }) => body.properties.workspaceCapping.dataIngestionStatus === 'OverQuota'],
  ['knows no other', `GET ${W}/logs-none?api-version=2022-10-01`, undefined, 404, 'ResourceNotFound'],
  ['nor in another group', `GET ${S}/resourceGroups/none/providers/Microsoft.OperationalInsights/workspaces/x?api-version=2022-10-01`, undefined, 404, 'ResourceGroupNotFound'],
  ['makes a workspace, with its address and none to poll', `PUT ${W}/logs-mine?api-version=2022-10-01`, workspace(), 201, ({ headers }) => headers.get('location')?.includes('/logs-mine?') === true && !headers.has('azure-asyncoperation')],
  ['changes it', `PUT ${W}/logs-mine?api-version=2022-10-01`, workspace({ retentionInDays: 60 }), 200, ({ body }) => body.properties.retentionInDays === 60],
  ['closes it to keys', `PATCH ${W}/logs-mine?api-version=2022-10-01`, { properties: { features: { disableLocalAuth: true } } }, 200, ({ body }) => body.properties.features.disableLocalAuth],
  ['does not move it', `PUT ${W}/logs-mine?api-version=2022-10-01`, workspace({}, 'eastus'), 409, 'InvalidResourceLocation'],
  ['takes no short retention', `PUT ${W}/logs-short?api-version=2022-10-01`, workspace({ retentionInDays: 10 }), 400, 'InvalidParameter'],
  ['wants a location', `PUT ${W}/logs-short?api-version=2022-10-01`, { properties: {} }, 400, 'LocationRequired'],
  ['gives two keys of 64 bytes', `POST ${W}/logs-mine/sharedKeys?api-version=2020-08-01`, undefined, 200, ({ body }) => [body.primarySharedKey, body.secondarySharedKey].every((key) => Buffer.from(key, 'base64').length === 64)],
  ['removes it at once in old versions', `DELETE ${W}/logs-mine?api-version=2022-10-01`, undefined, 200, ({ body }) => body === undefined],
  ['once', `DELETE ${W}/logs-mine?api-version=2022-10-01`, undefined, 204, ({ body }) => body === undefined],
  ['as an operation in new ones', `DELETE ${W}/logs-other?api-version=2025-07-01`, undefined, 202, ({ headers }) => headers.has('azure-asyncoperation') && headers.has('location')],

  ['lists rules', `GET ${S}/providers/Microsoft.Insights/dataCollectionRules?api-version=2023-03-11`, undefined, 200, ({ body }) => body.value.length === 7],
  ['shows whose a rule is', `GET ${R}/MSVMI-logs-westeurope?api-version=2023-03-11`, undefined, 200, ({ body }) => body.properties.metadata.provisionedBy === 'VMInsights'],
  ['knows no other', `GET ${R}/none?api-version=2023-03-11`, undefined, 404, 'ResourceNotFound'],
  ['makes a rule', `PUT ${R}/mine?api-version=2023-03-11`, rule(), 201, ({ body }) => /^dcr-[0-9a-f]{32}$/.test(body.properties.immutableId)],
  ['changes it', `PUT ${R}/mine?api-version=2022-06-01`, rule(), 200, ({ body }) => body.kind === 'Linux'],
  ['wants its region to be the workspace’s', `PUT ${R}/far?api-version=2023-03-11`, rule({ location: 'eastus' }), 400, 'InvalidDestinationLocation'],
  ['wants the workspace to be there', `PUT ${R}/far?api-version=2023-03-11`, rule({ to: 'logs-none' }), 400, 'InvalidDestination'],
  ['wants streams that the source makes', `PUT ${R}/far?api-version=2023-03-11`, rule({ source: { streams: ['Microsoft-Perf'] } }), 400, 'InvalidStream'],
  ['wants flows to go somewhere', `PUT ${R}/far?api-version=2023-03-11`, rule({ flow: { destinations: ['nowhere'] } }), 400, 'InvalidDestination'],
  ['wants flows of something', `PUT ${R}/far?api-version=2023-03-11`, rule({ flow: { streams: [] } }), 400, 'InvalidDataFlow'],
  ['wants sources of its kind', `PUT ${R}/far?api-version=2023-03-11`, rule({ kind: 'Windows' }), 400, 'InvalidDataSource'],
  ['wants names once', `PUT ${R}/far?api-version=2023-03-11`, rule({ sources: { syslog: [syslog(), syslog()] } }), 400, 'DuplicateDataSource'],
  ['wants a location', `PUT ${R}/far?api-version=2023-03-11`, { properties: {} }, 400, 'LocationRequired'],

  ['ties a machine to it', `PUT ${vm('web-01')}/${TIES}/mine?api-version=2023-03-11`, tie('mine'), 201, ({ body }) => body.properties.dataCollectionRuleId.endsWith('/mine')],
  ['again', `PUT ${vm('web-01')}/${TIES}/mine?api-version=2023-03-11`, tie('mine'), 200, ({ body }) => body.name === 'mine'],
  ['not to a rule that is not there', `PUT ${vm('web-01')}/${TIES}/other?api-version=2023-03-11`, tie('none'), 404, 'NotFound'],
  ['not a machine that is not there', `PUT ${vm('nobody')}/${TIES}/other?api-version=2023-03-11`, tie('mine'), 404, 'ResourceNotFound'],
  ['an endpoint under its one name', `PUT ${vm('web-01')}/${TIES}/other?api-version=2023-03-11`, { properties: { dataCollectionEndpointId: `${G}/providers/Microsoft.Insights/dataCollectionEndpoints/x` } }, 400, 'InvalidEndpointAssociationName'],
  ['one thing at a time', `PUT ${vm('web-01')}/${TIES}/other?api-version=2023-03-11`, { properties: {} }, 400, 'InvalidAssociation'],
  ['shows it', `GET ${vm('web-01')}/${TIES}/mine?api-version=2023-03-11`, undefined, 200, ({ body }) => body.id.includes('/web-01/')],
  ['lists by machine', `GET ${vm('WEB-01')}/${TIES}?api-version=2023-03-11`, undefined, 200, ({ body }) => body.value.length === 1],
  ['lists by rule', `GET ${R}/mine/associations?api-version=2023-03-11`, undefined, 200, ({ body }) => body.value.length === 1],
  ['keeps a rule that machines use', `DELETE ${R}/mine?api-version=2023-03-11`, undefined, 400, 'AssociationsExist'],
  ['unties it', `DELETE ${vm('web-01')}/${TIES}/mine?api-version=2023-03-11`, undefined, 200, ({ body }) => body === undefined],
  ['once', `DELETE ${vm('web-01')}/${TIES}/mine?api-version=2023-03-11`, undefined, 204, ({ body }) => body === undefined],
  ['shows it no more', `GET ${vm('web-01')}/${TIES}/mine?api-version=2023-03-11`, undefined, 404, 'NotFound'],
  ['removes the rule', `DELETE ${R}/mine?api-version=2023-03-11`, undefined, 200, ({ body }) => body === undefined],

  ['tells a lock of the machine', `GET ${vm('locked-01')}/${AUTHORIZATION}/locks?api-version=2020-05-01`, undefined, 200, ({ body }) => body.value[0].properties.level === 'ReadOnly'],
  ['none of others', `GET ${vm('web-01')}/${AUTHORIZATION}/locks?api-version=2020-05-01`, undefined, 200, ({ body }) => body.value.length === 0],
  ['all of the subscription', `GET ${S}/${AUTHORIZATION}/locks?api-version=2020-05-01`, undefined, 200, ({ body }) => body.value.length === 2],
  ['but none at its own scope', `GET ${S}/${AUTHORIZATION}/locks?api-version=2020-05-01&$filter=atScope()`, undefined, 200, ({ body }) => body.value.length === 0],
  ['lets a locked machine be', `PUT ${vm('locked-01')}/${TIES}/mine?api-version=2023-03-11`, tie('base-linux-westeurope'), 409, 'ScopeLocked'],
  ['keeps what is not to be deleted', `DELETE ${vm('guarded-01')}/extensions/x?api-version=2024-07-01`, undefined, 409, 'ScopeLocked'],
  ['tells that one may do all', `GET ${vm('web-01')}/${AUTHORIZATION}/permissions?api-version=2022-04-01`, undefined, 200, ({ body }) => body.value[0].actions[0] === '*'],
  ['or nothing', `GET ${SEALED}/${AUTHORIZATION}/permissions?api-version=2022-04-01`, undefined, 200, ({ body }) => body.value.length === 0],
  ['shows nothing without rights', `GET ${SEALED}/providers/Microsoft.OperationalInsights/workspaces?api-version=2022-10-01`, undefined, 403, 'AuthorizationFailed'],
  ['nor gives keys', `POST ${SEALED}/resourceGroups/monitoring/providers/Microsoft.OperationalInsights/workspaces/logs-sealed/sharedKeys?api-version=2020-08-01`, undefined, 403, /workspaces\/sharedKeys\/action/],

  ['tells the policy of a group above the machine', `GET ${vm('policed-01', 'policed-westeurope')}/${AUTHORIZATION}/policyAssignments?api-version=2024-05-01&$filter=atScope()`, undefined, 200, ({ body }) => body.value[0].properties.policyDefinitionId.endsWith('053d3325-282c-4e5c-b944-24faffd30d77')],
  ['none above others', `GET ${vm('web-01')}/${AUTHORIZATION}/policyAssignments?api-version=2021-06-01&$filter=atScope()`, undefined, 200, ({ body }) => body.value.length === 0],
  ['all of the subscription', `GET ${S}/${AUTHORIZATION}/policyAssignments?api-version=2024-05-01`, undefined, 200, ({ body }) => body.value.length === 2],
  ['tells what it does', `GET /${AUTHORIZATION}/policyDefinitions/D4B065E2-fbda-4461-a42c-b0346aeb12a0?api-version=2024-05-01`, undefined, 200, ({ body }) => body.properties.parameters.effect.defaultValue === 'Deny'],
  ['knows no other', `GET /${AUTHORIZATION}/policyDefinitions/d4b065e2-fbda-4461-a42c-b0346aeb12aa?api-version=2024-05-01`, undefined, 404, 'PolicyDefinitionNotFound'],
  ['knows built-in ones by the tenant alone', `GET ${S}/${AUTHORIZATION}/policyDefinitions/d4b065e2-fbda-4461-a42c-b0346aeb12a0?api-version=2024-05-01`, undefined, 404, 'PolicyDefinitionNotFound'],
  ['tells what an initiative holds', `GET /${AUTHORIZATION}/policySetDefinitions/55f3eceb-5573-4f18-9695-226972c6d74a?api-version=2024-05-01`, undefined, 200, ({ body }) => body.properties.policyDefinitions.length === 2],
  ['knows no other', `GET /${AUTHORIZATION}/policySetDefinitions/55f3eceb-5573-4f18-9695-226972c6d74b?api-version=2024-05-01`, undefined, 404, 'PolicySetDefinitionNotFound'],
  ['refuses what a policy denies', `PUT ${vm('fenced-01', 'fenced-westeurope')}/extensions/oms?api-version=2024-07-01`, { location: 'westeurope', properties: { publisher: 'microsoft.enterprisecloud.monitoring', type: 'OMSAgentForLinux', typeHandlerVersion: '1.13', settings: {} } }, 403, 'RequestDisallowedByPolicy'],

  ['gives a secret', 'GET /secrets/workspace-key?api-version=7.6', undefined, 200, ({ body }) => body.value === Object.values(azure.state.workspaces)[0]?.primaryKey],
  ['knows no other', 'GET /secrets/none?api-version=7.6', undefined, 404, 'SecretNotFound'],
  ['nor another version', 'GET /secrets/workspace-key/0123456789abcdef0123456789abcdef?api-version=7.6', undefined, 404, 'SecretNotFound'],
  ['nor what objects are born with', 'GET /secrets/constructor?api-version=7.6', undefined, 404, 'SecretNotFound'],
];

describe('the rest of Azure', () => {
  for (const [title, request, body, status, says] of LINES)
    test(`${title}: ${request.replace(/\?.*/, '').replaceAll(/\/(?:subscriptions|resourceGroups)\/[^/]+/g, '')} is answered ${status}`, async () => {
      const [method = '', ...path] = request.split(' ');
      const answer = await ask(azure, method, path.join(' '), body);
      expect(answer.status, JSON.stringify(answer.body)).toBe(status);
      if (typeof says === 'function') expect(says(answer), JSON.stringify(answer.body)).toBe(true);
      else if (typeof says === 'string') expect((answer.body.error.details?.[0] ?? answer.body.error).code).toBe(says);
      else expect(answer.body.error.message).toMatch(says);
    });
});

test('an operation of another provider can be polled', async () => {
  const { headers } = await ask(azure, 'DELETE', `${W}/logs-full?api-version=2025-07-01`);
  const poll = new URL(headers.get('azure-asyncoperation') ?? '');
  expect((await ask(azure, 'GET', poll.pathname + poll.search)).body.status).toBe('Succeeded');
  expect((await ask(azure, 'GET', `${W}/logs-full?api-version=2025-07-01`)).status).toBe(404);
});

test('a vault asks for a token by naming the resource', async () => {
  const response = await fetch(`${azure.origin}/secrets/workspace-key?api-version=7.6`);
  expect(response.status).toBe(401);
  expect(response.headers.get('www-authenticate')).toMatch(/^Bearer authorization="https:.*", resource="https:/);
});

test('a provider that is not registered is refused, and registering takes its time', async () => {
  const one = await sandbox({ machines: 1, settings: { operationMs: 50 } });
  one.state.providers[S.slice(-36)] = { 'microsoft.insights': 'NotRegistered' };
  const list = `${S}/providers/Microsoft.Insights/dataCollectionRules?api-version=2023-03-11`;
  const provider = `${S}/providers/Microsoft.Insights`;
  expect((await ask(one, 'GET', list)).body.error.code).toBe('MissingSubscriptionRegistration');
  expect((await ask(one, 'POST', `${provider}/register?api-version=2024-07-01`)).body.registrationState).toBe(
    'Registering',
  );
  await expect
    .poll(async () => (await ask(one, 'GET', `${provider}?api-version=2024-07-01`)).body.registrationState)
    .toBe('Registered');
  expect((await ask(one, 'GET', list)).status).toBe(200);
  await one.close();
});

test('a workspace is there a while after it was asked for', async () => {
  const one = await sandbox({ machines: 1, settings: { operationMs: 60 } });
  const state = async (): Promise<string> =>
    (await ask(one, 'GET', `${W}/logs-slow?api-version=2022-10-01`)).body.properties.provisioningState;
  expect(
    (await ask(one, 'PUT', `${W}/logs-slow?api-version=2022-10-01`, workspace())).body.properties.provisioningState,
  ).toBe('Creating');
  await expect.poll(state).toBe('Succeeded');
  await one.close();
});

describeWith({ data: SPECIFICATION })('what was asked and answered here', () => {
  test("fits Microsoft's specification", async () => expect(await validate(azure.exchanges)).toEqual([]));
});
