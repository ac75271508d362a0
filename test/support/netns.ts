import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TlsHost } from './tls-hosts.ts';

/** Debian packages by command, for describeWith. */
export const NETWORK_COMMANDS = {
  ip: 'iproute2',
  dnsmasq: 'dnsmasq-base',
  tinyproxy: 'tinyproxy',
  squid: 'squid',
  htpasswd: 'apache2-utils',
  curl: 'curl',
  openssl: 'openssl',
};

/** How a host of the namespace behaves. `trusted`: its root is among those of the namespace. */
export type HostKind = 'healthy' | 'old' | 'intercepted' | 'unrooted' | 'other-name' | 'dead' | 'silent' | 'no-port';

const RESOLVER = '10.77.0.1';
const TINYPROXY = '10.77.0.2';
const SQUID = '10.77.0.3';
const DEAD = '10.78.0.99';

/** Issuers as organisation names: the first two are among the roots of the namespace, as a company's own root would be. */
const ISSUERS = {
  healthy: 'Microsoft Corporation',
  intercepted: 'Contoso Inspection Gateway',
  unrooted: 'DigiCert Inc',
} as const;

/**
 * A network of its own: resolver, roots, hosts on port 443, two proxies; nothing else is reachable from inside. Every name that is not
 * given does not exist. `close` removes all of it.
 */
export class PrivateNetwork {
  readonly name = `azmon-${process.pid}-${Math.random().toString(36).slice(2, 7)}`;
  readonly folder = mkdtempSync(join(tmpdir(), 'azmon-net-'));
  readonly tinyproxy = `${TINYPROXY}:8888`;
  readonly squid = `${SQUID}:3128`;
  readonly #children: ChildProcess[] = [];
  #addresses = 9;

  /** Takes well below a second, but for the keys. */
  static async open(hosts: Readonly<Record<string, HostKind>>): Promise<PrivateNetwork> {
    const network = new PrivateNetwork();
    try {
      await network.#build(hosts);
      return network;
    } catch (error) {
      await network.close();
      throw error;
    }
  }

