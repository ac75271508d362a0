import type { SandboxAnswer, SandboxRequest } from './exchange.ts';
import { refusal } from './refusal.ts';
import type { SandboxState } from './state.ts';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What is wrong with the subscription of a path before anybody looks for it: no GUID, or one that may only be read. */
export function subscriptionTrouble({ path, method }: SandboxRequest, state: SandboxState): SandboxAnswer | undefined {
  const [, id] = /^\/subscriptions\/([^/]+)/i.exec(path) ?? [];
  if (id === undefined) return undefined;
  if (!GUID.test(id))
    return refusal(
      400,
      'InvalidSubscriptionId',
      `The provided subscription identifier '${id}' is malformed or invalid.`,
      { by: 'gateway' },
    );
  const known = state.subscriptions.find((one) => one.id === id.toLowerCase());
  if (known?.state !== 'Disabled' || method === 'GET' || method === 'HEAD') return undefined;
  return refusal(
    409,
    'ReadOnlyDisabledSubscription',
    `The subscription '${id}' is disabled and therefore marked as read only. You cannot perform any write actions on this subscription until it is re-enabled.`,
    { by: 'gateway' },
  );
}
