import type { Azure } from '../ports.ts';

/**
 * Ids of subscriptions given by id or name; none given: none, which stands for all that can be seen.
 * Throws AZMON-SUBSCRIPTION-UNKNOWN (11) and AZMON-SUBSCRIPTION-AMBIGUOUS (2).
 */
export async function subscriptionIds(_named: readonly string[], _azure: Azure): Promise<readonly string[]> {
  throw new Error('to be written');
}
