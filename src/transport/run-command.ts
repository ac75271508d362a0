import type { Azure, Transport } from '../ports.ts';
import { EXIT, Problem } from '../problem.ts';

/** Looks inside a virtual machine through Azure's run-command. */
export function runCommandTransport(_azure: () => Promise<Azure>, _subscriptions: readonly string[]): Transport {
  return {
    probe: async (target) => {
      throw new Problem({
        code: 'AZMON-TRANSPORT-AZURE',
        exit: EXIT.usage,
        message: 'there is no way yet to look at this kind of target',
        target: target.key,
      });
    },
  };
}
