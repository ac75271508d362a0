import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attemptOf } from '../../src/azure/problem/attempt.ts';
import { exitCodeOf, failedHandler } from '../../src/azure/problem/extension-text.ts';
import { problemOfNetwork } from '../../src/azure/problem/problem-of-network.ts';
import { problemOfRefusal } from '../../src/azure/problem/problem-of-refusal.ts';
import { readRefusal } from '../../src/azure/problem/read-refusal.ts';
import { readErrors } from '../../src/azure/problem/refusal.ts';
import { grantable } from '../../src/azure/problem/right.ts';
import type { Problem } from '../../src/problem.ts';

const ID = '11111111-2222-3333-4444-555555555555';
const VM = `https://management.azure.com/subscriptions/${ID}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/web-01`;
const EXTENSION = `${VM}/extensions/OmsAgentForLinux?api-version=2024-07-01&s=signature`;

/** What azmon makes of an answer to `PUT extension`. */
function told(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Problem {
  const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  return problemOfRefusal(
    readRefusal({ status, text, header: (name) => headers[name] }, 0),
    attemptOf('PUT', EXTENSION),
  );
}

const error = (code: string, message: string, more: object = {}) => ({ error: { code, message, ...more } });
const THING = 'the extension OmsAgentForLinux of web-01';

describe('refusals', () => {
  test.for<
    [what: string, status: number, body: unknown, code: string, exit: number, message: string, why: string | RegExp]
  >([
    [
      'no right',
      403,
      error(
        'AuthorizationFailed',
        `The client 'a@b' with object id '${ID}' does not have authorization to perform action 'Microsoft.Compute/virtualMachines/extensions/write' over scope '/subscriptions/${ID}/x' or the scope is invalid.`,
      ),
      'AZMON-AZURE-FORBIDDEN',
      3,
      `no right to write ${THING}`,
      `the caller ${ID} lacks Microsoft.Compute/virtualMachines/extensions/write on /subscriptions/${ID}/x (AuthorizationFailed)`,
    ],
    [
      'no right, in other words',
      403,
      error('Forbidden', 'You may not.'),
      'AZMON-AZURE-FORBIDDEN',
      3,
      `no right to write ${THING}`,
      'You may not. (Forbidden)',
    ],
    [
      'a network that is not let in, by the query service',
      403,
      error('InsufficientAccessError', 'The provided credentials have insufficient access', {
        innererror: { code: 'NspValidationFailedError', message: 'Access from outside a virtual network is denied' },
      }),
      'AZMON-AZURE-PRIVATE',
      12,
      `cannot write ${THING} from this network`,
      /outside a virtual network is denied/,
    ],
    [
      'a network that is not let in, by a vault',
      403,
      error('Forbidden', 'Public network access is disabled and request is not from a trusted service.', {
        innererror: { code: 'ForbiddenByConnection' },
      }),
      'AZMON-AZURE-PRIVATE',
      12,
      `cannot write ${THING} from this network`,
      /Public network access is disabled/,
    ],
    [
      'not there',
      404,
      error('ResourceNotFound', 'The Resource was not found.'),
      'AZMON-AZURE-NOT-FOUND',
      11,
      `${THING} was not found`,
      'The Resource was not found. (ResourceNotFound)',
    ],
    [
      'no such subscription',
      404,
      error('SubscriptionNotFound', 'The subscription could not be found.'),
      'AZMON-AZURE-SUBSCRIPTION-NOT-FOUND',
      11,
      `the subscription ${ID} was not found`,
      /could not be found/,
    ],
    [
      'throttled by ARM',
      429,
      error('SubscriptionRequestsThrottled', "Number of 'write' requests exceeded."),
      'AZMON-AZURE-THROTTLED',
      12,
      `Azure takes no more requests for now: cannot write ${THING}`,
      /exceeded/,
    ],
    [
      'throttled by Compute, without the wrapper',
      429,
      {
        code: 'OperationNotAllowed',
        message: 'The server rejected the request because too many requests have been received for this subscription.',
        details: [
          {
            code: 'TooManyRequests',
            target: 'HighCostGet',
            message: '{"operationGroup":"HighCostGet","allowedRequestCount":300,"measuredRequestCount":1238}',
          },
        ],
      },
      'AZMON-AZURE-THROTTLED',
      12,
      `Azure takes no more requests for now: cannot write ${THING}`,
      /too many requests|429/,
    ],
    [
      'throttled in plain text',
      429,
      "You have reached the limit of allowed 'GetOperationStatus' API calls.",
      'AZMON-AZURE-THROTTLED',
      12,
      `Azure takes no more requests for now: cannot write ${THING}`,
      /GetOperationStatus/,
    ],
    [
      'locked',
      409,
      error(
        'ScopeLocked',
        "The scope '/x' cannot perform write operation because following scope(s) are locked: '/y'.",
      ),
      'AZMON-AZURE-LOCKED',
      4,
      `a lock forbids to write ${THING}`,
      /are locked/,
    ],
    [
      'denied by policy',
      403,
      error('RequestDisallowedByPolicy', "Resource 'x' was disallowed by policy.", {
        additionalInfo: [{ type: 'PolicyViolation', info: { policyAssignmentDisplayName: 'No agents here' } }],
      }),
      'AZMON-AZURE-POLICY',
      4,
      `a policy forbids to write ${THING}: No agents here`,
      /disallowed by policy/,
    ],
    [
      'not registered',
      409,
      error(
        'MissingSubscriptionRegistration',
        "The subscription is not registered to use namespace 'Microsoft.Insights'.",
      ),
      'AZMON-AZURE-UNREGISTERED',
      4,
      'the subscription is not registered for Microsoft.Insights',
      /not registered/,
    ],
    [
      'a stopped machine',
      409,
      error('OperationNotAllowed', 'Cannot modify extensions in the VM when the VM is not running.'),
      'AZMON-MACHINE-STOPPED',
      9,
      `cannot write ${THING}: the machine is not running`,
      /not running/,
    ],
    [
      'another operation',
      409,
      error('AnotherOperationInProgress', 'Another operation is in progress.'),
      'AZMON-AZURE-CONFLICT',
      12,
      `cannot write ${THING} now: something else is changing it`,
      /in progress/,
    ],
    [
      'a second one of a handler',
      400,
      error('BadRequest', "Multiple VMExtensions per handler not supported for OS type 'Linux'."),
      'AZMON-EXTENSION-TWICE',
      10,
      'the machine has that extension already, under another name',
      /Multiple VMExtensions/,
    ],
    [
      'an expired token',
      401,
      error('ExpiredAuthenticationToken', 'The access token expiry time is earlier than current time.'),
      'AZMON-AUTH-EXPIRED',
      3,
      `Azure does not take the sign-in: cannot write ${THING}`,
      /expiry time/,
    ],
    [
      'a token of another tenant',
      401,
      error('InvalidAuthenticationTokenTenant', 'The access token is from the wrong issuer.'),
      'AZMON-AUTH-TENANT',
      3,
      'azmon is signed in to another tenant than that of the subscription',
      /wrong issuer/,
    ],
    [
      'a 503 without a body',
      503,
      undefined,
      'AZMON-AZURE-UNAVAILABLE',
      12,
      `Azure did not manage to write ${THING}`,
      'Azure answered 503 and gave no reason',
    ],
    [
      "a proxy's error page",
      502,
      '<html><head><style>b{}</style></head><body><h1>Bad Gateway</h1></body></html>',
      'AZMON-AZURE-UNAVAILABLE',
      12,
      `Azure did not manage to write ${THING}`,
      'Bad Gateway',
    ],
    [
      'a proxy that wants a login',
      407,
      undefined,
      'AZMON-AZURE-UNREACHABLE',
      12,
      'the proxy on the way to Azure asks for a login',
      /407/,
    ],
    [
      'anything else',
      400,
      error('InvalidParameter', 'The value is not valid.'),
      'AZMON-AZURE',
      7,
      `Azure refused to write ${THING}`,
      'The value is not valid. (InvalidParameter)',
    ],
    [
      'the innermost of nested errors',
      400,
      error('DeploymentFailed', 'At least one resource deployment operation failed. See aka.ms.', {
        details: [{ code: 'Conflict', message: JSON.stringify(error('InnerCode', 'The real reason.')) }],
      }),
      'AZMON-AZURE',
      7,
      `Azure refused to write ${THING}`,
      'The real reason. (InnerCode)',
    ],
  ])('%s', ([, status, body, code, exit, message, why]) => {
    const problem = told(status, body);
    expect(problem).toMatchObject({ code, exit, message });
    expect(problem.why).toEqual(typeof why === 'string' ? why : expect.stringMatching(why));
  });

  test('the ids that support asks for', () => {
    const headers = { 'x-ms-request-id': 'r-1', 'x-ms-correlation-request-id': 'c-1' };
    expect(told(500, error('InternalServerError', 'Sorry.'), headers).why).toBe(
      'Sorry. (InternalServerError, request r-1, correlation c-1)',
    );
  });

  test('the tenant to sign in to stands in the challenge', () => {
    const challenge =
      'Bearer authorization_uri="https://login.windows.net/72f988bf-0000-0000-0000-2d7cd011db47", error="invalid_token"';
    const problem = told(401, error('InvalidAuthenticationTokenTenant', 'no'), { 'www-authenticate': challenge });
    expect(problem.fix[0]?.command).toBe('az login --tenant 72f988bf-0000-0000-0000-2d7cd011db47');
  });

  test('when to come back', () => {
    expect(told(429, '', { 'retry-after': '1200' })).toMatchObject({
      retryable: true,
      fix: [{ text: 'try again in 1200 s' }, { text: 'fewer machines side by side: --concurrency' }],
    });
  });

  test('what was sent is nowhere in it, nor the signature of an address', () => {
    const problem = told(400, error('BadRequest', 'No.'));
    expect(JSON.stringify({ ...problem, cause: problem.cause, message: problem.message })).not.toMatch(
      /signature|https:\/\/management/,
    );
  });

  test('reading a body is total', () =>
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.json(), fc.string()), (body) => {
        const read = readErrors(body);
        expect(read.codes.every((code) => code !== '')).toBe(true);
        expect(read.messages.join('').length).toBeLessThan(1_000_000);
      }),
    ));

  test('a body that wraps itself a thousand times is read as far as errors go', () => {
    const deep = Array.from({ length: 1_000 }).reduce<object>(
      (inner) => ({ code: 'C', message: 'm', details: [inner] }),
      {},
    );
    expect(readErrors({ error: deep }).codes).toEqual(['C']);
  });
});

