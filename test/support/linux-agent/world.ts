import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Lan } from '../sshd.ts';
import type { Received, ServiceState } from './service.ts';

/** Debian packages by command, for describeWith. */
export const WORLD_COMMANDS = {
  ip: 'iproute2',
  dnsmasq: 'dnsmasq-base',
  tinyproxy: 'tinyproxy',
  squid: 'squid',
  htpasswd: 'apache2-utils',
  openssl: 'openssl',
} as const;

/** Hosts outside the workspaces that the service stands for as well. */
export const DOWNLOADS = 'github.com';
const OTHERS = [
  DOWNLOADS,
  'objects.githubusercontent.com',
  'raw.githubusercontent.com',
  'go.microsoft.com',
  'download.microsoft.com',
  'scadvisorcontent.blob.core.windows.net',
];
/** Whence the proxies speak to the service: the machines have no way there. */
const FAR = '10.77.0.10';
const INNER = '127.0.0.53';

export interface WorldOptions {
  readonly workspaces: Readonly<Record<string, readonly string[]>>;
  readonly domain?: string;
  /** Login of both proxies. */
  readonly login?: { readonly user: string; readonly password: string };
}

/**
 * The service of the agents beside the machines of a LAN, in a namespace of its own: resolver, proxies, TLS on 443. A machine whose
 * resolver is `resolver` reaches it directly; with `closedResolver` it knows the proxies (`proxy.example`) and nobody else.
 */
export class AgentWorld {
  readonly namespace: string;
  readonly address: string;
  readonly resolver: string;
  readonly closedResolver: string;
  readonly tinyproxy = 'proxy.example:8888';
  readonly squid = 'proxy.example:3128';
  readonly received: Received[] = [];
  /** PEM of the authority that signed the service's certificate, called as Microsoft's. */
  readonly authority: string;
  readonly #lan: Lan;
  readonly #options: WorldOptions;
  readonly #children: ChildProcess[] = [];
  #service: ChildProcess | undefined;
  #state: ServiceState;
  #set: (() => void)[] = [];

  static async open(lan: Lan, options: WorldOptions): Promise<AgentWorld> {
    const world = new AgentWorld(lan, options);
    try {
      await world.#build();
      return world;
    } catch (error) {
      await world.close();
      throw error;
    }
  }

  private constructor(lan: Lan, options: WorldOptions) {
    this.#lan = lan;
    this.#options = options;
    this.#state = { workspaces: options.workspaces };
    this.namespace = `${lan.bridge}-svc`;
    this.address = `${lan.subnet}.250`;
    this.resolver = this.address;
    this.closedResolver = `${lan.subnet}.249`;
    this.authority = join(lan.folder, 'authority.pem');
  }

  /** What came of one kind, in order. */
  of(kind: Received['kind']): readonly Received[] {
    return this.received.filter((one) => one.kind === kind);
  }

