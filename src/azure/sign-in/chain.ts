import type { AccessToken, GetTokenOptions, TokenCredential } from '@azure/core-auth';
import { Problem } from '../../problem.ts';
import type { Unanswered } from '../../target/sign-in.ts';
import type { AzureOptions } from '../options.ts';
import { cancelled } from '../wire/cancelled.ts';
import type { Pace } from '../wire/pace.ts';
import {
  nobodyToAsk,
  noLonger,
  noneAnswered,
  notATenant,
  reasonOf,
  refusedBy,
  unansweredBy,
  wrongTenant,
} from './sign-in-problem.ts';
import { claimsOf } from './token-claims.ts';
import { ASKING, WAYS, type Way, type WayOptions } from './ways.ts';

/** The way that answered, and those before it that did not. */
interface Chosen {
  readonly way: Way;
  readonly credential: TokenCredential;
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
/** No way may keep azmon waiting longer than that for its first answer; those that ask a person may. */
const LONGEST_MS = 60_000;

/**
 * Signs in the way the Azure SDKs do (environment, workload identity, managed identity, az, azd, PowerShell), or by the one way that was
 * asked for. The first that answers is kept for the run. A way that is set up and refused ends the search: going on could sign in as
 * somebody else. Tokens are kept in memory, and asked for once however many requests want them.
 */
export function chainOf(options: AzureOptions, pace: Pace): Chain {
  const asked = options.auth === 'auto' ? undefined : options.auth;
  const ways = WAYS.filter(({ id }) => (asked === undefined ? !ASKING.has(id) : id === asked));
  const wayOptions = optionsOf(options);
  const tokens = new Map<string, AccessToken>();
  const underWay = new Map<string, Promise<AccessToken>>();
  let chosen: Chosen | undefined;
  let choosing: Promise<AccessToken> | undefined;

  const first = async (scope: string, wish: GetTokenOptions): Promise<AccessToken> => {
    if (asked !== undefined && ASKING.has(asked) && !options.interactive) throw nobodyToAsk(asked);
    const found = await firstThatAnswers(ways, scope, wish, wayOptions, asked);
    chosen = found.chosen;
    return found.token;
  };
  const fresh = async (scope: string, wish: GetTokenOptions): Promise<AccessToken> => {
    if (chosen === undefined && choosing !== undefined) await choosing.catch(() => undefined);
    if (chosen !== undefined) return tokenBy(chosen, scope, wish, wayOptions);
    choosing = first(scope, wish);
    return choosing;
  };
  return {
    chosen: () => chosen,
    async getToken(scopes, wish = {}) {
      const scope = typeof scopes === 'string' ? scopes : (scopes[0] ?? '');
      const key = [scope, wish.tenantId, wish.claims].join(' ');
      const known = tokens.get(key);
      if (known !== undefined && known.expiresOnTimestamp - EARLY_MS > pace.now()) return known;
      const going = underWay.get(key) ?? fresh(scope, wish).finally(() => underWay.delete(key));
      underWay.set(key, going);
      const token = await going;
      tokens.set(key, token);
      return token;
    },
  };
}

/** Throws AZMON-AUTH-TENANT-NAME (2). */
function optionsOf(options: AzureOptions): WayOptions {
  const { tenant, management, cloud, env, tell, signal } = options;
  if (tenant !== undefined && !/^[0-9A-Za-z][0-9A-Za-z.-]{0,252}$/.test(tenant)) throw notATenant();
  return {
    authorityHost: management.authority,
    disableInstanceDiscovery: cloud === 'sandbox',
    additionallyAllowedTenants: tenant === undefined ? [] : [tenant],
    ...{ env, tell, signal },
    ...(tenant === undefined ? {} : { tenantId: tenant }),
  };
}

async function firstThatAnswers(
  ways: readonly Way[],
  scope: string,
  wish: GetTokenOptions,
  options: WayOptions,
  asked: Parameters<typeof noneAnswered>[1],
): Promise<{ readonly chosen: Chosen; readonly token: AccessToken }> {
  const unanswered: Unanswered[] = [];
  const sdk = import('./sdk.ts');
  for (const way of ways) {
    const why = await way.absent(options);
    if (options.signal.aborted) throw cancelled(options.signal);
    const tried = why === undefined ? await tryOne(way, await sdk, scope, wish, options) : why;
    if (typeof tried !== 'string') return { chosen: { ...tried, unanswered }, token: tried.token };
    unanswered.push(unansweredBy(way, tried, options.tenantId));
  }
  throw noneAnswered(unanswered, asked);
}

/** The token with who gave it; a text: why this way does not answer. Throws where it was refused. */
async function tryOne(
  way: Way,
  sdk: typeof import('./sdk.ts'),
  scope: string,
  wish: GetTokenOptions,
  options: WayOptions,
): Promise<string | { readonly way: Way; readonly credential: TokenCredential; readonly token: AccessToken }> {
  try {
    const credential = way.open(sdk, options);
    const token = await tokenOf(way, credential, scope, wish, options);
    return { way, credential, token };
  } catch (error) {
    if (error instanceof Problem) throw error;
    if (options.signal.aborted) throw cancelled(options.signal);
    if (isUnavailable(error)) return reasonOf(error);
    throw refusedBy(way, error, options.tenantId);
  }
}

/** The SDK's names for "not here" in place of "refused". */
const isUnavailable = (error: unknown): boolean =>
  error instanceof Error && /^(CredentialUnavailableError|AuthenticationRequiredError|TimeoutError)$/.test(error.name);

/** Once a way was chosen there is no other: its failure is the end of the login. */
async function tokenBy(
  { way, credential }: Chosen,
  scope: string,
  wish: GetTokenOptions,
  options: WayOptions,
): Promise<AccessToken> {
  try {
    return await tokenOf(way, credential, scope, wish, options);
  } catch (error) {
    if (error instanceof Problem) throw error;
    if (options.signal.aborted) throw cancelled(options.signal);
    throw isUnavailable(error) ? noLonger(way, error, options.tenantId) : refusedBy(way, error, options.tenantId);
  }
}

async function tokenOf(
  way: Way,
  credential: TokenCredential,
  scope: string,
  wish: GetTokenOptions,
  options: WayOptions,
): Promise<AccessToken> {
  const { tenantId } = options;
  const time = ASKING.has(way.id) ? [] : [AbortSignal.timeout(LONGEST_MS)];
  const abortSignal = AbortSignal.any([options.signal, ...time]);
  const asking = credential.getToken(scope, { ...wish, abortSignal, ...(tenantId === undefined ? {} : { tenantId }) });
  const token = await Promise.race([asking, endOf(abortSignal)]);
  if (token === null) throw new Error('it gave no token');
  const actual = claimsOf(token.token).tenant;
  if (
    tenantId !== undefined &&
    isGuid(tenantId) &&
    actual !== undefined &&
    actual.toLowerCase() !== tenantId.toLowerCase()
  )
    throw wrongTenant(way, tenantId, actual);
  return token;
}

/** Credentials that start programs do not look at the signal. */
const endOf = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

const isGuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