describe('what a handler says', () => {
  test.for<[text: string, code: number | undefined]>([
    ["Enable failed with exit code 52 Couldn't create marker file", 52],
    ['[ExtensionOperationError] Non-zero exit code: 11, /var/lib/waagent/x', 11],
    ["has reported failure for VM Extension 'x' with terminal error code '1007' and error message: 'y'", 1007],
    ['Command returned an error. Exit code: 53', 53],
    ['the process exited with exit status 1', 1],
    ['Non-zero exit code: -1073741515', -1073741515],
    ['faulted due to exception during extension processing', undefined],
    ['version 1.13.27 of 2020', undefined],
  ])('%s', ([text, code]) => expect(exitCodeOf(text)).toBe(code));

  test.for<[form: string, code: string, message: string, text: string]>([
    [
      'of today',
      'VMExtensionProvisioningError',
      "VM has reported a failure when processing extension 'E' (publisher 'P' and type 'T'). Error message: \"Enable failed with exit code 51 \"quoted\"\". More information on troubleshooting is available at https://aka.ms/x. ",
      'Enable failed with exit code 51 "quoted"',
    ],
    [
      'of 2020',
      'VMExtensionProvisioningError',
      'VM has reported a failure when processing extension \'E\'. Error message: "It faulted"\r\n\r\nMore information on troubleshooting is available at https://aka.ms/x ',
      'It faulted',
    ],
    [
      'terminal',
      'VMExtensionHandlerNonTransientError',
      "The handler for VM extension type 'T' has reported terminal failure for VM extension 'E' with error message: '[ExtensionOperationError] Non-zero exit code: 11'.",
      '[ExtensionOperationError] Non-zero exit code: 11',
    ],
    [
      'without quotes',
      'VMAgentStatusCommunicationError',
      "VM 'v' has not reported status for VM agent or extensions.",
      "VM 'v' has not reported status for VM agent or extensions.",
    ],
  ])('the form %s', ([, code, message, text]) => {
    const handler = failedHandler(readErrors({ error: { code, message } }));
    expect(handler).toMatchObject({ code, text });
  });

  test('other errors are none of a handler', () =>
    expect(failedHandler(readErrors(error('OperationNotAllowed', 'exit code 52')))).toBeUndefined());
});

