import type { Azure, Transport } from '../ports.ts';
import type { Target } from '../target/target.ts';
import { type LocalOptions, localTransport } from './local.ts';
import { runCommandTransport } from './run-command.ts';
import { type SshTransportOptions, sshTransport } from './ssh.ts';

export interface TransportOptions extends LocalOptions, SshTransportOptions {
  /** Opened when the first machine is looked at through it. */
  readonly azure: () => Promise<Azure>;
  /** How long a run-command may take; missing: longer than any other look. */
  readonly runCommandTimeoutMs?: number | undefined;
}

/** One transport for all targets: the kind of the target decides. Targets named by `azure:`, `arc:` or `vmss:` are located first. */
export function transports(options: TransportOptions): Transport {
  const byKind: Readonly<Record<Target['kind'], Transport>> = {
    local: localTransport(options),
    ssh: sshTransport(options),
    resource: runCommandTransport(options.azure, { timeoutMs: options.runCommandTimeoutMs }),
    azure: NOT_HERE,
    arc: NOT_HERE,
    vmss: NOT_HERE,
    facts: NOT_HERE,
  };
  return { probe: (target, request) => byKind[target.kind].probe(target, request) };
}

const NOT_HERE: Transport = {
  probe: async ({ kind }) => {
    throw new TypeError(`nothing is looked at by ${kind}`);
  },
};
