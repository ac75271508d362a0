import { API, type ApiVersion } from '../../../src/azure/api-versions.ts';
import type { Exchange } from '../../../src/sandbox/exchange.ts';

/**
 * Versions that other clients (az 2.45, the SDKs' own choice) or the sandbox's tests send and for which there is no file, with the nearest one that there
 * is. azmon's own stand in src/azure/api-versions.ts.
 */
const FOREIGN: readonly (readonly [path: RegExp, sent: RegExp, specified: string])[] = [
  [/^\/(?:subscriptions(?:\/[^/]+(?:\/locations)?)?|tenants)\/?$/i, /^(?!2019-11-01|2022-12-01)/, '2022-12-01'],
  [/\/resourcegroups(?:\/[^/]+)?$/i, /^(?!2021-04-01|2022-09-01|2024-07-01)/, '2022-09-01'],
  [
    /^\/subscriptions\/[^/]+\/providers(?:\/[^/]+(?:\/register)?)?$/i,
    /^(?!2021-04-01|2022-09-01|2024-07-01)/,
    '2022-09-01',
  ],
  [/\/workspaces\/[^/]+\/sharedKeys$/i, /./, '2020-08-01'],
  [/\/providers\/Microsoft\.OperationalInsights\/workspaces(?:\/[^/]+)?$/i, /^2020-10-01|^2025/, '2022-10-01'],
];

const OWN: readonly (readonly [path: RegExp, version: ApiVersion])[] = [
  [/\/providers\/Microsoft\.Compute\//i, API.compute],
  [/\/workspaces\/[^/]+\/sharedKeys$/i, API.sharedKeys],
  [/\/providers\/Microsoft\.OperationalInsights\/workspaces/i, API.workspaces],
];

/** The address as the validator is to read it: with the version whose file is at hand. */
export function specifiedUrl({ url }: Pick<Exchange, 'url'>): string {
  const address = new URL(url);
  const sent = address.searchParams.get('api-version') ?? '';
  // The query API has its version in the path.
  if (address.pathname.startsWith('/v1/')) address.searchParams.set('api-version', 'v1');
  const own = OWN.find(([path, version]) => path.test(address.pathname) && version.sent === sent);
  const foreign = FOREIGN.find(([path, version]) => path.test(address.pathname) && version.test(sent));
  const specified = own?.[1].specified ?? foreign?.[2];
  if (specified !== undefined) address.searchParams.set('api-version', specified);
  // A machine has no parent: the file wants a place for one in the path to its assignments, which the validator does not match when empty.
  if (/\/policyAssignments$/i.test(address.pathname)) address.pathname = address.pathname.replace(MACHINE, '$1/none');
  // The validator keeps operations without a namespace of their own under this one.
  return address.href.replace(
    /^([^?]*\/subscriptions\/[^/]+\/providers\/)[^/?]+(?=\?|\/register\?)/i,
    '$1Microsoft.Unknown',
  );
}

const MACHINE =
  /(\/providers\/Microsoft\.(?:Hybrid)?Compute)(?=\/(?:virtualMachines|virtualMachineScaleSets|machines)\/)/i;