describe('no answer', () => {
  test.for<[code: string, why: RegExp, fix: RegExp]>([
    ['ENOTFOUND', /^the name host cannot be resolved/, /HTTPS_PROXY=/],
    ['ECONNREFUSED', /^host refuses the connection/, /HTTPS_PROXY=/],
    ['TIMEOUT', /^host does not answer/, /HTTPS_PROXY=/],
    ['SELF_SIGNED_CERT_IN_CHAIN', /^nobody here trusts the certificate of host/, /NODE_EXTRA_CA_CERTS/],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /^nobody here trusts the certificate of host/, /NODE_EXTRA_CA_CERTS/],
    ['CERT_HAS_EXPIRED', /is not valid now/, /clock/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', /belongs to another name/, /NODE_EXTRA_CA_CERTS/],
    ['SOMETHING_NEW', /^the connection to host failed/, /HTTPS_PROXY=/],
  ])('%s', ([code, why, fix]) => {
    const problem = problemOfNetwork(code, 'host', {});
    expect(problem).toMatchObject({ code: 'AZMON-AZURE-UNREACHABLE', exit: 12, retryable: true });
    expect(problem.why).toMatch(why);
    expect(problem.why).toContain(`(${code})`);
    expect(problem.fix[0]?.text).toMatch(fix);
  });

  test('the proxy is named without its login', () => {
    const problem = problemOfNetwork('ECONNREFUSED', 'host', { https_proxy: 'http://me:canary@proxy.corp:3128' });
    expect(problem.why).toContain('by way of the proxy proxy.corp:3128');
    expect(JSON.stringify(problem)).not.toContain('canary');
  });

  test('of a change whose answer was lost it is said that it may have been taken', () => {
    expect(problemOfNetwork('ECONNRESET', 'host', {}, 'change').why).toMatch(
      /whether Azure took the change is not known/,
    );
    expect(problemOfNetwork('ECONNREFUSED', 'host', {}, 'change').why).not.toMatch(/not known/);
    expect(problemOfNetwork('ECONNRESET', 'host', {}, 'read').why).not.toMatch(/not known/);
  });
});

