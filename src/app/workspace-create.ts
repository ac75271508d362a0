import type { Azure } from '../ports.ts';
import { EXIT, Problem } from '../problem.ts';
import type { Subscription } from '../target/scope.ts';
import type { WantedWorkspace } from '../workspace/create.ts';
import { subscriptionOf } from '../workspace/subscriptions.ts';
import { wantFlags } from './missing-flags.ts';

export interface CreateFlags {
  readonly subscription?: readonly string[] | undefined;
  readonly group?: string | undefined;
  readonly location?: string | undefined;
  readonly 'retention-days'?: number | undefined;
}

/** The workspace that the flags ask for. Throws AZMON-FLAG-MISSING, AZMON-SUBSCRIPTION-MISSING (2) and as `subscriptionOf`. */
export async function wantedWorkspace(
  name: string,
  flags: CreateFlags,
  azure: () => Promise<Azure>,
): Promise<WantedWorkspace> {
  wantFlags({ ...flags }, ['group', 'location']);
  const { group = '', location = '', 'retention-days': retentionDays } = flags;
  const seen = await (await azure()).resources.subscriptions();
  const subscription = theOne(flags.subscription ?? [], seen).id;
  return { subscription, group, name, location, ...(retentionDays === undefined ? {} : { retentionDays }) };
}

/** A workspace is made in one subscription; where only one can be seen nobody has to name it. */
function theOne(named: readonly string[], seen: readonly Subscription[]): Subscription {
  const found = named.length > 0 ? named.map((text) => subscriptionOf(text, seen)) : seen;
  const [one, ...others] = found;
  if (one !== undefined && others.length === 0) return one;
  throw new Problem({
    code: 'AZMON-SUBSCRIPTION-MISSING',
    exit: EXIT.usage,
    message: 'it is not said in which subscription',
    why:
      one === undefined ? 'this sign-in sees no subscription at all' : `there are ${found.length}: ${namesOf(found)}`,
    fix: [{ text: 'name one with --subscription (AZMON_SUBSCRIPTION)' }],
  });
}

const NAMED = 8;

const namesOf = (all: readonly Subscription[]): string =>
  all.length <= NAMED
    ? all.map(({ name }) => name).join(', ')
    : `${all
        .slice(0, NAMED)
        .map(({ name }) => name)
        .join(', ')} and ${all.length - NAMED} more`;
