import { expect } from 'vitest';
import type { Exchange } from '../../src/sandbox/exchange.ts';
import { describeWith } from '../support/needs.ts';
import { judge, SPECIFICATION, validate } from '../support/specification.ts';

/** The judge of all traffic must itself be able to fail. */
const VM =
  '/subscriptions/0a000000-0000-4000-8000-000000000001/resourceGroups/app/providers/Microsoft.Compute/virtualMachines/web-01';
const SUB = '/subscriptions/0a000000-0000-4000-8000-000000000001';
const ARM = 'https://localhost:8443';
const HEADERS = { 'content-type': 'application/json', 'x-ms-request-id': '1' };

const properties = { publisher: 'Contoso', type: 'Agent', typeHandlerVersion: '1.0', settings: { one: 1 } };
const put: Exchange = {
  ...{ method: 'PUT', url: `${ARM}${VM}/extensions/agent?api-version=2024-07-01`, requestHeaders: {}, status: 201 },
  requestBody: { location: 'westeurope', properties: { ...properties, protectedSettings: { key: 'k' } } },
  responseHeaders: {
    ...HEADERS,
    'azure-asyncoperation': `${ARM}${SUB}/providers/Microsoft.Compute/locations/westeurope/operations/1`,
  },
  responseBody: {
    ...{
      id: `${VM}/extensions/agent`,
      name: 'agent',
      type: 'Microsoft.Compute/virtualMachines/extensions',
      location: 'westeurope',
    },
    properties: { ...properties, provisioningState: 'Creating' },
  },
};
const answered = (more: object): Exchange => ({ ...put, responseBody: { ...(put.responseBody as object), ...more } });
const asked = (more: object): Exchange => ({ ...put, requestBody: { ...(put.requestBody as object), ...more } });
const get = (path: string, responseBody: unknown, status = 200): Exchange => ({
  ...{ method: 'GET', url: `${ARM}${path}`, requestHeaders: {}, status, responseHeaders: HEADERS, responseBody },
});
const removed: Exchange = { ...get(`${VM}/extensions/agent?api-version=2024-07-01`, undefined, 202), method: 'DELETE' };
const OPERATION = `${SUB}/providers/Microsoft.Compute/locations/westeurope/operations/1`;
const secret = {
  value: 'v',
  id: `${ARM}/secrets/a/0123456789abcdef0123456789abcdef`,
  attributes: { enabled: true, created: 1, updated: 1 },
};

const SOUND: readonly (readonly [title: string, exchange: Exchange])[] = [
  ['an extension that is put', put],
  ['by a version that is newer than the files', { ...put, url: put.url.replace('2024-07-01', '2026-04-01') }],
  ['a poll', get(OPERATION, { status: 'InProgress' })],
  ['the result behind a Location', get(`${OPERATION}?monitor=true`, { value: [] })],
  [
    'too many requests, in the shape that Compute has for that',
    {
      ...get(
        `${VM}?api-version=2024-07-01`,
        {
          code: 'OperationNotAllowed',
          message: 'm',
          details: [{ code: 'TooManyRequests', target: 't', message: '{}' }],
        },
        429,
      ),
      responseHeaders: { ...HEADERS, 'retry-after': '20' },
    },
  ],
  ['a secret', get('/secrets/a?api-version=7.6', secret)],
];

