import type { Azure } from '../ports.ts';
import type { ScriptTransport } from '../ports-scripts.ts';
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
export function transports(options: TransportOptions): ScriptTransport {
  const byKind: Readonly<Record<Target['kind'], ScriptTransport>> = {
    local: localTransport(options),
    ssh: sshTransport(options),
    resource: runCommandTransport(options.azure, { timeoutMs: options.runCommandTimeoutMs }),
    azure: NOT_HERE,
    arc: NOT_HERE,
    vmss: NOT_HERE,
    facts: NOT_HERE,
  };
  return {
    probe: (target, request) => byKind[target.kind].probe(target, request),
    run: (target, request) => byKind[target.kind].run(target, request),
    push: (target, request) => byKind[target.kind].push(target, request),
  };
}

const notHere = async ({ kind }: Target): Promise<never> => {
  throw new TypeError(`nothing is reached by ${kind}`);
};

const NOT_HERE: ScriptTransport = { probe: notHere, run: notHere, push: notHere };
