import { execFileSync, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer as plainServer } from 'node:http';
import { createServer } from 'node:https';
import { type AddressInfo, connect, type Server, createServer as tcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { downloads } from '../../src/disk/download.ts';
import type { Problem } from '../../src/problem.ts';
import { describeWith } from '../support/needs.ts';

const CONTENT = randomBytes(3_000_000);
const SHA256 = createHash('sha256').update(CONTENT).digest('hex');

let folder: string;
let place: string;
let server: Server;
let origin: string;
let asked: { path: string; agent: string | undefined }[];
const servers: Server[] = [];
const before = { tmp: process.env.TMPDIR, roots: tls.getCACertificates('default') };

/** A root of its own, and what it issued: for localhost, for another name, one that has expired. */
function makeCertificates(): void {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  openssl(...'req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=Root -keyout root.key -out root.pem'.split(' '));
  openssl(...'genrsa -out host.key 2048'.split(' '));
  const issue = (name: string, subject: string, ...days: string[]) => {
    writeFileSync(join(folder, 'ext'), `subjectAltName=${subject}\n`);
    openssl(...`req -new -key host.key -subj /CN=${name} -out host.csr`.split(' '));
    openssl(
      ...'x509 -req -in host.csr -CA root.pem -CAkey root.key -set_serial 7 -extfile ext'.split(' '),
      ...['-out', `${name}.pem`, ...days],
    );
  };
  issue('good', 'DNS:localhost,IP:127.0.0.1', '-days', '2');
  issue('other', 'DNS:elsewhere.example', '-days', '2');
}

const listen = async (one: Server): Promise<number> => {
  servers.push(one);
  await new Promise<void>((ready) => one.listen(0, '127.0.0.1', ready));
  return (one.address() as AddressInfo).port;
};

const secure = (cert: string) => ({
  key: readFileSync(join(folder, 'host.key')),
  cert: readFileSync(join(folder, `${cert}.pem`)),
});

/** What the server has, by path. */
function start(): Server {
  return createServer(secure('good'), (request, response) => {
    const { pathname } = new URL(request.url ?? '', 'https://localhost');
    asked.push({ path: request.url ?? '', agent: request.headers['user-agent'] });
    const status = /^\/status\/(\d+)/.exec(pathname)?.[1];
    const to = /^\/to\/(.*)/.exec(request.url ?? '')?.[1];
    if (status !== undefined) response.writeHead(Number(status)).end('no');
    else if (to !== undefined) response.writeHead(302, { location: decodeURIComponent(to) }).end('there');
    else if (pathname === '/loop') response.writeHead(301, { location: '/loop' }).end();
    else if (pathname === '/cut') {
      response.writeHead(200, { 'content-length': String(CONTENT.length) });
      response.write(CONTENT.subarray(0, 1_000_000), () => response.socket?.destroy());
    } else if (pathname === '/cut-chunked') {
      response.write(CONTENT.subarray(0, 1_000_000), () => response.socket?.destroy());
    } else if (pathname === '/slow') {
      response.writeHead(200, { 'content-length': String(CONTENT.length) });
      response.write(CONTENT.subarray(0, 1000));
    } else if (pathname === '/text') response.end('hash  name\n');
    else response.writeHead(200, { 'content-length': String(CONTENT.length) }).end(CONTENT);
  });
}

const fetching = (env: Record<string, string> = {}) => downloads({ env, userAgent: 'azmon/test' });

async function problem(source: string, env: Record<string, string> = {}, signal?: AbortSignal): Promise<Problem> {
  return fetching(env)
    .file(source, signal === undefined ? {} : { signal })
    .then(
      () => expect.fail(`${source} was fetched`),
      (error: Problem) => error,
    );
}

/** What lies in the folder for temporary files. */
const left = (): string[] => readdirSync(place);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'azmon-fetch-'));
  place = join(folder, 'tmp');
  mkdirSync(place);
  process.env.TMPDIR = place;
  makeCertificates();
  tls.setDefaultCACertificates([...before.roots, readFileSync(join(folder, 'root.pem'), 'utf8')]);
  server = start();
  origin = `https://localhost:${await listen(server)}`;
});
beforeEach(() => {
  asked = [];
});
afterEach(() => expect(left()).toEqual([]));
afterAll(() => {
  process.env.TMPDIR = before.tmp;
  if (before.tmp === undefined) delete process.env.TMPDIR;
  tls.setDefaultCACertificates(before.roots);
  for (const one of servers) one.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('fetching a file', () => {
  it('brings it whole, measured, readable by its owner only, under its own name', async () => {
    const told: number[] = [];
    const file = await fetching().file(`${origin}/a/omsagent-1.19.0-0.universal.x64.sh?sig=CANARY`, {
      progress: (bytes, of) => told.push(bytes, of ?? -1),
    });
    expect(file).toMatchObject({ bytes: CONTENT.length, sha256: SHA256 });
    expect(file.path).toMatch(/\/azmon-\w+\/omsagent-1\.19\.0-0\.universal\.x64\.sh$/);
    expect(readFileSync(file.path).equals(CONTENT)).toBe(true);
    expect(statSync(file.path).mode & 0o777).toBe(0o600);
    expect(statSync(join(file.path, '..')).mode & 0o777).toBe(0o700);
    expect(told.slice(-2)).toEqual([CONTENT.length, CONTENT.length]);
    expect(told.length).toBeGreaterThan(4);
    expect(asked[0]?.agent).toBe('azmon/test');
    await file.remove();
  });

  it.each([
    ['/', 'download'],
    ['/a%2Fb%20c.msi', 'a-2Fb-20c.msi'],
    ['/..%2e/.hidden', 'hidden'],
  ])('a name that no system minds: %s', async (path, name) => {
    const file = await fetching().file(`${origin}${path}`, {});
    expect(file.path.split('/').at(-1)).toBe(name);
    await file.remove();
  });

  it('follows redirects, relative ones too', async () => {
    const file = await fetching().file(`${origin}/to/${encodeURIComponent('/to/%2Ffile')}`, {});
    expect(file.sha256).toBe(SHA256);
    expect(asked.map(({ path }) => path)).toEqual([expect.any(String), '/to/%2Ffile', '/file']);
    await file.remove();
  });

  it.each([
    ['/cut', 'TRUNCATED', 12, true],
    ['/cut-chunked', 'TRUNCATED', 12, true],
    ['/status/404', 'MISSING', 11, false],
    ['/status/410', 'MISSING', 11, false],
    ['/status/403', 'HTTP', 12, false],
    ['/status/503', 'HTTP', 12, true],
    ['/status/204', 'HTTP', 12, false],
    ['/loop', 'REDIRECT', 12, false],
    [`/to/${encodeURIComponent('http://localhost/x')}`, 'REDIRECT', 12, false],
    [`/to/${encodeURIComponent('ftp://localhost/x')}`, 'REDIRECT', 12, false],
  ] as const)('%s: AZMON-FETCH-%s', async (path, code, exit, retryable) => {
    const failed = await problem(`${origin}${path}${path.startsWith('/to') ? '' : '?sig=CANARY'}`);
    expect(failed).toMatchObject({ code: `AZMON-FETCH-${code}`, exit, retryable });
    expect(JSON.stringify([failed.message, failed.why, failed.fix])).not.toContain('CANARY');
  });

  it('asks an address without https for nothing', async () => {
    let connections = 0;
    const port = await listen(plainServer(() => expect.fail('it was asked')).on('connection', () => connections++));
    expect(await problem(`http://ops:CANARY@localhost:${port}/x`)).toMatchObject({
      code: 'AZMON-FETCH-PLAIN',
      exit: 2,
    });
    expect(await problem(`${origin}/to/${encodeURIComponent(`http://127.0.0.1:${port}/`)}`)).toMatchObject({
      exit: 12,
    });
    expect(connections).toBe(0);
  });

  it('an address that is none', async () => {
    expect(await problem('https://[x/y')).toMatchObject({ code: 'AZMON-FETCH-ADDRESS', exit: 2 });
  });

  it('can be cancelled, before it begins and in the middle', async () => {
    const codes = { code: 'AZMON-CANCELLED', exit: 130 };
    expect(await problem(`${origin}/slow`, {}, AbortSignal.abort())).toMatchObject(codes);
    expect(await problem(`${origin}/slow`, {}, AbortSignal.timeout(300))).toMatchObject(codes);
  });

  it('a folder for temporary files in which nothing can be made', async () => {
    process.env.TMPDIR = '/proc';
    const failed = await problem(`${origin}/file`);
    process.env.TMPDIR = place;
    expect(failed).toMatchObject({ code: 'AZMON-FETCH-DISK', exit: 7 });
  });
});

describe('a connection that does not come about', () => {
  const certificate = async (name: string) => `https://localhost:${await listen(createServer(secure(name)))}/x`;

  it('a name that does not resolve', async () => {
    expect(await problem('https://nosuch.invalid/x')).toMatchObject({ code: 'AZMON-FETCH-DNS', exit: 12 });
  });

  it('a port on which nobody listens', async () => {
    const idle = tcpServer();
    const port = await listen(idle);
    await new Promise((closed) => idle.close(closed));
    expect(await problem(`https://127.0.0.1:${port}/x`)).toMatchObject({
      code: 'AZMON-FETCH-CONNECT',
      exit: 12,
      why: 'it refused the connection: nothing listens on that port',
    });
  });

  it('a server that speaks something else', async () => {
    const port = await listen(tcpServer((socket) => void socket.on('error', () => {}).end('SSH-2.0-x\r\n')));
    expect((await problem(`https://localhost:${port}/x`)).code).toMatch(/^AZMON-FETCH-(TLS|CONNECT)$/);
  });

  it('a server that hangs up', async () => {
    const port = await listen(tcpServer((socket) => void socket.destroy()));
    expect(await problem(`https://localhost:${port}/x`)).toMatchObject({ code: 'AZMON-FETCH-CONNECT', exit: 12 });
  });

  it('a certificate for another name', async () => {
    expect(await problem(await certificate('other'))).toMatchObject({
      code: 'AZMON-FETCH-TLS',
      why: 'it belongs to another name (ERR_TLS_CERT_ALTNAME_INVALID)',
    });
  });

  it('an issuer that is not known', async () => {
    tls.setDefaultCACertificates(before.roots);
    const url = await certificate('good');
    const failed = await problem(url);
    tls.setDefaultCACertificates([...before.roots, readFileSync(join(folder, 'root.pem'), 'utf8')]);
    expect(failed).toMatchObject({
      code: 'AZMON-FETCH-TLS',
      exit: 12,
      why: expect.stringContaining('issued by somebody'),
    });
  });

  it('a proxy that cannot be read is not repeated', async () => {
    const failed = await problem(`${origin}/x`, { HTTPS_PROXY: 'http://ops:CANARY@:99999' });
    expect(failed).toMatchObject({ code: 'AZMON-PROXY-SYNTAX', exit: 2 });
    expect(JSON.stringify([failed.message, failed.why, failed.fix])).not.toContain('CANARY');
  });
});

describeWith({ root: true })('a disk of its own', () => {
  it('that is full', async () => {
    const small = join(folder, 'small');
    mkdirSync(small);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', small]);
    process.env.TMPDIR = small;
    const failed = await problem(`${origin}/file`);
    process.env.TMPDIR = place;
    const there = readdirSync(small);
    execFileSync('umount', [small]);
    expect(failed).toMatchObject({ code: 'AZMON-FETCH-SPACE', exit: 7 });
    expect(there).toEqual([]);
  });
});

describe('texts', () => {
  it('come, or are not there', async () => {
    expect(await fetching().text(`${origin}/text`)).toBe('hash  name\n');
    expect(await fetching().text(`${origin}/status/404`)).toBeUndefined();
    writeFileSync(join(folder, 'sums'), 'a  b\n');
    expect(await fetching().text(join(folder, 'sums'))).toBe('a  b\n');
    expect(await fetching().text(join(folder, 'none'))).toBeUndefined();
  });

  it('are small', async () => {
    await expect(fetching().text(`${origin}/file`)).rejects.toMatchObject({ code: 'AZMON-FETCH-LARGE' });
    writeFileSync(join(folder, 'large'), CONTENT);
    await expect(fetching().text(join(folder, 'large'))).rejects.toMatchObject({ code: 'AZMON-FILE-LARGE', exit: 2 });
    await expect(fetching().text(`${origin}/status/500`)).rejects.toMatchObject({ code: 'AZMON-FETCH-HTTP' });
  });
});

describe('a path', () => {
  it('is measured, and stays', async () => {
    const path = join(folder, 'bundle.sh');
    writeFileSync(path, CONTENT);
    const file = await fetching().file(path, {});
    expect(file).toMatchObject({ path, bytes: CONTENT.length, sha256: SHA256 });
    await file.remove();
    expect(readFileSync(path).equals(CONTENT)).toBe(true);
  });

  it('that is a folder, or is not there', async () => {
    expect(await problem(folder)).toMatchObject({ code: 'AZMON-FILE-DIRECTORY', exit: 2 });
    expect(await problem(join(folder, 'none'))).toMatchObject({ code: 'AZMON-FILE-MISSING', exit: 2 });
  });
});

const PROXIES = {
  commands: { tinyproxy: 'tinyproxy-bin', squid: 'squid', htpasswd: 'apache2-utils', openssl: 'openssl' },
};

describeWith(PROXIES)('through a proxy', () => {
  const children: ReturnType<typeof spawn>[] = [];
  let tinyproxy: number;
  let squid: number;
  const PASSWORD = 'p@ss:w/rd%&';
  const login = (password: string): string => `ops:${encodeURIComponent(password)}`;

  const free = async (): Promise<number> => {
    const one = tcpServer();
    const port = await listen(one);
    await new Promise((closed) => one.close(closed));
    return port;
  };

  beforeAll(async () => {
    [tinyproxy, squid] = [await free(), await free()];
    const [tiny, conf, words] = ['tiny.conf', 'squid.conf', 'users'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(tiny, `Port ${tinyproxy}\nListen 127.0.0.1\nTimeout 30\nBasicAuth ops secret1\n`);
    execFileSync('htpasswd', ['-ciB', words, 'ops'], { input: PASSWORD, stdio: ['pipe', 'ignore', 'ignore'] });
    execFileSync('chmod', ['-R', 'a+rX', folder]);
    writeFileSync(
      conf,
      [
        ...[
          `http_port 127.0.0.1:${squid}`,
          'pid_filename none',
          'cache deny all',
          'access_log none',
          'cache_log /dev/null',
        ],
        ...['shutdown_lifetime 0', 'netdb_filename none', 'visible_hostname proxy.example', 'pinger_enable off'],
        ...[`auth_param basic program /usr/lib/squid/basic_ncsa_auth ${words}`, 'acl known proxy_auth REQUIRED'],
        ...['acl forbidden dstdomain forbidden.example', 'http_access deny forbidden', 'http_access allow known'],
        ...['http_access deny all', ''],
      ].join('\n'),
    );
    children.push(spawn('tinyproxy', ['-d', '-c', tiny], { stdio: 'ignore' }));
    children.push(spawn('squid', ['-N', '-f', conf], { stdio: 'ignore' }));
    for (const port of [tinyproxy, squid]) await answers(port);
  });
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL');
  });

  const answers = async (port: number): Promise<void> => {
    for (let tries = 0; tries < 200; tries++) {
      if (await new Promise((said) => connect(port, '127.0.0.1', () => said(true)).on('error', () => said(false))))
        return;
      await new Promise((wait) => setTimeout(wait, 50));
    }
    throw new Error(`nothing answers on ${port}`);
  };

  it.each([
    ['tinyproxy', 'HTTPS_PROXY', () => `http://${login('secret1')}@127.0.0.1:${tinyproxy}`],
    ['squid', 'https_proxy', () => `http://${login(PASSWORD)}@localhost:${squid}/`],
  ] as const)('with its login: %s by %s', async (_name, variable, proxy) => {
    const file = await fetching({ [variable]: proxy() }).file(`${origin}/file`, {});
    expect(file.sha256).toBe(SHA256);
    await file.remove();
  });

  it.each<[string, string, () => string]>([
    ['tinyproxy, a wrong password', 'PROXY-LOGIN', () => `http://${login('CANARY')}@127.0.0.1:${tinyproxy}`],
    ['tinyproxy, none', 'PROXY-LOGIN', () => `http://127.0.0.1:${tinyproxy}`],
    ['squid, a wrong password', 'PROXY-LOGIN', () => `http://${login('CANARY')}@127.0.0.1:${squid}`],
    ['squid, none', 'PROXY-LOGIN', () => `http://127.0.0.1:${squid}`],
    ['no proxy there', 'PROXY', () => 'http://127.0.0.1:9'],
    ['its name does not resolve', 'PROXY', () => 'http://nosuch.invalid:3128'],
  ])('%s: AZMON-FETCH-%s', async (_name, code, proxy) => {
    const failed = await problem(`${origin}/file`, { HTTPS_PROXY: proxy() });
    expect(failed).toMatchObject({ code: `AZMON-FETCH-${code}`, exit: 12 });
    expect(JSON.stringify([failed.message, failed.why, failed.fix])).not.toMatch(/CANARY|secret1|ops:/);
    expect(asked).toEqual([]);
  });

  it.each([
    ['forbidden.example', 403],
    ['nosuch.invalid', 500],
  ])('a host that the proxy does not give: %s', async (host, status) => {
    const failed = await problem(`https://${host}/x`, { HTTPS_PROXY: `http://${login(PASSWORD)}@127.0.0.1:${squid}` });
    expect(failed).toMatchObject({ code: 'AZMON-FETCH-PROXY', why: expect.stringContaining(String(status)) });
  });

  it('not where NO_PROXY names the host', async () => {
    const file = await fetching({ HTTPS_PROXY: 'http://127.0.0.1:9', NO_PROXY: 'localhost' }).file(
      `${origin}/file`,
      {},
    );
    expect(file.sha256).toBe(SHA256);
    await file.remove();
  });

  it('a truncated file is one all the same', async () => {
    const env = { HTTPS_PROXY: `http://${login(PASSWORD)}@127.0.0.1:${squid}` };
    expect(await problem(`${origin}/cut`, env)).toMatchObject({ code: 'AZMON-FETCH-TRUNCATED' });
  });
});
