import type { Transport } from '../ports.ts';
import { EXIT, Problem } from '../problem.ts';
import type { Target } from '../target/target.ts';
import { type LocalOptions, localTransport } from './local.ts';
import { type SshTransportOptions, sshTransport } from './ssh.ts';

export type TransportOptions = LocalOptions & SshTransportOptions;

/** One transport for all targets: the kind of the target decides. Throws AZMON-TRANSPORT-AZURE (2) for targets that only Azure could reach. */
export function transports(options: TransportOptions): Transport {
  const local = localTransport(options);
  const ssh = sshTransport(options);
  const byKind: Readonly<Record<Target['kind'], Transport>> = {
    local,
    ssh,
    azure: notYet,
    arc: notYet,
    resource: notYet,
    facts: { probe: async (target) => fail(target, 'a facts file is read, not looked at', []) },
  };
  return { probe: (target, request) => byKind[target.kind].probe(target, request) };
}

const notYet: Transport = {
  probe: async (target) =>
    fail(target, 'the way through Azure run-command is not part of this version; it comes with the Azure commands', [
      { text: 'reach it by ssh', command: 'azmon check ssh://user@host' },
      {
        text: 'or run this script on it, and hand what it prints to azmon check --facts',
        command: 'azmon probe linux',
      },
    ]),
};

function fail(target: Target, why: string, fix: Problem['fix']): never {
  const message = 'there is no way yet to look at this kind of target';
  throw new Problem({ code: 'AZMON-TRANSPORT-AZURE', exit: EXIT.usage, message, why, fix, target: target.key });
}