  async #build(hosts: Readonly<Record<string, HostKind>>): Promise<void> {
    run('chmod', ['755', this.folder]);
    run('ip', ['netns', 'add', this.name]);
    this.#ip('link', 'set', 'lo', 'up');
    for (const address of [RESOLVER, TINYPROXY, SQUID]) this.#ip('addr', 'add', `${address}/32`, 'dev', 'lo');
    // Packets to a neighbour whose hardware address nobody has are lost without a word.
    this.#ip('link', 'add', 'v0', 'type', 'veth', 'peer', 'name', 'v1');
    this.#ip('addr', 'add', '10.78.0.1/24', 'dev', 'v0');
    for (const device of ['v0', 'v1']) this.#ip('link', 'set', device, 'up');
    this.#ip('neigh', 'add', DEAD, 'lladdr', '02:00:00:00:00:99', 'dev', 'v0', 'nud', 'permanent');
    this.#makeRoots();
    this.#configure();
    await this.#startHosts(hosts);
  }

  /** `ip netns exec` mounts what lies here over /etc, for the programs inside only: the machine's own roots stay as they are. */
  #configure(): void {
    const etc = join('/etc/netns', this.name);
    mkdirSync(etc, { recursive: true });
    writeFileSync(join(etc, 'resolv.conf'), `nameserver ${RESOLVER}\noptions timeout:2 attempts:1\n`);
    writeFileSync(join(etc, 'hosts'), '127.0.0.1 localhost\n');
    mkdirSync(join(etc, 'ssl/certs'), { recursive: true });
    cpSync('/etc/ssl/openssl.cnf', join(etc, 'ssl/openssl.cnf'));
    const roots = [ISSUERS.healthy, ISSUERS.intercepted].map((issuer) => readFileSync(this.#file(`${issuer}.pem`)));
    writeFileSync(join(etc, 'ssl/certs/ca-certificates.crt'), Buffer.concat(roots));
    writeFileSync(join(etc, 'ssl/cert.pem'), Buffer.concat(roots));
    for (const issuer of [ISSUERS.healthy, ISSUERS.intercepted])
      cpSync(this.#file(`${issuer}.pem`), join(etc, 'ssl/certs', `${issuer.replaceAll(' ', '-')}.pem`));
    run('openssl', ['rehash', join(etc, 'ssl/certs')]);
  }

  #makeRoots(): void {
    run('openssl', ['genrsa', '-out', this.#file('key'), '2048']);
    for (const issuer of Object.values(ISSUERS))
      run('openssl', [
        ...['req', '-x509', '-new', '-sha256', '-days', '2', '-key', this.#file('key')],
        ...['-subj', `/C=US/O=${issuer}/CN=Test TLS Issuing CA 01`, '-out', this.#file(`${issuer}.pem`)],
      ]);
  }

  #certificate(host: string, issuer: string): string {
    const file = this.#file(`${host}.pem`);
    const extensions = this.#file(`${host}.ext`);
    writeFileSync(extensions, `subjectAltName=DNS:${host}\n`);
    const request = execFileSync('openssl', [
      'req',
      '-new',
      '-key',
      this.#file('key'),
      '-subj',
      `/CN=${host.slice(0, 60)}`,
    ]);
    execFileSync(
      'openssl',
      [
        ...['x509', '-req', '-sha256', '-days', '2', '-extfile', extensions, '-out', file],
        ...['-CA', this.#file(`${issuer}.pem`), '-CAkey', this.#file('key'), '-set_serial', `${this.#addresses}`],
      ],
      { input: request, stdio: ['pipe', 'ignore', 'ignore'] },
    );
    return file;
  }

  async #startHosts(hosts: Readonly<Record<string, HostKind>>): Promise<void> {
    const names: string[] = [];
    const servers: TlsHost[] = [];
    for (const [host, kind] of Object.entries(hosts)) {
      const address = kind === 'dead' ? DEAD : this.#address();
      names.push(`--address=/${host}/${address}`);
      if (kind === 'dead' || kind === 'no-port') continue;
      const issuer = kind === 'intercepted' || kind === 'unrooted' ? ISSUERS[kind] : ISSUERS.healthy;
      const cert = this.#certificate(kind === 'other-name' ? 'elsewhere.example' : host, issuer);
      servers.push({
        address,
        cert,
        key: this.#file('key'),
        old: kind === 'old',
        silent: kind === 'silent',
        status: 403,
      });
    }
    this.start('dnsmasq', [
      ...['--keep-in-foreground', '--conf-file=/dev/null', '--no-hosts', '--no-resolv', '--pid-file=', '--user=root'],
      ...[`--listen-address=${RESOLVER}`, '--bind-interfaces', '--local=/#/', ...names],
    ]);
    await this.#serve(servers);
  }

  async #serve(servers: readonly TlsHost[]): Promise<void> {
    writeFileSync(this.#file('hosts.json'), JSON.stringify(servers));
    const script = join(dirname(fileURLToPath(import.meta.url)), 'tls-hosts.ts');
    const child = this.start(process.execPath, [script, this.#file('hosts.json')]);
    await new Promise<void>((ready, failed) => {
      child.stdout?.once('data', () => ready());
      child.once('exit', (code) => failed(new Error(`the TLS hosts ended with ${code}`)));
    });
  }

  /** tinyproxy with this login, or for everybody. */
  async startTinyproxy(login?: { user: string; password: string }): Promise<void> {
    const config = this.#file('tinyproxy.conf');
    writeFileSync(
      config,
      [
        ...[
          'User root',
          'Group root',
          'Port 8888',
          `Listen ${TINYPROXY}`,
          'Timeout 30',
          'MaxClients 40',
          'ConnectPort 443',
        ],
        ...(login === undefined ? [] : [`BasicAuth ${login.user} ${login.password}`]),
        '',
      ].join('\n'),
    );
    this.start('tinyproxy', ['-d', '-c', config]);
    await this.#answering(TINYPROXY, 8888);
  }

  /** squid with this login, or for everybody; it forbids the hosts named. */
  async startSquid(login?: { user: string; password: string }, forbidden: readonly string[] = []): Promise<void> {
    const config = this.#file('squid.conf');
    const words = this.#file('squid.users');
    if (login !== undefined)
      execFileSync('htpasswd', ['-ciB', words, login.user], {
        input: login.password,
        stdio: ['pipe', 'ignore', 'ignore'],
      });
    writeFileSync(
      config,
      [
        `http_port ${this.squid}`,
        ...[
          'pid_filename none',
          'cache deny all',
          'access_log none',
          'cache_log /dev/null',
          'shutdown_lifetime 0',
          'netdb_filename none',
        ],
        ...[
          'visible_hostname proxy.example',
          'pinger_enable off',
          'connect_timeout 5 seconds',
          `dns_nameservers ${RESOLVER}`,
        ],
        ...(login === undefined
          ? []
          : [
              `auth_param basic program /usr/lib/squid/basic_ncsa_auth ${words}`,
              'auth_param basic casesensitive on',
              'acl known proxy_auth REQUIRED',
            ]),
        ...forbidden.map((host) => `acl forbidden dstdomain ${host}`),
        ...(forbidden.length > 0 ? ['http_access deny forbidden'] : []),
        login === undefined ? 'http_access allow all' : 'http_access allow known',
        'http_access deny all',
        '',
      ].join('\n'),
    );
    if (login !== undefined) run('chmod', ['644', words]);
    this.start('squid', ['-N', '-f', config]);
    await this.#answering(SQUID, 3128);
  }

  /** Ends what `start` started with this command. */
  async stop(command: string): Promise<void> {
    for (const child of this.#children.filter(({ spawnargs }) => spawnargs.includes(command))) await ended(child);
  }

  /** Runs a command inside and waits for it. */
  exec(
    command: readonly string[],
    input = '',
    env: NodeJS.ProcessEnv = {},
  ): Promise<{ stdout: string; stderr: string; code: number | null }> {
    return new Promise((done) => {
      const child = spawn('ip', ['netns', 'exec', this.name, ...command], { env: { PATH: process.env.PATH, ...env } });
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', (chunk) => {
        stdout += chunk;
      });
      child.stderr.on('data', (chunk) => {
        stderr += chunk;
      });
      child.on('close', (code) => done({ stdout, stderr, code }));
      child.stdin.on('error', () => {});
      child.stdin.end(input);
    });
  }

  start(command: string, args: readonly string[]): ChildProcess {
    const child = spawn('ip', ['netns', 'exec', this.name, command, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
    this.#children.push(child);
    return child;
  }

  async close(): Promise<void> {
    for (const child of this.#children) await ended(child);
    spawnSync('ip', ['netns', 'del', this.name]);
    rmSync(join('/etc/netns', this.name), { recursive: true, force: true });
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #answering(address: string, port: number): Promise<void> {
    for (let tries = 0; tries < 100; tries++) {
      const { code } = await this.exec(['curl', '-s', '-o', '/dev/null', '-m', '1', `http://${address}:${port}/`]);
      if (code === 0) return;
      await new Promise((wait) => setTimeout(wait, 50));
    }
    throw new Error(`nothing answers on ${address}:${port}`);
  }

  #address(): string {
    this.#addresses += 1;
    const address = `10.77.0.${this.#addresses}`;
    this.#ip('addr', 'add', `${address}/32`, 'dev', 'lo');
    return address;
  }

  #ip(...args: string[]): void {
    run('ip', ['-n', this.name, ...args]);
  }

  #file(name: string): string {
    return join(this.folder, name);
  }
}

const run = (command: string, args: readonly string[]): void => {
  execFileSync(command, args, { stdio: 'pipe' });
};

/** `ip netns exec` becomes the command, so its process is the one to end. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((exit) => child.once('exit', exit));
  child.kill('SIGKILL');
  await gone;
}
