import { createHash, createHmac, X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { TLSSocket } from 'node:tls';

/** How the service behaves; sent to it whole, at any time. */
export interface ServiceState {
  /** Keys by workspace id. */
  readonly workspaces: Readonly<Record<string, readonly string[]>>;
  /** What its clock is ahead of the real one. */
  readonly skewMs?: number;
  /** Answers every registration with this status. */
  readonly registration?: { readonly status: number; readonly reason?: string };
  /** Answers every upload with this status. */
  readonly upload?: number;
  /** Files by path of their address. */
  readonly files?: Readonly<Record<string, ServedFile>>;
}

/** `cut`: the connection breaks half-way. `short`: whole by its own account, and too small. `slow`: a few bytes a second. */
export interface ServedFile {
  readonly path: string;
  readonly how?: 'cut' | 'short' | 'slow';
}

/** A request that came, and what was answered. */
export interface Received {
  readonly kind: 'registration' | 'heartbeat' | 'file' | 'other';
  readonly host: string;
  readonly path: string;
  readonly status: number;
  readonly reason?: string;
  readonly workspace?: string;
  readonly machine?: string;
  readonly agent?: string;
  readonly userAgent?: string;
  /** Whence it came: the machine itself, or the proxy. */
  readonly from: string;
}

export interface ServiceOptions {
  readonly addresses: readonly string[];
  readonly cert: string;
  readonly key: string;
}

interface Answer {
  readonly status: number;
  readonly reason?: string;
  readonly body?: string;
  readonly said?: Partial<Received>;
}

const QUARTER = 15 * 60_000;
const NEEDED = ['x-ms-date', 'x-ms-version', 'x-ms-sha256_content', 'authorization'] as const;
let state: ServiceState = { workspaces: {} };
/** Certificates of the agents that registered, by workspace: only they may upload. */
const known = new Map<string, Set<string>>();

const refusal = (reason: string, said: Partial<Received> = {}): Answer => ({
  status: 403,
  reason,
  said,
  body: `<?xml version="1.0" encoding="utf-8"?><Error xmlns="http://schemas.microsoft.com/WorkloadMonitoring/HealthServiceProtocol/2014/09/"><Reason>${reason}</Reason></Error>`,
});

const part = (body: string, name: string): string => new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1] ?? '';

/** The checks of the registration, in the order in which their answers hide one another. */
function register(request: IncomingMessage, body: string, workspace: string): Answer {
  const machine = part(body, 'FullyQualfiedDomainName');
  const agent = part(body, 'EntityTypeId');
  const said = { workspace, machine, agent };
  if (state.registration !== undefined) {
    const { status, reason = '' } = state.registration;
    return status === 403 ? refusal(reason, said) : { status, said };
  }
  if (NEEDED.some((name) => request.headers[name] === undefined)) return refusal('MissingHeader', said);
  const date = `${request.headers['x-ms-date']}`;
  if (!(Math.abs(Date.now() + (state.skewMs ?? 0) - Date.parse(date)) <= QUARTER)) return refusal('', said);
  if (!isSigned(request, body, workspace, date)) return refusal('InvalidWorkspaceKey', said);
  const certificate = presented(request);
  if (certificate === undefined || part(body, 'AuthenticationCertificate').replaceAll(' ', '') !== certificate)
    return refusal('InvalidCertificate', said);
  if (machine === '' || agent === '' || part(body, 'Name') === '') return refusal('', said);
  known.set(workspace, (known.get(workspace) ?? new Set()).add(certificate));
  return { status: 200, said, body: welcome(workspace) };
}

function isSigned(request: IncomingMessage, body: string, workspace: string, date: string): boolean {
  const hash = createHash('sha256').update(body).digest('base64');
  if (request.headers['x-ms-sha256_content'] !== hash) return false;
  return (state.workspaces[workspace] ?? []).some((key) => {
    const hmac = createHmac('sha256', Buffer.from(key, 'base64')).update(`${date}\n${hash}\n`);
    return request.headers.authorization === `${workspace}; ${hmac.digest('base64')}`;
  });
}

const presented = (request: IncomingMessage): string | undefined => {
  const { raw } = (request.socket as TLSSocket).getPeerCertificate();
  return raw === undefined ? undefined : new X509Certificate(raw).raw.toString('base64');
};

