import type { SandboxRequest } from './exchange.ts';
import type { ArcMachine } from './hybrid-find.ts';
import type { OperationWork } from './operations.ts';
import type { World } from './world.ts';

export interface ArcWork extends Pick<OperationWork, 'settle'> {
  /** Told when the machine never came back; gives the resource as it failed. */
  failed(): unknown;
}

/**
 * How long a machine that is not connected is waited for. Source: docs "Overview of Azure Connected Machine agent": an extension is given
 * an hour at most.
 */
const PATIENCE_MS = 3_600_000;
const NEVER_MS = 10 * 365 * 86_400_000;

/** Begins what the Connected Machine agent has to do: Azure takes the order in any case, and waits until the machine fetches it. */
export function beginOnArc(
  machine: ArcMachine,
  { method, path, apiVersion }: SandboxRequest,
  { operations, settings, faults }: World,
  { settle, failed }: ArcWork,
): { readonly headers: Readonly<Record<string, string>> } {
  const stuck = faults.take({ method, path, machine: machine.name, kinds: ['stuck'] }) !== undefined;
  const heard = machine.arc.status === 'Connected';
  const waits = settings.operationMs === 0 ? 0 : PATIENCE_MS;
  return operations.begin({
    ...{ subscription: machine.subscription, location: machine.location, namespace: 'Microsoft.HybridCompute' },
    ...{ apiVersion, style: 'hybrid', lastsMs: stuck ? NEVER_MS : heard ? settings.operationMs : waits },
    settle() {
      if (machine.arc.status === 'Connected') return settle();
      return { status: 'Failed', error: { code: 'HCRP408', message: silence(machine) }, output: failed() };
    },
  });
}

/** No recording of it is public: code and words are those of the service's other refusals. */
const silence = ({ name, arc }: ArcMachine): string =>
  `The operation timed out: the machine '${name}' did not fetch it. Its status is '${arc.status}'. Make sure that the Azure Connected Machine agent is running and can reach Azure.`;
