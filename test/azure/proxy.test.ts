import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith } from '../support/needs.ts';
import { sandbox, type TestSandbox } from '../support/sandbox.ts';
import { ROOT } from '../support/source.ts';

/** A real proxy with a login between azmon, started as users start it, and an Azure over TLS with an authority of its own. */
describeWith({ commands: { tinyproxy: 'tinyproxy-bin' } })('through a proxy, with a private authority', () => {
  let azure: TestSandbox;
  let folder: string;
  let proxy: ChildProcess;
  let port: number;

  beforeAll(async () => {
    azure = await sandbox();
    folder = mkdtempSync(join(tmpdir(), 'azmon-proxy-'));
    port = await freePort();
    const config = `Port ${port}\nListen 127.0.0.1\nTimeout 30\nAllow 127.0.0.1\nBasicAuth me canary\nLogFile "${folder}/log"\nLogLevel Info\n`;
    writeFileSync(join(folder, 'conf'), config);
    proxy = spawn('tinyproxy', ['-d', '-c', join(folder, 'conf')], { stdio: 'ignore' });
    await untilListening(port);
  });
  afterAll(async () => {
    proxy?.kill();
    await azure?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const at = (login = 'me:canary@'): string => `http://${login}127.0.0.1:${port}`;
  const connected = (): number =>
    (readFileSync(join(folder, 'log'), 'utf8').match(/CONNECT localhost:\d+/g) ?? []).length;

  /** `azmon login status` with these variables beside the sandbox's. */
  async function status(
    env: Record<string, string | undefined>,
  ): Promise<{ exit: number; all: string; code?: string; why?: string }> {
    const { PATH, HOME } = process.env;
    const given = { PATH, HOME, ...azure.env, NO_PROXY: undefined, no_proxy: undefined, ...env };
    const clean = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Record<
      string,
      string
    >;
    return new Promise((done) => {
      const args = [join(ROOT, 'bin/run.js'), 'login', 'status', '--auth', 'environment', '--json'];
      execFile(process.execPath, args, { env: clean }, (error, stdout, stderr) => {
        const { errors } = JSON.parse(stdout) as { errors: { code: string; cause?: string }[] };
        const [first] = errors;
        done({
          ...{ exit: Number(error?.code ?? 0), all: stdout + stderr },
          ...(first === undefined ? {} : { code: first.code, why: first.cause ?? '' }),
        });
      });
    });
  }

  test.for(['HTTPS_PROXY', 'https_proxy'])('%s is taken, for signing in and for asking', async (name) => {
    const before = connected();
    expect(await status({ [name]: at() })).toMatchObject({ exit: 0 });
    expect(connected() - before).toBeGreaterThanOrEqual(2);
  });

  test('NO_PROXY leaves it out', async () => {
    const before = connected();
    expect(await status({ HTTPS_PROXY: at(), NO_PROXY: 'localhost' })).toMatchObject({ exit: 0 });
    expect(connected()).toBe(before);
  });

  test('a wrong login is told, and its password is not', async () => {
    const answer = await status({ HTTPS_PROXY: at('me:canary-wrong@') });
    expect(answer.exit).not.toBe(0);
    expect(answer.all).not.toContain('canary');
  });

  test('a proxy that is not there', async () => {
    const answer = await status({ HTTPS_PROXY: `http://me:canary@127.0.0.1:${await freePort()}` });
    expect(answer.exit).toBe(12);
    expect(answer.all).not.toContain('canary');
  });

  test('a proxy that is no address is refused before anything is sent', async () => {
    expect(await status({ HTTPS_PROXY: 'canary:3128' })).toMatchObject({ exit: 2, code: 'AZMON-AZURE-PROXY' });
  });

  test('an authority that nobody named', async () => {
    const answer = await status({ NODE_EXTRA_CA_CERTS: undefined, NO_PROXY: 'localhost' });
    expect(answer).toMatchObject({ exit: 12, code: 'AZMON-AZURE-UNREACHABLE' });
    expect(answer.all).toContain('NODE_EXTRA_CA_CERTS');
  });

  test('logging of the SDKs stays off, whoever asks for it', async () => {
    const answer = await status({
      HTTPS_PROXY: at(),
      DEBUG: '*',
      AZURE_LOG_LEVEL: 'verbose',
      TYPESPEC_RUNTIME_LOG_LEVEL: 'verbose',
    });
    expect(answer.exit).toBe(0);
    expect(answer.all.trim()).toMatch(/^\{[\s\S]*\}$/);
    expect(answer.all).not.toContain('canary');
  });
});

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => done(port));
    });
  });
}

async function untilListening(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const up = await new Promise<boolean>((done) => {
      const socket = connect(port, '127.0.0.1', () => done(true)).on('error', () => done(false));
      socket.on('connect', () => socket.destroy());
    });
    if (up) return;
    await setTimeout(50);
  }
  throw new Error('tinyproxy does not listen');
}
