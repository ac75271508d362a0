import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { SshHost } from './sshd.ts';

/** Looks at the command lines and environments of all processes of a machine, again and again, from outside. */
export interface Sampler {
  /** Processes that held one of the texts: `cmdline|environ TEXT-NUMBER COMMAND LINE`; and how many processes were seen. */
  readonly stop: () => Promise<{ readonly hits: readonly string[]; readonly seen: number }>;
}

export async function sample(host: SshHost, texts: readonly string[]): Promise<Sampler> {
  const child = spawn(process.execPath, [import.meta.filename, `${host.pid}`], { stdio: ['pipe', 'pipe', 'inherit'] });
  let out = '';
  const ready = new Promise<void>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      resolve();
    });
  });
  child.stdin.write(`${JSON.stringify(texts)}\n`);
  await ready;
  return { stop: () => stopped(child, () => out) };
}

async function stopped(child: ChildProcess, out: () => string): ReturnType<Sampler['stop']> {
  const ended = new Promise((resolve) => child.once('close', resolve));
  child.stdin?.end();
  await ended;
  const lines = out().split('\n').filter(Boolean);
  const seen = Number(/^seen (\d+)$/.exec(lines.at(-1) ?? '')?.[1]);
  return { seen, hits: lines.slice(1, -1) };
}

const read = (path: string): Buffer => {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
};

const namespaceOf = (pid: string): string => {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    return '';
  }
};

/** The texts come on stdin, not on the command line that everybody reads; the end of stdin ends it. */
async function main(outer: string): Promise<void> {
  const inner = readFileSync(`/proc/${outer}/task/${outer}/children`, 'utf8').trim().split(' ')[0] ?? '';
  const own = namespaceOf(inner);
  let texts: readonly string[] = [];
  const seen = new Set<string>();
  const told = new Set<string>();
  const look = (): void => {
    for (const pid of readdirSync('/proc')) {
      if (!/^\d+$/.test(pid) || namespaceOf(pid) !== own) continue;
      seen.add(pid);
      for (const what of ['cmdline', 'environ'] as const) {
        const content = read(`/proc/${pid}/${what}`);
        texts.forEach((text, index) => {
          if (!content.includes(text)) return;
          const line = `${what} ${index} ${read(`/proc/${pid}/cmdline`).toString('latin1').split('\0').slice(0, 3).join(' ')}`;
          if (told.has(`${pid} ${line}`)) return;
          told.add(`${pid} ${line}`);
          console.log(line);
        });
      }
    }
  };
  let timer: NodeJS.Timeout | undefined;
  process.stdin.once('data', (text) => {
    texts = JSON.parse(`${text}`);
    console.log('ready');
    timer = setInterval(look, 5);
  });
  process.stdin.once('end', () => {
    clearInterval(timer);
    console.log(`seen ${seen.size}`);
  });
}

if (process.argv[1] === import.meta.filename) await main(process.argv[2] ?? '');
