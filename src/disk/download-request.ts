import type { Dispatcher, EnvHttpProxyAgent } from 'undici';
import { Problem } from '../problem.ts';
import { type ProxyRoute, parseProxy, proxyLabel } from '../target/proxy.ts';
import * as problems from './download-problems.ts';

export interface FetchOptions {
  /** HTTPS_PROXY and NO_PROXY of it, in capitals or not; what stands in small letters wins, as curl has it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly userAgent: string;
}

/** What came behind the headers. */
export interface Answer {
  readonly body: AsyncIterable<Uint8Array>;
  /** How many bytes it said it has. */
  readonly of?: number;
}

const CONNECT_MS = 15_000;
/** So long nothing may come. */
const IDLE_MS = 60_000;
const REDIRECTS = 10;

/**
 * Asks for an address and hands what comes to `take`; `missing` answers for 404, without it that is a Problem (11). Redirects are followed
 * to https addresses only. Throws AZMON-FETCH-* (download-problems.ts), AZMON-PROXY-SYNTAX (2), AZMON-CANCELLED (130).
 */
export async function fetchFrom<T>(
  address: string,
  options: FetchOptions,
  signal: AbortSignal | undefined,
  take: (answer: Answer) => Promise<T>,
  missing?: () => Promise<T>,
): Promise<T> {
  const url = addressOf(address);
  const proxy = proxyIn(options.env);
  const watch = idleWatch(signal);
  const { request, EnvHttpProxyAgent } = await import('./http-client.ts');
  const dispatcher = new EnvHttpProxyAgent(agentOptions(options.env, proxy));
  let headers = false;
  try {
    const response = await follow(url, (to) =>
      request(to, { dispatcher, signal: watch.signal, headers: { 'user-agent': options.userAgent } }),
    );
    headers = true;
    if (missing !== undefined && isMissing(response.statusCode)) return await missing();
    if (response.statusCode !== 200) throw problems.answered(response.statusCode, url);
    return await take(answerOf(response, url, watch.seen));
  } catch (error) {
    if (error instanceof Problem) throw error;
    if (signal?.aborted === true) throw problems.cancelledFetch();
    if (watch.signal.aborted) throw problems.nothingCame(url, IDLE_MS / 1000);
    throw headers ? problems.brokeOff(url) : problems.unreached(url, error, proxy && proxyLabel(proxy));
  } finally {
    watch.end();
    await dispatcher.destroy();
  }
}

/** Throws AZMON-FETCH-ADDRESS and -PLAIN (2), of a redirect -REDIRECT (12). */
export function addressOf(address: string, from?: URL): URL {
  const url = URL.canParse(address, from?.href) ? new URL(address, from?.href) : undefined;
  if (url === undefined) throw problems.noAddress();
  if (url.protocol !== 'https:') throw from === undefined ? problems.plain() : problems.redirectedTo(url, from);
  return url;
}

function proxyIn(env: FetchOptions['env']): ProxyRoute | undefined {
  const name = env.https_proxy === undefined ? 'HTTPS_PROXY' : 'https_proxy';
  const text = env[name] ?? '';
  return text === '' ? undefined : parseProxy(text.replace(/\/$/, ''), { from: name });
}

/** Nothing is left to be found in the environment of this process: what is given here counts. */
function agentOptions(env: FetchOptions['env'], proxy: ProxyRoute | undefined): EnvHttpProxyAgent.Options {
  return {
    httpProxy: '',
    httpsProxy: proxy === undefined ? '' : `${proxy.protocol}://${proxyLabel(proxy)}`,
    noProxy: env.no_proxy ?? env.NO_PROXY ?? '',
    ...(proxy?.password === undefined ? {} : { token: basic(`${proxy.user}:${proxy.password.reveal()}`) }),
    allowH2: false,
    connectTimeout: CONNECT_MS,
  };
}

const basic = (login: string): string => `Basic ${Buffer.from(login).toString('base64')}`;

async function follow(
  first: URL,
  ask: (url: URL) => Promise<Dispatcher.ResponseData>,
): Promise<Dispatcher.ResponseData> {
  let url = first;
  for (let count = 0; count <= REDIRECTS; count++) {
    const response = await ask(url);
    const to = REDIRECT.includes(response.statusCode) ? response.headers.location : undefined;
    if (typeof to !== 'string') return response;
    await response.body.dump();
    url = addressOf(to, url);
  }
  throw problems.redirectsForEver(first);
}

const REDIRECT = [301, 302, 303, 307, 308];

const isMissing = (status: number): boolean => status === 404 || status === 410;

function answerOf({ headers, body }: Dispatcher.ResponseData, url: URL, seen: () => void): Answer {
  const length = headers['content-length'];
  const of = typeof length === 'string' && /^\d+$/.test(length) ? Number(length) : undefined;
  return { body: whole(body, of, url, seen), ...(of === undefined ? {} : { of }) };
}

async function* whole(
  body: AsyncIterable<Uint8Array>,
  of: number | undefined,
  url: URL,
  seen: () => void,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const piece of body) {
    seen();
    bytes += piece.length;
    yield piece;
  }
  if (of !== undefined && bytes !== of) throw problems.brokeOff(url, bytes, of);
}

/** Aborts where nothing is seen for too long, and with the signal of the run. */
function idleWatch(run: AbortSignal | undefined) {
  const idle = new AbortController();
  const timer = setTimeout(() => idle.abort(), IDLE_MS);
  return {
    signal: run === undefined ? idle.signal : AbortSignal.any([run, idle.signal]),
    seen: () => void timer.refresh(),
    end: () => clearTimeout(timer),
  };
}