describe('what azmon was about', () => {
  const RG = `https://h/subscriptions/${ID}/resourceGroups/rg`;
  test.for<[method: string, url: string, words: string]>([
    ['GET', VM, 'read the virtual machine web-01'],
    ['GET', `${VM}/extensions/A`, 'read the extension A of web-01'],
    ['DELETE', `${VM}/extensions/A`, 'remove the extension A of web-01'],
    ['POST', `${VM}/runCommand?api-version=1`, 'run a command on the virtual machine web-01'],
    ['POST', `${VM}/start`, 'start the virtual machine web-01'],
    ['PATCH', VM, 'change the virtual machine web-01'],
    [
      'PUT',
      `${VM.replace(/virtualMachines/, 'virtualMachineScaleSets')}/extensions/A`,
      'write the extension A of web-01',
    ],
    [
      'POST',
      `${RG}/providers/Microsoft.Compute/virtualMachineScaleSets/s/manualupgrade`,
      'upgrade instances of the scale set s',
    ],
    ['GET', `${RG}/providers/Microsoft.HybridCompute/machines/m`, 'read the Azure Arc machine m'],
    ['PUT', `${RG}/providers/Microsoft.HybridCompute/machines/m/runCommands/r`, 'write the run command r'],
    ['POST', `${RG}/providers/Microsoft.Resources/deployments/d/validate`, 'validate the deployment d'],
    ['POST', `${RG}/providers/Microsoft.Resources/deployments/d/whatIf`, 'foresee the deployment d'],
    ['GET', `${VM}/providers/Microsoft.Authorization/permissions`, "read the caller's rights"],
    ['PUT', `${VM}/providers/Microsoft.Insights/dataCollectionRuleAssociations/a`, 'write the rule association a'],
    [
      'POST',
      `${RG}/providers/Microsoft.OperationalInsights/workspaces/ws/sharedKeys`,
      'read the keys of the workspace ws',
    ],
    ['GET', `${RG}/providers/Microsoft.OperationalInsights/workspaces/ws`, 'read the workspace ws'],
    ['POST', 'https://h/providers/Microsoft.ResourceGraph/resources', 'query Resource Graph'],
    ['POST', `https://h/v1/workspaces/${ID}/query`, `query the logs of the workspace ${ID}`],
    ['GET', 'https://h/subscriptions', 'read the subscriptions'],
    [
      'GET',
      `https://h/subscriptions/${ID}/providers/Microsoft.Compute/locations/w/operations/x?s=secret`,
      'read the state of the operation',
    ],
    ['GET', 'https://kv.vault.azure.net/secrets/law-key', 'read the secret law-key'],
  ])('%s %s', ([method, url, words]) => {
    const { verb, thing } = attemptOf(method, url);
    expect(`${verb} ${thing}`).toBe(words);
  });

  test('words that every object knows are words like others', () =>
    expect(attemptOf('GET', 'https://localhost/constructor/valueof').thing).toBe('the resource constructor'));

  test('any address can be told', () =>
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), fc.constantFrom('GET', 'POST'), (url, method) => {
        expect(attemptOf(method, url).thing).not.toBe('');
      }),
    ));
});

