import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface IdentityEndpoint {
  readonly env: Readonly<Record<'IDENTITY_ENDPOINT' | 'IDENTITY_HEADER', string>>;
  /** The resources that tokens were asked for. */
  readonly asked: readonly string[];
}

let own: Promise<IdentityEndpoint> | undefined;

/** One for a test file: MSAL keeps the first IDENTITY_ENDPOINT that a process used, whatever the variable says later. */
export function processIdentity(): Promise<IdentityEndpoint> {
  own ??= identityEndpoint();
  return own;
}

/** The token endpoint that App Service gives to its programs. `token` may be a JWT or any text. */
async function identityEndpoint(token = 'a-token', livesS = 3_600): Promise<IdentityEndpoint> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    asked.push(url.searchParams.get('resource') ?? '');
    const body = { access_token: token, expires_on: Math.floor(Date.now() / 1000) + livesS, token_type: 'Bearer' };
    const known = request.headers['x-identity-header'] === 'a-header';
    response
      .writeHead(known ? 200 : 401, { 'content-type': 'application/json' })
      .end(JSON.stringify(known ? body : {}));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  server.unref();
  return {
    env: {
      IDENTITY_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}/msi/token`,
      IDENTITY_HEADER: 'a-header',
    },
    asked,
  };
}
