import { OTHER_FLAGS } from './flags.ts';
import { type OpenedSandbox, type SandboxWish, sandboxServer } from './wiring.ts';

/** The flags of the commands that start a sandbox. */
export const SANDBOX_FLAGS = {
  machines: OTHER_FLAGS.machines,
  state: OTHER_FLAGS.state,
  faults: OTHER_FLAGS.faults,
  port: OTHER_FLAGS.port,
  speed: OTHER_FLAGS.speed,
  delays: OTHER_FLAGS.delays,
  handler: OTHER_FLAGS.handler,
  record: OTHER_FLAGS.record,
} as const;

/** Starts a sandbox by the flags; whoever opens it closes it. */
export function openSandbox(flags: SandboxWish): Promise<OpenedSandbox> {
  return sandboxServer(flags);
}
