import { EXIT, type Fix } from '../../problem.ts';
import type { Attempt } from './attempt.ts';
import { DEPLOYMENT_MEANINGS } from './deployment-meanings.ts';
import { failedHandler } from './extension-text.ts';
import { has, type Meaning, tried } from './meaning.ts';
import type { Refusal } from './refusal.ts';
import { rightOf } from './right.ts';

const says = (pattern: RegExp, { messages }: Refusal): boolean => messages.some((message) => pattern.test(message));
const status = (number: number) => (refusal: Refusal) => refusal.status === number;
const either =
  (...tests: readonly ((refusal: Refusal) => boolean)[]) =>
  (refusal: Refusal) =>
    tests.some((test) => test(refusal));

const AGAIN: Fix = { text: 'try again in a few minutes' };
const SIGN_IN = 'azmon login status';

/** The first that applies counts. Codes: arm-contract section 3. */
export const MEANINGS: readonly Meaning[] = [
  {
    when: (refusal) => failedHandler(refusal) !== undefined,
    code: 'AZMON-EXTENSION-FAILED',
    exit: EXIT.failed,
    message: (refusal) => {
      const { extension, exitCode } = failedHandler(refusal) ?? {};
      return `the extension${extension === undefined ? '' : ` ${extension}`} failed${exitCode === undefined ? '' : ` with code ${exitCode}`}`;
    },
    fix: (refusal) => {
      const link = failedHandler(refusal)?.link;
      return link === undefined ? [] : [{ text: `Microsoft's page about it: ${link}` }];
    },
  },
  {
    when: (refusal) =>
      has('OperationNotAllowed')(refusal) &&
      says(
        /(when|because|as) the VM is not running|requires the VM to be running|VM is (stopped|deallocated)/i,
        refusal,
      ),
    code: 'AZMON-MACHINE-STOPPED',
    exit: EXIT.pending,
    message: (_, attempt) => `cannot ${tried(attempt)}: the machine is not running`,
    fix: () => [{ text: 'start it; install and remove start it, and stop it again afterwards, with --start-stopped' }],
  },
  {
    when: has('RequestDisallowedByPolicy'),
    code: 'AZMON-AZURE-POLICY',
    exit: EXIT['not-ready'],
    message: ({ policies }, attempt) =>
      `a policy forbids to ${tried(attempt)}${policies.length === 0 ? '' : `: ${policies.join(', ')}`}`,
    fix: () => [{ text: 'ask whoever owns the policy for an exemption of the machine' }],
  },
  {
    when: has('ScopeLocked'),
    code: 'AZMON-AZURE-LOCKED',
    exit: EXIT['not-ready'],
    message: (_, attempt) => `a lock forbids to ${tried(attempt)}`,
    fix: () => [
      { text: 'ask whoever set the lock to lift it for the time of the change', command: 'az lock list -o table' },
    ],
  },
  {
    when: has('MissingSubscriptionRegistration', 'SubscriptionNotRegistered', 'MissingRegistrationForType'),
    code: 'AZMON-AZURE-UNREGISTERED',
    exit: EXIT['not-ready'],
    message: (refusal, attempt) => `the subscription is not registered for ${namespaceOf(refusal, attempt)}`,
    fix: (refusal, attempt) => [
      {
        text: 'register it (once for a subscription, a minute or two)',
        command: `az provider register --wait --namespace ${namespaceOf(refusal, attempt)}${attempt.subscription === undefined ? '' : ` --subscription ${attempt.subscription}`}`,
      },
    ],
  },
  {
    when: (refusal) => has('BadRequest')(refusal) && says(/Multiple VMExtensions per handler/i, refusal),
    code: 'AZMON-EXTENSION-TWICE',
    exit: EXIT.conflict,
    message: () => 'the machine has that extension already, under another name',
    fix: () => [{ text: 'look at what is there', command: 'azmon status' }],
  },
  {
    when: has('SubscriptionNotFound', 'InvalidSubscriptionId', 'SubscriptionNotFoundInTenant'),
    code: 'AZMON-AZURE-SUBSCRIPTION-NOT-FOUND',
    exit: EXIT['not-found'],
    message: (_, { subscription }) =>
      `the subscription${subscription === undefined ? '' : ` ${subscription}`} was not found`,
    fix: () => [
      { text: 'shows the tenant that azmon is signed in to, and its subscriptions', command: SIGN_IN },
      { text: 'sign in to the tenant of the subscription: --tenant' },
    ],
  },
  {
    when: either(
      has('InvalidAuthenticationTokenTenant'),
      (refusal) => refusal.status === 401 && says(/wrong issuer|tenant/i, refusal),
    ),
    code: 'AZMON-AUTH-TENANT',
    exit: EXIT.auth,
    message: () => 'azmon is signed in to another tenant than that of the subscription',
    fix: ({ challenge }) => {
      const tenant = /authorization_uri="https:\/\/[^/"]+\/([\w.-]+)/.exec(challenge ?? '')?.[1];
      return [{ text: 'sign in to that tenant', command: `az login --tenant ${tenant ?? 'TENANT'}` }];
    },
  },
  {
    when: status(401),
    code: 'AZMON-AUTH-EXPIRED',
    exit: EXIT.auth,
    message: (_, attempt) => `Azure does not take the sign-in: cannot ${tried(attempt)}`,
    fix: () => [
      { text: 'sign in again', command: 'az login' },
      { text: 'shows who is signed in', command: SIGN_IN },
    ],
  },
  {
    // 403 as well, but no role helps: it is the place from which azmon asks.
    when: either(
      has('NspValidationFailedError', 'ForbiddenByConnection', 'ForbiddenByFirewall'),
      (refusal) =>
        refusal.status === 403 &&
        says(/outside a virtual network|public network access is disabled|private link/i, refusal),
    ),
    code: 'AZMON-AZURE-PRIVATE',
    exit: EXIT.unavailable,
    message: (_, attempt) => `cannot ${tried(attempt)} from this network`,
    why: ({ messages }) => messages.at(-1) ?? '',
    fix: () => [
      { text: 'run azmon where a private link leads to it, or ask its owner to let this network in' },
      { text: 'of a workspace: what it lets in', command: 'azmon workspace list' },
    ],
  },
  {
    when: either(has('AuthorizationFailed', 'LinkedAuthorizationFailed', 'InsufficientAccessError'), status(403)),
    code: 'AZMON-AZURE-FORBIDDEN',
    exit: EXIT.auth,
    message: (_, attempt) => `no right to ${tried(attempt)}`,
    why: (refusal) => rightOf(refusal).why,
    fix: (refusal) => rightOf(refusal).fix,
  },
  {
    when: either(has('TooManyRequests', 'SubscriptionRequestsThrottled', 'RateLimiting'), status(429)),
    code: 'AZMON-AZURE-THROTTLED',
    exit: EXIT.unavailable,
    retryable: true,
    message: (_, attempt) => `Azure takes no more requests for now: cannot ${tried(attempt)}`,
    fix: ({ retryAfterMs }) => [
      retryAfterMs === undefined ? AGAIN : { text: `try again in ${Math.ceil(retryAfterMs / 1000)} s` },
      { text: 'fewer machines side by side: --concurrency' },
    ],
  },
  ...DEPLOYMENT_MEANINGS,
  {
    when: either(
      has('AnotherOperationInProgress', 'RetryableError', 'RetryableErrorDueToAnotherOperation', 'PreconditionFailed'),
      status(409),
      status(412),
    ),
    code: 'AZMON-AZURE-CONFLICT',
    exit: EXIT.unavailable,
    retryable: true,
    message: (_, attempt) => `cannot ${tried(attempt)} now: something else is changing it`,
    fix: () => [AGAIN],
  },
  {
    when: status(404),
    code: 'AZMON-AZURE-NOT-FOUND',
    exit: EXIT['not-found'],
    message: (_, { thing }) => `${thing} was not found`,
    fix: () => [
      { text: 'check name, group and subscription' },
      { text: 'shows the subscriptions that azmon can see', command: SIGN_IN },
    ],
  },
  {
    when: status(407),
    code: 'AZMON-AZURE-UNREACHABLE',
    exit: EXIT.unavailable,
    message: () => 'the proxy on the way to Azure asks for a login',
    fix: () => [{ text: 'write user and password into HTTPS_PROXY, percent-encoded, or put Azure into NO_PROXY' }],
  },
  {
    when: ({ status: number }) => number >= 500 || number === 408,
    code: 'AZMON-AZURE-UNAVAILABLE',
    exit: EXIT.unavailable,
    retryable: true,
    message: (_, attempt) => `Azure did not manage to ${tried(attempt)}`,
    fix: () => [AGAIN, { text: 'state of the service: https://azure.status.microsoft' }],
  },
];

export const OTHER: Meaning = {
  when: () => true,
  code: 'AZMON-AZURE',
  exit: EXIT.failed,
  message: (_, attempt) => `Azure refused to ${tried(attempt)}`,
  fix: () => [{ text: "the reason is in Azure's own words; its support finds the request by its id" }],
};

function namespaceOf({ messages }: Refusal, { namespace }: Attempt): string {
  const named = messages.map((message) => /namespace '([\w.]+)'/.exec(message)?.[1]).find((one) => one !== undefined);
  return named ?? namespace ?? 'the resource provider';
}
