import { constants } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { createServer as createTcpServer } from 'node:net';

/** A host on port 443 of an address; `old`: TLS 1.0 and nothing newer. */
export interface TlsHost {
  readonly address: string;
  readonly cert: string;
  readonly key: string;
  readonly old?: boolean;
  /** Takes connections, and never says a word. */
  readonly silent?: boolean;
  readonly status: number;
}

/** Started by netns.ts inside a namespace: serves the hosts that stand in the file named by the first argument, and says so. */
const hosts = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as TlsHost[];
for (const host of hosts) {
  const server = host.silent
    ? createTcpServer(() => {})
    : createServer(
        {
          cert: readFileSync(host.cert),
          key: readFileSync(host.key),
          ...(host.old
            ? { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' }
            : { minVersion: 'TLSv1.2', secureOptions: constants.SSL_OP_NO_RENEGOTIATION }),
        },
        (_request, response) => response.writeHead(host.status, { 'content-length': 0, connection: 'close' }).end(),
      );
  await new Promise<void>((ready) => server.listen(443, host.address, ready));
}
console.log('ready');
