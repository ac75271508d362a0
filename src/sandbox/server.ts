import { randomUUID } from 'node:crypto';
import { createServer as createPlainServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Exchange, SandboxAnswer } from './exchange.ts';
import type { Raw } from './pipeline.ts';
import { readRequest } from './read-request.ts';
import type { ServerIdentity } from './tls.ts';

export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

/** Answers a request; undefined: the connection is cut instead. */
export type Answering = (raw: Raw) => Promise<SandboxAnswer | undefined>;

export interface Serving {
  readonly port: number;
  /** Missing: plain http, as the identity endpoints of App Service are. */
  readonly identity?: ServerIdentity;
  readonly origin: () => string;
  readonly answer: Answering;
  readonly record: ((exchange: Exchange) => void) | undefined;
}

/** Listens on the loopback interface alone. */
export async function serve({ port, identity, origin, answer, record }: Serving): Promise<Listening> {
  const handle = (incoming: IncomingMessage, response: ServerResponse) =>
    void exchange(incoming, response, { origin: origin(), answer, record });
  const server: Server =
    identity === undefined
      ? createPlainServer(handle)
      : createServer({ key: identity.key, cert: identity.certificate }, handle);
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((ready, failed) => server.once('error', failed).listen(port, '127.0.0.1', ready));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

interface Serves {
  readonly origin: string;
  readonly answer: Answering;
  readonly record: ((exchange: Exchange) => void) | undefined;
}

async function exchange(
  incoming: IncomingMessage,
  response: ServerResponse,
  { origin, answer, record }: Serves,
): Promise<void> {
  const raw = await readRequest(incoming, origin).catch(() => undefined);
  if (raw === undefined) return void response.writeHead(413, { connection: 'close' }).end();
  const answered = await answer(raw).catch(broken);
  if (answered === undefined) return void incoming.socket.destroy();
  const text = textOf(answered, raw.path);
  const headers = { ...standing(raw, text), ...answered.headers };
  record?.({
    ...{ method: raw.method, url: `${origin}${incoming.url}`, requestHeaders: raw.headers },
    ...(raw.body === undefined ? {} : { requestBody: raw.body }),
    ...{ status: answered.status, responseHeaders: headers },
    ...(text === '' ? {} : { responseBody: typeof answered.body === 'string' ? text : (JSON.parse(text) as unknown) }),
  });
  response.writeHead(answered.status, headers).end(text);
}

/** A mistake of the sandbox itself: said as one, with the place in the code. */
const broken = (error: unknown): SandboxAnswer => ({
  status: 500,
  body: { error: { code: 'SandboxBroken', message: `the sandbox made a mistake: ${(error as Error).stack}` } },
});

/** Compute writes its bodies over several lines. */
function textOf({ body }: SandboxAnswer, path: string): string {
  if (body === undefined) return '';
  if (typeof body === 'string') return body;
  return JSON.stringify(body, null, /\/providers\/microsoft\.compute\//i.test(path) ? 2 : undefined);
}

/** What stands on every answer of ARM. */
function standing(raw: Raw, text: string): Record<string, string> {
  const id = randomUUID();
  const stamp = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const client = raw.headers['x-ms-client-request-id'];
  return {
    ...{ 'cache-control': 'no-cache', pragma: 'no-cache', expires: '-1', 'x-content-type-options': 'nosniff' },
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
    'x-ms-request-id': id,
    'x-ms-correlation-request-id': raw.headers['x-ms-correlation-request-id'] ?? id,
    'x-ms-routing-request-id': `SANDBOX:${stamp}:${id}`,
    ...(client !== undefined && raw.headers['x-ms-return-client-request-id'] === 'true'
      ? { 'x-ms-client-request-id': client }
      : {}),
    ...(text === '' ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    'content-length': `${Buffer.byteLength(text)}`,
  };
}
