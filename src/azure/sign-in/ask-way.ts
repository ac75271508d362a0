import type { AccessToken, GetTokenOptions, TokenCredential } from '@azure/core-auth';
import { Problem } from '../../problem.ts';
import { cancelled } from '../wire/cancelled.ts';
import type { Pace } from '../wire/pace.ts';
import { askAuthority } from './ask-authority.ts';
import { noLonger, reasonOf, refusedBy, wrongTenant } from './sign-in-problem.ts';
import { claimsOf } from './token-claims.ts';
import { ASKING, type Way, type WayOptions } from './ways.ts';

/** A wish for a token. */
export interface Ask {
  readonly scope: string;
  readonly wish: GetTokenOptions;
  readonly options: WayOptions;
  readonly pace: Pace;
}

/** A way that gave a token once. */
export interface OpenWay {
  readonly way: Way;
  readonly credential: TokenCredential;
}

/** No way may keep azmon waiting longer than that; those that ask a person may. */
const LONGEST_MS = 60_000;

/** The first token of a way; a text: why it does not answer. Throws where it was refused. */
export async function tryWay(
  way: Way,
  sdk: typeof import('./sdk.ts'),
  ask: Ask,
): Promise<string | (OpenWay & { readonly token: AccessToken })> {
  try {
    const credential = way.open(sdk, ask.options);
    return { way, credential, token: await tokenOf({ way, credential }, ask) };
  } catch (error) {
    if (isUnavailable(error) && !ask.options.signal.aborted) return reasonOf(error);
    throw await refused(way, error, ask);
  }
}

/** A further token. Once a way was chosen there is no other: its failure is the end of the login. */
export async function askAgain(open: OpenWay, ask: Ask): Promise<AccessToken> {
  try {
    return await tokenOf(open, ask);
  } catch (error) {
    if (isUnavailable(error) && !ask.options.signal.aborted) throw noLonger(open.way, error, ask.options);
    throw await refused(open.way, error, ask);
  }
}

/** The SDK's names for "not here" in place of "refused". */
const isUnavailable = (error: unknown): boolean =>
  error instanceof Error && /^(CredentialUnavailableError|AuthenticationRequiredError|TimeoutError)$/.test(error.name);

async function refused(way: Way, error: unknown, { options, pace }: Ask): Promise<Problem> {
  if (error instanceof Problem) return error;
  if (options.signal.aborted) return cancelled(options.signal);
  const found = await askAuthority(error, options, pace);
  return found instanceof Problem ? found : refusedBy(way, found ?? reasonOf(error), options);
}

async function tokenOf({ way, credential }: OpenWay, { scope, wish, options }: Ask): Promise<AccessToken> {
  const { tenantId, signal } = options;
  const abortSignal = ASKING.has(way.id) ? signal : AbortSignal.any([signal, AbortSignal.timeout(LONGEST_MS)]);
  const asking = credential.getToken(scope, { ...wish, abortSignal, ...(tenantId === undefined ? {} : { tenantId }) });
  const token = await Promise.race([asking, endOf(abortSignal)]);
  if (token === null) throw new Error('it gave no token');
  const actual = claimsOf(token.token).tenant;
  if (tenantId !== undefined && isAnother(tenantId, actual)) throw wrongTenant(way, options, actual);
  return token;
}

/** Credentials that start programs do not look at the signal. */
const endOf = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

/** A tenant that was named by its domain cannot be compared with the id in a token. */
const isAnother = (wanted: string, actual: string | undefined): actual is string =>
  actual !== undefined && GUID.test(wanted) && actual.toLowerCase() !== wanted.toLowerCase();

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
