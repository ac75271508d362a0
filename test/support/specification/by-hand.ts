import type { Exchange } from '../../../src/sandbox/exchange.ts';
import { Secret } from '../../../src/secret.ts';

/** What the validator does not notice (each was tried), and what answers without a specification must hold. */
export const byHand = (exchange: Exchange): readonly string[] =>
  [...(isOwnMistake(exchange) ? [] : OF_REQUESTS), ...OF_ANSWERS].flatMap(([name, isWrong]) =>
    isWrong(exchange, new URL(exchange.url).pathname)
      ? [`by hand | ${exchange.method} | ${exchange.status} | ${name}`]
      : [],
  );

type Body = Readonly<Record<string, unknown>> | undefined;

/** A request that a test wrote by hand, to see it refused: only the answer is judged. */
export const isOwnMistake = ({ requestHeaders, status }: Exchange): boolean =>
  requestHeaders['user-agent'] === 'node' && status >= 400;

type Check = readonly [name: string, isWrong: (exchange: Exchange, path: string) => boolean];

const OF_ANSWERS: readonly Check[] = [
  ['protectedSettings came back', ({ responseBody }) => holdsKey(responseBody, 'protectedSettings')],
  [
    'a workspace key came back elsewhere than from sharedKeys',
    ({ responseBody }, path) => holdsKey(responseBody, 'primarySharedKey') && !/\/sharedKeys$/i.test(path),
  ],
  [
    'an extension was taken without Azure-AsyncOperation',
    (exchange, path) =>
      isExtensionPut(exchange, path) && exchange.status < 300 && !has(exchange, 'azure-asyncoperation'),
  ],
  [
    '202 without Azure-AsyncOperation or Location',
    (exchange) => exchange.status === 202 && !has(exchange, 'azure-asyncoperation') && !has(exchange, 'location'),
  ],
  [
    'Retry-After is no number of seconds',
    ({ responseHeaders }) => !/^\d+$/.test(lower(responseHeaders)['retry-after'] ?? '0'),
  ],
  ['429 without Retry-After', (exchange) => exchange.status === 429 && !has(exchange, 'retry-after')],
  [
    'a poll without a status word',
    (exchange) =>
      isPoll(exchange) && exchange.status === 200 && typeof (exchange.responseBody as Body)?.status !== 'string',
  ],
  [
    'a failed operation without an error',
    (exchange) =>
      isPoll(exchange) && (exchange.responseBody as Body)?.status === 'Failed' && !isError(exchange.responseBody),
  ],
  [
    'locks are not as documented',
    (exchange, path) => /\/locks$/i.test(path) && exchange.status === 200 && !listOf(exchange, isLock),
  ],
  [
    'permissions are not as documented',
    (exchange, path) => /\/permissions$/i.test(path) && exchange.status === 200 && !listOf(exchange, isPermission),
  ],
  [
    'a secret is not as documented',
    (exchange, path) => path.startsWith('/secrets/') && exchange.status === 200 && !isSecret(exchange.responseBody),
  ],
  [
    'an error is not in the shape of errors',
    (exchange, path) =>
      exchange.status >= 400 &&
      exchange.method !== 'HEAD' &&
      isArm(path) &&
      !isError(exchange.responseBody) &&
      !isThrottling(exchange),
  ],
  ['an answer of ARM without x-ms-request-id', (exchange, path) => isArm(path) && !has(exchange, 'x-ms-request-id')],
];

const MASK = String(new Secret(''));
const OF_REQUESTS: readonly Check[] = [
  [
    'settings of an extension are no object',
    (exchange, path) => isExtensionWrite(exchange, path) && !areObjects(exchange.requestBody),
  ],
  ['a secret was sent as its mask', ({ requestBody }) => JSON.stringify(requestBody ?? '').includes(MASK)],
  [
    'an extension is put without a location',
    (exchange, path) => isExtensionPut(exchange, path) && typeof (exchange.requestBody as Body)?.location !== 'string',
  ],
];

const lower = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
const has = ({ responseHeaders }: Exchange, name: string): boolean => name in lower(responseHeaders);
const isArm = (path: string): boolean => /^\/(?:subscriptions|providers)(?:\/|$)/i.test(path);
/** The address of Azure-AsyncOperation; that of Location (`monitor`) answers with the result itself. */
const isPoll = ({ url }: Exchange): boolean =>
  /\/locations\/[^/]+\/operations\/(?!.*[?&]monitor=true)|\/operationStatus(?:es)?\//i.test(url);

const EXTENSION = /\/(?:virtualMachines|machines)\/[^/]+\/extensions\/[^/]+$/i;
const isExtensionPut = ({ method }: Exchange, path: string): boolean => method === 'PUT' && EXTENSION.test(path);
const isExtensionWrite = (exchange: Exchange, path: string): boolean =>
  /^P(?:UT|ATCH)$/.test(exchange.method) && EXTENSION.test(path);

function areObjects(body: unknown): boolean {
  const { settings = {}, protectedSettings = {} } = ((body as Body)?.properties ?? {}) as Record<string, unknown>;
  return [settings, protectedSettings].every((one) => typeof one === 'object' && one !== null && !Array.isArray(one));
}

function holdsKey(value: unknown, key: string): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, inner]) => name === key || holdsKey(inner, key));
}

/** Compute's own refusal has no wrapper: docs "Troubleshoot API throttling errors". */
const isThrottling = ({ status, responseBody }: Exchange): boolean =>
  status === 429 && isError({ error: responseBody }) && holdsKey(responseBody, 'details');

const isError = (body: unknown): boolean => {
  const { error } = (body ?? {}) as { error?: { code?: unknown; message?: unknown } };
  return typeof error?.code === 'string' && typeof error.message === 'string';
};

const listOf = ({ responseBody }: Exchange, isOne: (one: Record<string, unknown>) => boolean): boolean => {
  const value = (responseBody as Body)?.value;
  return Array.isArray(value) && value.every(isOne);
};

/** docs "Management Locks - List By Scope", 2020-05-01. */
function isLock({ id, name, type, properties }: Record<string, unknown>): boolean {
  const { level, notes = '' } = (properties ?? {}) as Record<string, unknown>;
  const texts = [id, name, notes].every((one) => typeof one === 'string');
  return (
    texts && type === 'Microsoft.Authorization/locks' && /^(?:CanNotDelete|ReadOnly|NotSpecified)$/.test(String(level))
  );
}

/** docs "Permissions - List For Resource", 2022-04-01. */
const isPermission = ({ actions, notActions, dataActions, notDataActions }: Record<string, unknown>): boolean =>
  [actions, notActions, dataActions, notDataActions].every(
    (list) => Array.isArray(list) && list.every((one) => typeof one === 'string'),
  );

/** docs "Get Secret", Key Vault 7.x. */
function isSecret(body: unknown): boolean {
  const { value, id, attributes } = (body ?? {}) as Record<string, unknown>;
  const { enabled, created, updated } = (attributes ?? {}) as Record<string, unknown>;
  return (
    typeof value === 'string' &&
    /^https:.*\/secrets\/[^/]+\/[0-9a-f]{32}$/.test(String(id)) &&
    enabled === true &&
    Number.isInteger(created) &&
    Number.isInteger(updated)
  );
}
