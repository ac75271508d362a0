import type { Azure } from '../ports.ts';
import { EXIT, Problem } from '../problem.ts';
import { nearest } from '../target/nearest.ts';
import type { Subscription } from '../target/scope.ts';

/**
 * Ids of subscriptions given by id or name; none given: none, which stands for all that can be seen.
 * Throws AZMON-SUBSCRIPTION-UNKNOWN (11) and AZMON-SUBSCRIPTION-AMBIGUOUS (2).
 */
export async function subscriptionIds(named: readonly string[], azure: Azure): Promise<readonly string[]> {
  if (named.length === 0) return [];
  const seen = await azure.resources.subscriptions();
  return [...new Set(named.map((text) => subscriptionOf(text, seen).id))];
}

/** One of the subscriptions, by id or name in any case. Throws as `subscriptionIds`. */
export function subscriptionOf(text: string, seen: readonly Subscription[]): Subscription {
  const wanted = text.trim().toLowerCase();
  const byId = seen.find(({ id }) => id.toLowerCase() === wanted);
  if (byId !== undefined) return byId;
  const [found, ...others] = seen.filter(({ name }) => name.toLowerCase() === wanted);
  if (found === undefined) throw unknownSubscription(text, seen);
  if (others.length > 0) throw ambiguous(text, [found, ...others]);
  return found;
}

/** Foreign, or of another tenant or cloud: all look the same from here. */
export function unknownSubscription(text: string, seen: readonly Subscription[]): Problem {
  const names = seen.map(({ name }) => name);
  const meant = nearest(text, names);
  return new Problem({
    code: 'AZMON-SUBSCRIPTION-UNKNOWN',
    exit: EXIT['not-found'],
    message: `the subscription ${text} is not among those you can see`,
    why:
      meant === undefined
        ? `${counted(seen)}; others belong to another tenant or cloud, or you have no role there`
        : `did you mean ${meant}?`,
    fix: [
      { text: 'who is signed in, and where', command: 'azmon login status' },
      { text: 'name its tenant with --tenant or its cloud with --cloud, or ask for the role Reader there' },
    ],
  });
}

const NAMED = 8;

function counted(seen: readonly Subscription[]): string {
  if (seen.length === 0) return 'you see none at all';
  if (seen.length > NAMED) return `you see ${seen.length} others`;
  return `you see ${seen.map(({ name }) => name).join(', ')}`;
}

const ambiguous = (text: string, found: readonly Subscription[]): Problem =>
  new Problem({
    code: 'AZMON-SUBSCRIPTION-AMBIGUOUS',
    exit: EXIT.usage,
    message: `${found.length} subscriptions are named ${text}`,
    why: found.map(({ id }) => id).join(', '),
    fix: [{ text: 'give the id of the one that is meant' }],
  });