describe('what a role can be granted on', () => {
  const SUB = `/subscriptions/${ID}`;
  test.for<[scope: string, grantable: string]>([
    [SUB, SUB],
    [`${SUB}/resourceGroups/rg`, `${SUB}/resourceGroups/rg`],
    [
      `${SUB}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/a`,
      `${SUB}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/a`,
    ],
    [`${SUB}/providers/microsoft.operationalinsights/workspaces`, SUB],
    [
      `${SUB}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/a/extensions`,
      `${SUB}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/a`,
    ],
    [
      `${SUB}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/a/providers/Microsoft.Insights/dataCollectionRuleAssociations`,
      `${SUB}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/a`,
    ],
    ['/providers/Microsoft.Management/managementGroups/m', '/providers/Microsoft.Management/managementGroups/m'],
    ['/providers/Microsoft.ResourceGraph/resources', '/'],
  ])('%s', ([scope, expected]) => expect(grantable(scope)).toBe(expected));

  test('the command that grants it names that, quoted where a shell would read it otherwise', () => {
    const list = `${SUB}/resourceGroups/rg (old)/providers/Microsoft.Compute/virtualMachines`;
    const text = `The client 'a' with object id '${ID}' does not have authorization to perform action 'Microsoft.Compute/virtualMachines/read' over scope '${list}' or the scope is invalid.`;
    expect(told(403, error('AuthorizationFailed', text)).fix[0]?.command).toBe(
      `az role assignment create --assignee ${ID} --role "Reader" --scope "${SUB}/resourceGroups/rg (old)"`,
    );
  });
});
