import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { expect } from 'vitest';
import { openAzure } from '../../src/azure/index.ts';
import type { Azure } from '../../src/ports.ts';
import { sandboxEnvironment } from '../../src/sandbox/environment.ts';
import type { Exchange } from '../../src/sandbox/exchange.ts';
import { fleet } from '../../src/sandbox/fleet.ts';
import { NO_DELAYS, type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/index.ts';
import { type Auth, managementOf } from '../../src/target/management.ts';
import { EXCHANGES } from './exchanges.ts';
import { forget, relayed } from './identity-relay.ts';

export interface TestSandbox extends Sandbox {
  /** azmon's own clients, signed in. */
  azure(auth?: Auth): Azure;
  /** What a child process needs to talk to it, beside PATH and HOME. */
  readonly env: Record<string, string>;
  /** PEM */
  readonly certificateFile: string;
  readonly exchanges: readonly Exchange[];
  /** A token for `fetch`. */
  token(audience?: string): Promise<string>;
}

export interface TestSandboxOptions extends Partial<SandboxOptions> {
  /** How many machines of C's fleet; 12 without it. */
  readonly machines?: number;
}

/** A sandbox inside this process, without delays where nothing else is asked for. The caller closes it. */
export async function sandbox({ machines = 12, ...options }: TestSandboxOptions = {}): Promise<TestSandbox> {
  const exchanges: Exchange[] = [];
  const keep = recorder();
  const one = await startSandbox({
    ...options,
    state: options.state ?? fleet({ machines, now: Date.now() }),
    settings: { ...NO_DELAYS, ...options.settings },
    record: (exchange) => {
      exchanges.push(exchange);
      keep(exchange);
      options.record?.(exchange);
    },
  });
  const folder = mkdtempSync(join(tmpdir(), 'azmon-sandbox-'));
  const certificateFile = join(folder, 'authority.pem');
  writeFileSync(certificateFile, one.certificate);
  // Trusted by this process too; every test file has one of its own.
  setDefaultCACertificates([...getCACertificates('default'), one.certificate]);
  const env = sandboxEnvironment(one, certificateFile);
  const relay = await relayed(one.origin, one.identity.endpoint);
  return {
    ...one,
    ...{ env, certificateFile, exchanges },
    azure: (auth = 'managed-identity') => clients(one, { ...env, IDENTITY_ENDPOINT: relay }, auth),
    token: (audience) => tokenFor(one, audience ?? one.origin),
    async close() {
      await one.close();
      forget(one.origin);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function clients({ origin }: Sandbox, env: Record<string, string>, auth: Auth): Azure {
  // The SDK reads these from the process itself.
  Object.assign(process.env, env);
  return openAzure({
    ...{ management: managementOf('sandbox', origin), cloud: 'sandbox', auth, interactive: false },
    ...{ env: process.env, tell: () => {}, signal: new AbortController().signal },
  });
}

async function tokenFor({ identity }: Sandbox, audience: string): Promise<string> {
  const response = await fetch(`${identity.endpoint}?api-version=2019-08-01&resource=${encodeURIComponent(audience)}`, {
    headers: { 'x-identity-header': identity.header },
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

let sandboxes = 0;

function recorder(): (exchange: Exchange) => void {
  mkdirSync(EXCHANGES, { recursive: true });
  sandboxes++;
  const path = join(EXCHANGES, `${basename(expect.getState().testPath ?? 'test')}-${process.pid}-${sandboxes}.ndjson`);
  writeFileSync(path, '');
  return (exchange) => appendFileSync(path, `${JSON.stringify(exchange)}\n`);
}
