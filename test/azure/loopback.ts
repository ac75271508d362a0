import type { IncomingMessage } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { openAzure } from '../../src/azure/index.ts';
import type { AzureOptions } from '../../src/azure/options.ts';
import type { Pace } from '../../src/azure/wire/pace.ts';
import type { Azure } from '../../src/ports.ts';
import { type ServerIdentity, serverIdentity } from '../../src/sandbox/tls.ts';
import { managementOf } from '../../src/target/management.ts';

export interface Request {
  readonly method: string;
  /** Path and query as sent. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
  readonly text: string;
}

/** `cut`: the connection ends without an answer. */
export type Reply =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown }
  | 'cut';

export interface Loopback {
  readonly origin: string;
  /** What to trust, PEM. */
  readonly certificate: string;
  readonly requests: readonly Request[];
  close(): Promise<void>;
}

let identity: Promise<ServerIdentity> | undefined;

/** One identity for all servers of a test file, trusted by its process. */
function trusted(): Promise<ServerIdentity> {
  identity ??= serverIdentity().then((made) => {
    setDefaultCACertificates([...getCACertificates('default'), made.authority]);
    return made;
  });
  return identity;
}

/** An HTTPS server on loopback that answers every request by a function of the test's own. */
export async function loopback(
  answer: (request: Request, origin: string) => Reply | Promise<Reply>,
): Promise<Loopback> {
  const made = await trusted();
  const requests: Request[] = [];
  let origin = '';
  const server: Server = createServer({ key: made.key, cert: made.certificate }, async (incoming, outgoing) => {
    const parts: Buffer[] = [];
    for await (const part of incoming) parts.push(part as Buffer);
    const text = Buffer.concat(parts).toString('utf8');
    const request = {
      ...{ method: incoming.method ?? '', url: incoming.url ?? '', headers: incoming.headers, text },
      body: parsed(text),
    };
    requests.push(request);
    const reply = await answer(request, origin);
    if (reply === 'cut') return void incoming.socket.destroy();
    const body = reply.body === undefined || reply.body === null ? '' : bodyText(reply.body);
    const type = typeof reply.body === 'string' ? 'text/plain' : 'application/json; charset=utf-8';
    outgoing.writeHead(reply.status, { ...(body === '' ? {} : { 'content-type': type }), ...reply.headers });
    outgoing.end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `https://localhost:${(server.address() as AddressInfo).port}`;
  return {
    ...{ origin, certificate: made.authority, requests },
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

const bodyText = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body));

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}

/** Nothing is waited for; how long it would have been is written down. The clock goes on by what was waited. */
export function noWaiting(): Pace & { readonly waits: readonly number[] } {
  const waits: number[] = [];
  let now = Date.parse('2026-01-01T00:00:00Z');
  return {
    waits,
    now: () => now,
    random: () => 0.5,
    async wait(ms, signal) {
      signal.throwIfAborted();
      waits.push(ms);
      now += ms;
      await new Promise((done) => setImmediate(done));
      signal.throwIfAborted();
    },
  };
}

export const optionsFor = (origin: string, part: Partial<AzureOptions> = {}): AzureOptions => ({
  management: managementOf('sandbox', origin),
  cloud: 'sandbox',
  auth: 'managed-identity',
  interactive: false,
  env: process.env,
  tell: () => {},
  signal: new AbortController().signal,
  ...part,
});

/** Azure at a loopback server, signed in by a managed identity endpoint of its own. */
export const azureAt = (origin: string, pace: Pace, part: Partial<AzureOptions> = {}): Azure =>
  openAzure(optionsFor(origin, part), pace);
