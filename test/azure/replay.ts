import { readFileSync } from 'node:fs';
import type { Azure } from '../../src/ports.ts';
import { testData } from '../support/data.ts';
import { processIdentity } from './identity-endpoint.ts';
import { azureAt, loopback, noWaiting, type Reply, type Request } from './loopback.ts';

interface Interaction {
  readonly n: number;
  readonly request: { readonly method: string; readonly url: string; readonly body: unknown };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: unknown;
  };
}

export interface Replay {
  readonly azure: Azure;
  readonly requests: readonly Request[];
  readonly waits: readonly number[];
  /** Recorded bodies that azmon would have to send, by number. */
  recorded(n: number): Interaction;
}

/**
 * Runs `play` against what Azure really answered: the named interactions of a recording, in their order. Strict: a request that is not the
 * next one fails the test (method and path must agree, the query too where it is an operation's address; the api-version alone may be
 * another), and so does an interaction that nobody asked for.
 */
export async function replay<T>(
  name: string,
  numbers: readonly number[],
  play: (replay: Replay) => Promise<T>,
): Promise<T> {
  const recorded = (n: number): Interaction => recordedAnswer(name, n);
  const expected = numbers.map(recorded);
  const wrong: string[] = [];
  let next = 0;
  const server = await loopback((request, origin) => {
    const interaction = expected[next++];
    const fault = interaction === undefined ? 'nothing more is recorded' : differs(request, interaction);
    if (interaction !== undefined && fault === undefined) return replyOf(interaction, origin);
    wrong.push(`${request.method} ${request.url}: ${fault}`);
    return { status: 418, body: { error: { code: 'NotRecorded', message: fault } } };
  });
  const identity = await processIdentity();
  const pace = noWaiting();
  try {
    const azure = azureAt(server.origin, pace, { env: identity.env });
    const result = await withEnvironment(identity.env, () =>
      play({ azure, requests: server.requests, waits: pace.waits, recorded }),
    );
    if (wrong.length > 0) throw new Error(wrong.join('\n'));
    if (next !== expected.length) throw new Error(`${expected.length - next} recorded interactions were not asked for`);
    return result;
  } catch (error) {
    throw wrong.length > 0 ? new Error(wrong.join('\n'), { cause: error }) : error;
  } finally {
    await server.close();
  }
}

/** The credentials of the SDK read the process's own environment. */
export async function withEnvironment<T>(env: Readonly<Record<string, string>>, work: () => Promise<T>): Promise<T> {
  const before = Object.keys(env).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, env);
  try {
    return await work();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

/** One answer of a recording. */
export function recordedAnswer(name: string, n: number): Interaction {
  const found = readInteractions(name).find((one) => one.n === n);
  if (found === undefined) throw new Error(`${name} has no interaction ${n}`);
  return found;
}

function readInteractions(name: string): readonly Interaction[] {
  const path = testData('data', 'arm-recordings', `${name}.json`);
  if (path === undefined) throw new Error('AZMON_TEST_DATA does not lead to the recordings');
  return (JSON.parse(readFileSync(path, 'utf8')) as { interactions: Interaction[] }).interactions;
}

function differs(request: Request, { request: recorded }: Interaction): string | undefined {
  const [is, was] = [new URL(request.url, 'https://x'), new URL(recorded.url)];
  if (request.method !== recorded.method) return `recorded is ${recorded.method} ${was.pathname}`;
  if (is.pathname.toLowerCase() !== was.pathname.toLowerCase()) return `recorded is ${was.pathname}`;
  const isOperation = /\/(operations|operationStatuses|operationresults)\//i.test(was.pathname);
  // Byte for byte: it carries a signature. The recorders put another host in front of some.
  if (isOperation && request.url !== recorded.url.replace(/^https?:\/\/[^/]+/, ''))
    return `recorded is ${recorded.url}`;
  return undefined;
}

/** Links in answers lead to this server in place of Azure. */
function replyOf({ request, response }: Interaction, origin: string): Reply {
  const here = (text: string): string =>
    text.replaceAll(/https:\/\/(management\.azure\.com|api\.loganalytics\.io)/g, origin);
  // The recorder gave deployments another name in the addresses that were asked for, not in the headers of answers.
  const mocked = request.url.includes('/deployments/mock-deployment');
  const named = (text: string): string =>
    mocked ? here(text).replace(/\/deployments\/[^/?]+/, '/deployments/mock-deployment') : here(text);
  const kept = Object.entries(response.headers).filter(([name]) => !DROPPED.has(name.toLowerCase()));
  return {
    status: response.status,
    headers: Object.fromEntries(kept.map(([name, value]) => [name, named(String(value))])),
    body: typeof response.body === 'string' ? here(response.body) : JSON.parse(here(JSON.stringify(response.body))),
  };
}

/** They belong to the connection that was recorded. */
const DROPPED = new Set(['content-length', 'transfer-encoding', 'content-encoding', 'connection', 'date']);
