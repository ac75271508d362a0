import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * One identity endpoint for all sandboxes of this process: MSAL keeps the first endpoint that it saw for as long as the process lives.
 * A token is asked for by the address of the sandbox, which tells whose it is.
 */
const endpoints = new Map<string, string>();
let relay: Promise<string> | undefined;

/** Makes a sandbox's tokens known; gives the address to put into IDENTITY_ENDPOINT. */
export function relayed(origin: string, endpoint: string): Promise<string> {
  endpoints.set(origin, endpoint);
  relay ??= start();
  return relay;
}

export const forget = (origin: string): boolean => endpoints.delete(origin);

async function start(): Promise<string> {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://relay');
    const endpoint = endpoints.get(url.searchParams.get('resource') ?? '') ?? [...endpoints.values()].at(-1);
    const header = String(request.headers['x-identity-header'] ?? '');
    const answer = await fetch(`${endpoint}${url.search}`, { headers: { 'x-identity-header': header } }).catch(
      () => undefined,
    );
    response.writeHead(answer?.status ?? 502, { 'content-type': 'application/json' }).end(await answer?.text());
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  server.unref();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/msi/token`;
}
