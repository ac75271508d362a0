/**
 * One host as it was seen from the machine. The probe sends it as
 * `net=host=H;via=direct|proxy;tool=curl|openssl|none;dns=ok|fail|-;exit=N;http=N;connect=N;tls=TLSv1.2;verify=N;ms=N;date=...;issuer=...`
 * (fields may be missing; issuer comes last because it may hold anything).
 */
export interface NetworkLook {
  readonly host: string;
  readonly via: 'direct' | 'proxy';
  readonly tool: 'curl' | 'openssl' | 'none';
  /** The name resolved on the machine; undefined: not observed. */
  readonly dns?: boolean;
  /** Exit status of the tool; for curl see curl(1), EXIT CODES. */
  readonly exit?: number;
  /** HTTP status of the host; 0: none. */
  readonly http?: number;
  /** HTTP status of the proxy's answer to CONNECT; 0: none. */
  readonly connect?: number;
  /** e.g. TLSv1.2 */
  readonly tls?: string;
  /** OpenSSL's verification result by the machine's own roots; 0: trusted. */
  readonly verify?: number;
  readonly durationMs?: number;
  /** Date header of the answer. */
  readonly date?: string;
  readonly issuer?: string;
}