const welcome = (workspace: string): string =>
  [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<LinuxAgentTopologyResponse queryInterval="PT1H" telemetryReportInterval="PT5M" xmlns="http://schemas.microsoft.com/WorkloadMonitoring/HealthServiceProtocol/2014/09/">',
    `<CertificateUpdateEndpoint updateCertificate="false">https://${workspace}.oms.opinsights.azure.com/ConfigurationService.Svc/RenewCertificate</CertificateUpdateEndpoint>`,
    `<DscConfiguration><Endpoint>https://${workspace}.agentsvc.azure-automation.net/Accounts/${workspace}/Nodes(AgentId='@')</Endpoint></DscConfiguration>`,
    '</LinuxAgentTopologyResponse>',
  ].join('');

function upload(request: IncomingMessage, workspace: string): Answer {
  if (state.upload !== undefined) return { status: state.upload, said: { workspace } };
  const certificate = presented(request);
  const mayCome = certificate !== undefined && known.get(workspace)?.has(certificate) === true;
  return mayCome ? { status: 200, said: { workspace } } : refusal('UnknownCertificate', { workspace });
}

function serve(file: ServedFile, response: ServerResponse): void {
  const content = readFileSync(file.path);
  const size = statSync(file.path).size;
  if (file.how === 'short') {
    response.writeHead(200, { 'content-length': size - 4096 }).end(content.subarray(0, size - 4096));
    return;
  }
  response.writeHead(200, { 'content-length': size });
  if (file.how === undefined) {
    response.end(content);
  } else if (file.how === 'cut') {
    response.write(content.subarray(0, size - 4096), () => response.destroy());
  } else {
    let at = 0;
    const drip = setInterval(() => {
      response.write(content.subarray(at, at + 16));
      at += 16;
    }, 250);
    response.once('close', () => clearInterval(drip));
  }
}

function answer(request: IncomingMessage, body: string, response: ServerResponse): void {
  const host = `${request.headers.host}`.replace(/:443$/, '');
  const path = `${request.url}`;
  const workspace = host.split('.')[0] ?? '';
  const heard = { host, path, from: `${request.socket.remoteAddress}`, userAgent: `${request.headers['user-agent']}` };
  const file = state.files?.[path];
  if (request.method === 'GET' && file !== undefined) {
    process.send?.({ ...heard, kind: 'file', status: 200 } satisfies Received);
    serve(file, response);
    return;
  }
  const [kind, { status, reason, said, body: text = '' }] = respond(request, body, workspace, host, path);
  process.send?.({ ...heard, ...said, kind, status, ...(reason === undefined ? {} : { reason }) } satisfies Received);
  response.writeHead(status, { 'content-type': 'text/xml', 'content-length': Buffer.byteLength(text) }).end(text);
}

function respond(
  request: IncomingMessage,
  body: string,
  workspace: string,
  host: string,
  path: string,
): [Received['kind'], Answer] {
  if (request.method === 'POST' && /\.oms\./.test(host) && path === '/AgentService.svc/LinuxAgentTopologyRequest')
    return ['registration', register(request, body, workspace)];
  if (request.method === 'POST' && /\.ods\./.test(host) && path === '/OperationalData.svc/PostJsonDataItems')
    return ['heartbeat', upload(request, workspace)];
  // As the real hosts answer a look at their root.
  return ['other', { status: path === '/' ? 403 : 404 }];
}

/** Started by world.ts inside a namespace; `process.send` tells what came, and messages set the state. */
async function main(options: ServiceOptions): Promise<void> {
  process.on('message', (message: ServiceState) => {
    state = message;
    process.send?.('set');
  });
  const tls = { cert: readFileSync(options.cert), key: readFileSync(options.key) };
  for (const address of options.addresses) {
    const server = createServer({ ...tls, requestCert: true, rejectUnauthorized: false }, (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => answer(request, Buffer.concat(chunks).toString('utf8'), response));
    });
    await new Promise<void>((ready) => server.listen(443, address, ready));
  }
  process.send?.('ready');
  process.once('disconnect', () => process.exit(0));
}

if (process.argv[1] === import.meta.filename) await main(JSON.parse(process.argv[2] ?? '{}'));
