import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sandboxEnvironment } from './environment.ts';
import { parseFaults } from './fault-file.ts';
import { fleet, tour } from './fleet.ts';
import { NO_DELAYS, type Sandbox, startSandbox, USUAL_SETTINGS } from './index.ts';
import { type Recorder, recordTo } from './record-file.ts';
import { fileTrouble, portTrouble } from './sandbox-problem.ts';
import type { SandboxState, SandboxSubscription } from './state.ts';
import { readState, writeState } from './state-file.ts';
import type { SandboxSettings } from './world.ts';

/** What a sandbox is started with, as the flags of `azmon sandbox serve` and `run` give it. */
export interface SandboxWish {
  /** How many machines, where the state file does not say; the dozen of the tour without it. */
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

/**
 * Starts a sandbox by the flags of a command. Throws AZMON-SANDBOX-FILE, -STATE, -FAULTS (2) for files, AZMON-SANDBOX-PORT (12) for a port
 * that is taken.
 */
export async function openSandboxServer(wish: SandboxWish): Promise<OpenedSandbox> {
  const faults = wish.faults === undefined ? [] : parseFaults(await textOf(wish.faults), wish.faults);
  const kept = wish.state === undefined ? undefined : await readState(wish.state);
  const { machines } = wish;
  const now = Date.now();
  const state = kept ?? (machines === undefined ? tour(now) : fleet({ machines, now }));
  // What cannot be written is said at the start, not after an hour of work.
  if (wish.state !== undefined) await writeState(wish.state, state);
  const recorder = wish.record === undefined ? undefined : await recordTo(wish.record);
  const { port = 0, speed = 1 } = wish;
  const settings = { ...(wish.delays === false ? NO_DELAYS : USUAL_SETTINGS), handler: wish.handler ?? 'newest' };
  const record = recorder === undefined ? {} : { record: recorder.record };
  const sandbox = await startSandbox({ state, settings, faults, speed, port, ...record }).catch((error: unknown) => {
    throw portTrouble(port, error);
  });
  return opened(sandbox, wish, recorder);
}

const textOf = (path: string): Promise<string> =>
  readFile(path, 'utf8').catch((error: unknown) => {
    throw fileTrouble(path, 'read', error);
  });

async function opened(sandbox: Sandbox, wish: SandboxWish, recorder: Recorder | undefined): Promise<OpenedSandbox> {
  const folder = await mkdtemp(join(tmpdir(), 'azmon-sandbox-'));
  const certificateFile = join(folder, 'authority.pem');
  await writeFile(certificateFile, sandbox.certificate);
  const state: SandboxState = sandbox.state;
  return {
    origin: sandbox.origin,
    machines: Object.keys(state.machines).length,
    subscriptions: state.subscriptions,
    certificateFile,
    environment: sandboxEnvironment(sandbox, certificateFile),
    async close() {
      await sandbox.close();
      await recorder?.close();
      await rm(folder, { recursive: true, force: true });
      if (wish.state !== undefined) await writeState(wish.state, state);
    },
  };
}
