import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { linuxWrapper } from '../../src/machine/wrapper-script.ts';
import { type AgentBundle, agentBundle, BUNDLE_COMMANDS } from '../support/linux-agent/bundle.ts';
import { AgentWorld, WORLD_COMMANDS } from '../support/linux-agent/world.ts';
import { linuxHost } from '../support/linux-host.ts';
import { type Lan, openLan, SSHD_NEEDS, type SshHost } from '../support/sshd.ts';

export const TEMPLATE: string = readFileSync(new URL('../../templates/wrapper/linux.sh', import.meta.url), 'utf8');
export const NEEDS = { ...SSHD_NEEDS, commands: { ...SSHD_NEEDS.commands, ...BUNDLE_COMMANDS, ...WORLD_COMMANDS } };

export const WS = '11111111-2222-3333-4444-555555555555';
export const OTHER = '66666666-7777-8888-9999-aaaaaaaaaaaa';
export const KEY: string = Buffer.alloc(64, 7).toString('base64');
export const OTHER_KEY: string = Buffer.alloc(64, 9).toString('base64');
export const LOGIN = { user: 'ops', password: 'proxy-pass' };

export type Parameters = Readonly<Record<string, string>>;

export interface Ran {
  readonly exit: number | null;
  readonly lines: readonly string[];
  readonly stderr: string;
  /** Value of the first line of that key. */
  readonly value: (key: string) => string | undefined;
  /** Values of all lines of that key. */
  readonly values: (key: string) => string[];
}

/** One machine beside the agents' service, and the wrapper on it, run as azmon does: the text on stdin of a shell. */
export class Bench {
  readonly host: SshHost;
  readonly bundle: AgentBundle;
  readonly #lan: Lan;
  readonly #world: AgentWorld;

  static async open(name: string): Promise<Bench> {
    const lan = openLan();
    const world = await AgentWorld.open(lan, { workspaces: { [WS]: [KEY], [OTHER]: [OTHER_KEY] }, login: LOGIN });
    return new Bench(lan, world, await linuxHost(lan, world, name));
  }

  private constructor(lan: Lan, world: AgentWorld, host: SshHost) {
    this.#lan = lan;
    this.#world = world;
    this.host = host;
    this.bundle = agentBundle();
    cpSync(this.bundle.path, join(host.root, 'tmp', this.bundle.name));
  }

  async close(): Promise<void> {
    await this.#world.close();
    await this.#lan.stop();
  }

  /** Words that run a command on the machine, in its own namespaces. */
  inside(...words: readonly string[]): [string, readonly string[]] {
    const inner = readFileSync(`/proc/${this.host.pid}/task/${this.host.pid}/children`, 'utf8').trim().split(' ')[0];
    return ['nsenter', [`--target=${inner}`, '--mount', '--pid', '--net', '--uts', 'chroot', this.host.root, ...words]];
  }

  get install(): Parameters {
    return {
      AZMON_DO: 'install',
      AZMON_WORKSPACE_ID: WS,
      AZMON_WORKSPACE_KEY: KEY,
      AZMON_BUNDLE: `/tmp/${this.bundle.name}`,
      AZMON_SHA256: this.bundle.sha256,
    };
  }

  run(parameters: Parameters, shell: readonly string[] = ['sh', '-s']): Ran {
    const [program, args] = this.inside(...shell);
    const input = linuxWrapper(TEMPLATE, { AZMON_LINES: 'yes', ...parameters });
    const { stdout, stderr, status } = spawnSync(program, args, { input, encoding: 'utf8' });
    return ran(status, stdout.split('\n').filter(Boolean), stderr);
  }

  /** Runs it and calls `seen` for every line while it goes on. */
  start(parameters: Parameters, seen: (line: string, run: Running) => void = () => {}): Running {
    const [program, args] = this.inside('sh', '-s');
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    const running = new Running(child, this, seen);
    child.stdin?.end(linuxWrapper(TEMPLATE, { AZMON_LINES: 'yes', ...parameters }));
    return running;
  }

  /** Whether a command line on the machine succeeds. */
  holds(command: string): boolean {
    const [program, args] = this.inside('sh', '-c', command);
    return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
  }
}

export class Running {
  readonly ended: Promise<Ran>;
  readonly #bench: Bench;

  constructor(child: ChildProcess, bench: Bench, seen: (line: string, run: Running) => void) {
    this.#bench = bench;
    const lines: string[] = [];
    let stderr = '';
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    child.stdin?.on('error', () => {});
    if (child.stdout)
      createInterface(child.stdout).on('line', (line) => {
        lines.push(line);
        seen(line, this);
      });
    this.ended = new Promise((resolve) => child.once('close', (exit) => resolve(ran(exit, lines, stderr))));
  }

  /** The process that holds azmon's lock. */
  kill(signal: string): void {
    this.#bench.host.run(`kill -s ${signal} "$(readlink /run/azmon.lock | cut -d: -f1)"`);
  }
}

function ran(exit: number | null, lines: readonly string[], stderr: string): Ran {
  const values = (key: string) =>
    lines.filter((line) => line.startsWith(`${key}=`)).map((line) => line.slice(key.length + 1));
  return { exit, lines, stderr, values, value: (key) => values(key)[0] };
}
