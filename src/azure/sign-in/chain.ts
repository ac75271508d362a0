import type { AccessToken, GetTokenOptions, TokenCredential } from '@azure/core-auth';
import type { Unanswered } from '../../target/sign-in.ts';
import type { AzureOptions } from '../options.ts';
import { cancelled } from '../wire/cancelled.ts';
import type { Pace } from '../wire/pace.ts';
import { type Ask, askAgain, type OpenWay, tryWay } from './ask-way.ts';
import { nobodyToAsk, noneAnswered, notATenant, unansweredBy } from './sign-in-problem.ts';
import { ASKING, WAYS, type Way, type WayId, type WayOptions } from './ways.ts';

/** The way that answered, and those before it that did not. */
interface Chosen extends OpenWay {
  readonly unanswered: readonly Unanswered[];
}

/** A credential for the SDKs that also says who answered. */
export interface Chain extends TokenCredential {
  getToken(scopes: string | string[], options?: GetTokenOptions): Promise<AccessToken>;
  /** Known after the first token. */
  chosen(): Chosen | undefined;
}

/** A token is asked for again this long before it ends. */
const EARLY_MS = 300_000;

/**
 * Signs in the way the Azure SDKs do (environment, workload identity, managed identity, az, azd, PowerShell), or by the one way that was
 * asked for. The first that answers is kept for the run. A way that is set up and refused ends the search: going on could sign in as
 * somebody else. Tokens are kept in memory, and asked for once however many requests want them. Throws AZMON-AUTH-TENANT-NAME (2).
 */
export function chainOf(options: AzureOptions, pace: Pace): Chain {
  const asked = options.auth === 'auto' ? undefined : options.auth;
  const wayOptions = optionsOf(options);
  const tokens = new Map<string, AccessToken>();
  const underWay = new Map<string, Promise<AccessToken>>();
  let chosen: Chosen | undefined;
  let choosing: Promise<AccessToken> | undefined;

  const first = async (ask: Ask): Promise<AccessToken> => {
    if (asked !== undefined && ASKING.has(asked) && !options.interactive) throw nobodyToAsk(asked);
    const { token, ...way } = await firstThatAnswers(asked, ask);
    chosen = way;
    return token;
  };
  const fresh = async (ask: Ask): Promise<AccessToken> => {
    if (chosen === undefined && choosing !== undefined) await choosing.catch(() => undefined);
    if (chosen !== undefined) return askAgain(chosen, ask);
    choosing = first(ask);
    return choosing;
  };
  return {
    chosen: () => chosen,
    async getToken(scopes, wish = {}) {
      const scope = typeof scopes === 'string' ? scopes : (scopes[0] ?? '');
      const key = [scope, wish.tenantId, wish.claims].join(' ');
      const known = tokens.get(key);
      if (known !== undefined && known.expiresOnTimestamp - EARLY_MS > pace.now()) return known;
      const ask = { scope, wish, options: wayOptions, pace };
      const going = underWay.get(key) ?? fresh(ask).finally(() => underWay.delete(key));
      underWay.set(key, going);
      const token = await going;
      tokens.set(key, token);
      return token;
    },
  };
}

function optionsOf(options: AzureOptions): WayOptions {
  const { tenant, management, cloud, env, tell, signal } = options;
  if (tenant !== undefined && !/^[0-9A-Za-z][0-9A-Za-z.-]{0,252}$/.test(tenant)) throw notATenant();
  return {
    authorityHost: management.authority,
    cloud,
    disableInstanceDiscovery: cloud === 'sandbox',
    additionallyAllowedTenants: tenant === undefined ? [] : [tenant],
    ...{ env, tell, signal },
    ...(tenant === undefined ? {} : { tenantId: tenant }),
  };
}

const waysFor = (asked: WayId | undefined): readonly Way[] =>
  WAYS.filter(({ id }) => (asked === undefined ? !ASKING.has(id) : id === asked));

async function firstThatAnswers(asked: WayId | undefined, ask: Ask): Promise<Chosen & { readonly token: AccessToken }> {
  const { options } = ask;
  const unanswered: Unanswered[] = [];
  for (const way of waysFor(asked)) {
    const why = await way.absent(options);
    if (options.signal.aborted) throw cancelled(options.signal);
    const tried = why ?? (await tryWay(way, await import('./sdk.ts'), ask));
    if (typeof tried !== 'string') return { ...tried, unanswered };
    unanswered.push(unansweredBy(way, tried, options));
  }
  throw noneAnswered(unanswered, asked);
}
