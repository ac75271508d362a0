import type { SandboxRequest } from './exchange.ts';
import { type Refusal, refuse } from './refusal.ts';

/** What ARM says of a resource that is not there: its provider, types and names, as they stand in its id. */
export const missing = (path: string, group = ''): Refusal =>
  refuse(
    404,
    'ResourceNotFound',
    `The Resource '${path}' under resource group '${group}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
    { by: 'gateway' },
  );

/** As `missing`, by the id that a request names; a change of what lies below it (a type) is told of the missing parent. */
export function missingAt(id: string, { params, method }: SandboxRequest, below?: string): Refusal {
  const path = id.slice(id.lastIndexOf('/providers/') + '/providers/'.length);
  if (below === undefined || method === 'GET') return missing(path, params.group);
  const [, type = ''] = path.split('/');
  return refuse(
    404,
    'ParentResourceNotFound',
    `Failed to perform '${method === 'DELETE' ? 'delete' : 'write'}' on resource(s) of type '${type}/${below}', because the parent resource '${id}' could not be found.`,
    { by: 'gateway' },
  );
}
