import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sandboxEnvironment } from './environment.ts';
import { fleet } from './fleet.ts';
import { NO_DELAYS, startSandbox } from './index.ts';
import type { SandboxSubscription } from './state.ts';
import type { SandboxSettings } from './world.ts';

/** What a sandbox is started with, as the flags of `azmon sandbox serve` and `run` give it. */
export interface SandboxWish {
  /** How many machines, where the state file does not say; 20 without it. */
  readonly machines?: number | undefined;
  readonly faults?: string | undefined;
  readonly state?: string | undefined;
  readonly port?: number | undefined;
  readonly speed?: number | undefined;
  readonly delays?: boolean | undefined;
  readonly handler?: SandboxSettings['handler'] | undefined;
  readonly record?: string | undefined;
}

/** A sandbox with what belongs to it on the disk. */
export interface OpenedSandbox {
  readonly origin: string;
  /** How many machines it holds. */
  readonly machines: number;
  readonly subscriptions: readonly SandboxSubscription[];
  /** PEM, in a folder of its own for the time of the run. */
  readonly certificateFile: string;
  /** What a child process needs to find and trust it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Writes the state file, ends the server, removes the certificate. */
  close(): Promise<void>;
}

/** Starts a sandbox by the flags of a command. Throws Problems (2) for files that cannot be read, AZMON-SANDBOX-PORT (12) for a port that is taken. */
export async function openSandboxServer(wish: SandboxWish): Promise<OpenedSandbox> {
  const state = fleet({ machines: wish.machines ?? 20, now: Date.now() });
  const sandbox = await startSandbox({
    state,
    settings: { ...(wish.delays === false ? NO_DELAYS : {}) },
    ...(wish.port === undefined ? {} : { port: wish.port }),
    ...(wish.speed === undefined ? {} : { speed: wish.speed }),
  });
  const folder = await mkdtemp(join(tmpdir(), 'azmon-sandbox-'));
  const certificateFile = join(folder, 'authority.pem');
  await writeFile(certificateFile, sandbox.certificate);
  return {
    origin: sandbox.origin,
    machines: Object.keys(state.machines).length,
    subscriptions: state.subscriptions,
    certificateFile,
    environment: sandboxEnvironment(sandbox, certificateFile),
    async close() {
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