const COMPLAINTS: readonly (readonly [title: string, exchange: Exchange, complaint: RegExp])[] = [
  [
    'protectedSettings that come back',
    answered({ properties: { ...properties, protectedSettings: {} } }),
    /protectedSettings came back/,
  ],
  [
    'settings that are a text',
    asked({ properties: { ...properties, settings: '{}' } }),
    /settings of an extension are no object/,
  ],
  [
    'a mask in the place of a secret',
    asked({ properties: { ...properties, protectedSettings: { proxy: { password: '[secret]' } } } }),
    /sent as its mask/,
  ],
  ['no location', asked({ location: undefined }), /without a location/],
  ['no address to poll', { ...put, responseHeaders: HEADERS }, /without Azure-AsyncOperation/],
  ['202 without an address', removed, /202 without/],
  ['a member that there is not', answered({ colour: 'red' }), /OBJECT_ADDITIONAL_PROPERTIES.*colour/],
  [
    'a member that there is not, in a request',
    asked({ colour: 'red' }),
    /^request.*OBJECT_ADDITIONAL_PROPERTIES.*colour/,
  ],
  ['a text for a boolean', asked({ properties: { ...properties, autoUpgradeMinorVersion: 'true' } }), /INVALID_TYPE/],
  ['a version that nobody knows', { ...put, url: put.url.replace('2024-07-01', '1999-01-01') }, /^not judged/],
  [
    'an address that nobody knows',
    get(`${SUB}/providers/Contoso.Nothing/things?api-version=2024-07-01`, {}),
    /^not judged/,
  ],
  ['a poll without a status', get(OPERATION, {}), /poll without a status/],
  ['a failure without an error', get(OPERATION, { status: 'Failed' }), /failed operation without an error/],
  [
    'an error in another shape',
    get(`${VM}?api-version=2024-07-01`, { code: 'NotFound' }, 404),
    /not in the shape of errors/,
  ],
  [
    '429 without the time to wait',
    get(`${VM}?api-version=2024-07-01`, { error: { code: 'a', message: 'b' } }, 429),
    /429 without Retry-After/,
  ],
  [
    'keys where they have no place',
    get('/secrets/a?api-version=7.6', { ...secret, primarySharedKey: 'k' }),
    /workspace key came back/,
  ],
  [
    'a lock of no level',
    get(`${VM}/providers/Microsoft.Authorization/locks?api-version=2020-05-01`, {
      value: [{ id: 'i', name: 'n', type: 'Microsoft.Authorization/locks', properties: {} }],
    }),
    /locks are not/,
  ],
  [
    'a permission without lists',
    get(`${VM}/providers/Microsoft.Authorization/permissions?api-version=2022-04-01`, { value: [{ actions: '*' }] }),
    /permissions are not/,
  ],
  [
    'an error of another status in the shape of too many requests',
    get(`${VM}?api-version=2024-07-01`, { code: 'a', message: 'b', details: [] }, 409),
    /not in the shape of errors/,
  ],
  ['a secret without a version', get('/secrets/a?api-version=7.6', { ...secret, id: 'a' }), /secret is not/],
];

describeWith({ data: SPECIFICATION })('the judge of all traffic', (it) => {
  it.for(SOUND)('lets pass %s', async ([, exchange]) => expect(await validate([exchange])).toEqual([]));

  it.for(COMPLAINTS)('complains of %s', async ([, exchange, complaint]) => {
    const { complaints } = await judge([exchange]);
    expect(
      complaints.filter((one) => complaint.test(one)),
      complaints.join('\n'),
    ).not.toEqual([]);
  });

  it('blames a test for nothing that it sent wrongly on purpose, and azmon for all of it', async () => {
    const wrong = { ...asked({ location: undefined }), status: 400, responseHeaders: HEADERS };
    const refused = { ...wrong, responseBody: { error: { code: 'a', message: 'b' } } };
    expect(await validate([{ ...refused, requestHeaders: { 'user-agent': 'node' } }])).toEqual([]);
    expect(await validate([{ ...refused, requestHeaders: { 'user-agent': 'azmon core-rest-pipeline/1' } }])).toEqual([
      'by hand | PUT | 400 | an extension is put without a location (1)',
    ]);
  });

  it('does not blame a test for what it sent wrongly on purpose', async () => {
    const wrong = {
      ...asked({ colour: 'red' }),
      requestHeaders: { 'user-agent': 'node' },
      status: 400,
      responseHeaders: HEADERS,
    };
    expect(await validate([{ ...wrong, responseBody: { error: { code: 'a', message: 'b' } } }])).toEqual([]);
  });
});
