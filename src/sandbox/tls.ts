import { randomUUID } from 'node:crypto';
import { generate } from 'selfsigned';

export interface ServerIdentity {
  readonly key: string;
  /** The server's own certificate. */
  readonly certificate: string;
  /** PEM of the authority that signed it: what clients are told to trust. */
  readonly authority: string;
}

const DAY_MS = 86_400_000;

/**
 * A certificate for localhost and 127.0.0.1, signed by an authority made for this one run whose key is thrown away: whoever trusts it
 * trusts nothing else. Its name is of this run too: of two authorities with one name, OpenSSL would try the first only.
 * Elliptic curve keys are made in a millisecond. It holds for 30 days, from a day ago for clocks that are behind.
 */
export async function serverIdentity(): Promise<ServerIdentity> {
  const common = {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - DAY_MS),
    notAfterDate: new Date(Date.now() + 30 * DAY_MS),
  } as const;
  const authority = await generate([{ name: 'commonName', value: `azmon sandbox authority ${randomUUID()}` }], {
    ...common,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const server = await generate([{ name: 'commonName', value: 'localhost' }], {
    ...common,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  });
  return { key: server.private, certificate: server.cert, authority: authority.cert };
}
