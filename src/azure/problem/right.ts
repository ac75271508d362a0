import type { Fix } from '../../problem.ts';
import type { Refusal } from './refusal.ts';

/** Built-in roles that hold an action, by what it begins with; the first that fits counts. Reading needs less. */
const ROLES: readonly (readonly [begins: RegExp, role: string])[] = [
  [/^Microsoft\.OperationalInsights\/workspaces\/(sharedKeys|query)/i, 'Log Analytics Contributor'],
  [/\/read$/i, 'Reader'],
  [/^Microsoft\.(Compute|Resources\/deployments)\//i, 'Virtual Machine Contributor'],
  [/^Microsoft\.HybridCompute\//i, 'Azure Connected Machine Resource Administrator'],
  [/^Microsoft\.OperationalInsights\//i, 'Log Analytics Contributor'],
  [/^Microsoft\.Insights\//i, 'Monitoring Contributor'],
  [/^Microsoft\.KeyVault\//i, 'Key Vault Secrets User'],
];

/** AuthorizationFailed names caller, action and scope in its text: the sentence and the command that grants it. */
export function rightOf({ messages }: Refusal): { readonly why: string; readonly fix: readonly Fix[] } {
  const text = messages.at(-1) ?? '';
  const action = /perform action '([^']+)'/.exec(text)?.[1];
  const scope = /over scope '([^']+)'/.exec(text)?.[1];
  const object = /object id '([0-9a-f-]{36})'/i.exec(text)?.[1];
  const shown: Fix = { text: 'shows who is signed in', command: 'azmon login status' };
  const fresh: Fix = { text: 'a right granted a moment ago counts after signing in again', command: 'az login' };
  if (action === undefined || scope === undefined) return { why: messages.join('; '), fix: [shown, fresh] };
  const role = ROLES.find(([begins]) => begins.test(action))?.[1];
  const grant: Fix = {
    text: 'whoever owns the scope can grant it',
    command: `az role assignment create --assignee ${object ?? 'OBJECT-ID'} --role "${role ?? 'ROLE'}" --scope ${quoted(grantable(scope))}`,
  };
  return { why: `the caller ${object ?? ''} lacks ${action} on ${scope}`.replace('  ', ' '), fix: [grant, fresh] };
}

/** A list has no scope of its own: its refusal ends with a type, and a role is granted on what the list stands in. */
export function grantable(scope: string): string {
  const at = scope.toLowerCase().lastIndexOf('/providers/');
  if (at < 0) return scope;
  const [, , , ...parts] = scope.slice(at).split('/');
  if (parts.length % 2 === 0) return scope;
  return parts.length === 1 ? scope.slice(0, at) || '/' : scope.slice(0, scope.lastIndexOf('/'));
}

/** Names of resource groups may hold brackets. */
const quoted = (scope: string): string => (/^[\w/.-]+$/.test(scope) ? scope : `"${scope}"`);