  /** Changes how the service behaves; what is not named goes back to normal. */
  async set(change: Omit<ServiceState, 'workspaces'> & Partial<Pick<ServiceState, 'workspaces'>>): Promise<void> {
    this.#state = { workspaces: this.#options.workspaces, ...change };
    const done = new Promise<void>((resolve) => this.#set.push(resolve));
    this.#service?.send(this.#state);
    await done;
  }

  async close(): Promise<void> {
    for (const child of this.#children) await ended(child);
    spawnSync('ip', ['netns', 'del', this.namespace]);
    rmSync(join('/etc/netns', this.namespace), { recursive: true, force: true });
  }

  async #build(): Promise<void> {
    const device = `${this.#lan.bridge}vsvc`;
    run('ip', ['netns', 'add', this.namespace]);
    run('ip', ['link', 'add', device, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', this.namespace]);
    run('ip', ['link', 'set', device, 'master', this.#lan.bridge, 'up']);
    for (const address of [this.resolver, this.closedResolver])
      run('ip', ['-n', this.namespace, 'addr', 'add', `${address}/24`, 'dev', 'eth0']);
    run('ip', ['-n', this.namespace, 'addr', 'add', `${FAR}/32`, 'dev', 'lo']);
    for (const name of ['lo', 'eth0']) run('ip', ['-n', this.namespace, 'link', 'set', name, 'up']);
    mkdirSync(join('/etc/netns', this.namespace), { recursive: true });
    writeFileSync(join('/etc/netns', this.namespace, 'resolv.conf'), `nameserver ${INNER}\n`);
    writeFileSync(join('/etc/netns', this.namespace, 'hosts'), '127.0.0.1 localhost\n');
    this.#certify();
    this.#resolve(this.resolver, this.address);
    this.#resolve(this.closedResolver, undefined);
    this.#resolve(INNER, FAR);
    this.#startTinyproxy();
    this.#startSquid();
    await this.#startService();
    await Promise.all([this.#answering(8888), this.#answering(3128)]);
  }

  get #domain(): string {
    return this.#options.domain ?? 'opinsights.azure.com';
  }

  #names(): string[] {
    const ids = Object.keys(this.#options.workspaces);
    const hosts = ids.flatMap((id) => [`${id}.oms.${this.#domain}`, `${id}.ods.${this.#domain}`]);
    return [...hosts, ...ids.map((id) => `${id}.agentsvc.azure-automation.net`), ...OTHERS];
  }

  #certify(): void {
    const file = (name: string) => join(this.#lan.folder, name);
    run('openssl', ['genrsa', '-out', file('service.key'), '2048']);
    run('openssl', [
      ...['req', '-x509', '-new', '-sha256', '-days', '2', '-key', file('service.key')],
      ...['-subj', '/C=US/O=Microsoft Corporation/CN=Test TLS Issuing CA 01', '-out', this.authority],
    ]);
    writeFileSync(file('service.ext'), `subjectAltName=${this.#names().map((name) => `DNS:${name}`)}\n`);
    const request = execFileSync('openssl', ['req', '-new', '-key', file('service.key'), '-subj', '/CN=service']);
    execFileSync(
      'openssl',
      [
        ...['x509', '-req', '-sha256', '-days', '2', '-extfile', file('service.ext'), '-out', file('service.pem')],
        ...['-CA', this.authority, '-CAkey', file('service.key'), '-set_serial', '7'],
      ],
      { input: request, stdio: ['pipe', 'ignore', 'ignore'] },
    );
  }

  /** Names that are not given do not exist. */
  #resolve(listen: string, service: string | undefined): void {
    const known = service === undefined ? [] : this.#names().map((name) => `--address=/${name}/${service}`);
    this.#start('dnsmasq', [
      ...['--keep-in-foreground', '--conf-file=/dev/null', '--no-hosts', '--no-resolv', '--pid-file=', '--user=root'],
      ...[`--listen-address=${listen}`, '--bind-interfaces', '--local=/#/', `--address=/proxy.example/${this.address}`],
      ...known,
    ]);
  }

  #startTinyproxy(): void {
    const { login } = this.#options;
    const config = join(this.#lan.folder, 'tinyproxy.conf');
    const lines = [
      'User root',
      'Group root',
      'Port 8888',
      `Listen ${this.address}`,
      'MaxClients 40',
      'ConnectPort 443',
    ];
    if (login !== undefined) lines.push(`BasicAuth ${login.user} ${login.password}`);
    writeFileSync(config, `${lines.join('\n')}\n`);
    this.#start('tinyproxy', ['-d', '-c', config]);
  }

  #startSquid(): void {
    const { login } = this.#options;
    const words = join(this.#lan.folder, 'squid.users');
    const config = join(this.#lan.folder, 'squid.conf');
    const lines = [
      ...[`http_port ${this.address}:3128`, 'pid_filename none', 'cache deny all', 'access_log none'],
      ...['cache_log /dev/null', 'shutdown_lifetime 0', 'netdb_filename none', 'visible_hostname proxy.example'],
      ...['pinger_enable off', 'connect_timeout 5 seconds', `dns_nameservers ${INNER}`],
    ];
    if (login !== undefined) {
      const made = ['-ciB', '-C', '4', words, login.user];
      execFileSync('htpasswd', made, { input: login.password, stdio: ['pipe', 'ignore', 'ignore'] });
      run('chmod', ['644', words]);
      run('chmod', ['711', this.#lan.folder]);
      lines.push(`auth_param basic program /usr/lib/squid/basic_ncsa_auth ${words}`, 'acl known proxy_auth REQUIRED');
    }
    lines.push(login === undefined ? 'http_access allow all' : 'http_access allow known', 'http_access deny all');
    writeFileSync(config, `${lines.join('\n')}\n`);
    this.#start('squid', ['-N', '-f', config]);
  }

  async #startService(): Promise<void> {
    const script = fileURLToPath(new URL('service.ts', import.meta.url));
    const file = (name: string) => join(this.#lan.folder, name);
    const options = { addresses: [this.address, FAR], cert: file('service.pem'), key: file('service.key') };
    const words = ['netns', 'exec', this.namespace, process.execPath, script, JSON.stringify(options)];
    const child = spawn('ip', words, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    this.#children.push(child);
    this.#service = child;
    await new Promise<void>((ready, failed) => {
      child.once('exit', (code) => failed(new Error(`the service ended with ${code}`)));
      child.on('message', (message: 'ready' | 'set' | Received) => {
        if (message === 'ready') ready();
        else if (message === 'set') this.#set.shift()?.();
        else this.received.push(message);
      });
    });
    await this.set({});
  }

  #start(command: string, args: readonly string[]): void {
    this.#children.push(spawn('ip', ['netns', 'exec', this.namespace, command, ...args], { stdio: 'ignore' }));
  }

  /** From outside: this machine stands on the same bridge. */
  async #answering(port: number): Promise<void> {
    for (let tries = 0; tries < 200; tries++) {
      if (await opens(this.address, port)) return;
      await sleep(50);
    }
    throw new Error(`nothing answers on ${this.address}:${port}`);
  }
}

const opens = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port }, () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

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

/** PEM that a machine needs to trust the service. */
export const authorityOf = (world: AgentWorld): string => readFileSync(world.authority, 'utf8');
