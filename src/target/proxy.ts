import type { Secret } from '../secret.ts';

/** A proxy or Log Analytics gateway on the way out, from `[protocol://][user:password@]proxyhost[:port]`. */
export interface ProxyRoute {
  readonly protocol: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  readonly user?: string;
  readonly password?: Secret;
  readonly gateway?: true;
}
