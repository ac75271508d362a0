import type { SandboxAnswer, SandboxRequest } from './exchange.ts';
import { refusal } from './refusal.ts';
import type { Route } from './route.ts';

/** The 400 of a missing or unknown api-version, naming the known ones as Azure does; undefined: it may go on. */
export function versionTrouble(route: Route, request: SandboxRequest): SandboxAnswer | undefined {
  if (route.versions === undefined || route.versions.includes(request.apiVersion.toLowerCase())) return undefined;
  if (request.apiVersion === '')
    return refusal(
      400,
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required for all requests.',
      {
        by: 'gateway',
      },
    );
  const supported = route.versions.join(', ');
  const type = typeOf(route.path);
  if (type === undefined)
    return refusal(
      400,
      'InvalidApiVersionParameter',
      `The api-version '${request.apiVersion}' is invalid. The supported versions are '${supported}'.`,
      {
        by: 'gateway',
      },
    );
  return refusal(
    400,
    'NoRegisteredProviderFound',
    `No registered resource provider found for location '${request.params.location ?? 'global'}' and API version '${request.apiVersion}' for type '${type}'. The supported api-versions are '${supported}'.`,
    { by: 'gateway' },
  );
}

/** The resource type that stands in a route's path: `virtualMachines/extensions`. */
function typeOf(path: string): string | undefined {
  const [, , ...after] = path.split('/providers/').at(-1)?.split('/') ?? [];
  if (!path.includes('/providers/')) return undefined;
  return [path.split('/providers/').at(-1)?.split('/')[1], ...after]
    .filter((part, index) => index === 0 || !part?.startsWith(':'))
    .join('/');
}
