import type { SandboxRequest } from './exchange.ts';

/** A request with what its path says. */
export interface Asked extends SandboxRequest {
  /** The resource acted on, in lower case; for a POST without the name of the action. */
  readonly scope: string;
  readonly subscription?: string;
  readonly group?: string;
  readonly namespace?: string;
  /** `microsoft.compute/virtualmachines/extensions`; missing for subscriptions and groups themselves. */
  readonly type?: string;
  /** e.g. microsoft.compute/virtualMachines/extensions/write */
  readonly action: string;
}

const VERBS = { GET: 'read', HEAD: 'read', PUT: 'write', PATCH: 'write', DELETE: 'delete', POST: 'action' } as const;

/** Cuts a path into what the gate judges by. */
export function readPath(request: SandboxRequest): Asked {
  const path = request.path.replace(/\/$/, '');
  const [, subscription, group] = /^\/subscriptions\/([^/]+)(?:\/resourcegroups\/([^/]+))?/i.exec(path) ?? [];
  const [, namespace, rest = ''] = /^.*\/providers\/([^/]+)(.*)$/i.exec(path) ?? [];
  const parts = rest.split('/').filter((part) => part !== '');
  // Types and names take turns; what is left over at the end of a POST is the action.
  const isPost = request.method === 'POST';
  const words = parts.filter((_, index) => index % 2 === 0);
  const types = isPost ? words.slice(0, -1) : words;
  return {
    ...request,
    scope: (isPost && parts.length > 0 ? path.slice(0, path.lastIndexOf('/')) : path).toLowerCase(),
    ...(subscription === undefined ? {} : { subscription }),
    ...(group === undefined ? {} : { group }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(namespace === undefined || types.length === 0 ? {} : { type: [namespace, ...types].join('/').toLowerCase() }),
    action: actionOf(request.method, namespace, words, group),
  };
}

function actionOf(
  method: string,
  namespace: string | undefined,
  types: readonly string[],
  group: string | undefined,
): string {
  const verb = VERBS[method as keyof typeof VERBS] ?? 'action';
  if (namespace === undefined)
    return `Microsoft.Resources/subscriptions/${group === undefined ? '' : 'resourceGroups/'}${verb}`;
  return [namespace, ...types, verb].join('/');
}

/** Whether a scope is another one or lies below it. Both in any case. */
export function isWithin(scope: string, above: string): boolean {
  const [low, high] = [scope.toLowerCase(), above.toLowerCase()];
  return low === high || low.startsWith(`${high}/`);
}
