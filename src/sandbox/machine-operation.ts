import type { SandboxRequest } from './exchange.ts';
import type { OperationWork } from './operations.ts';
import type { SandboxMachine } from './state.ts';
import type { World } from './world.ts';

export interface MachineWork extends Pick<OperationWork, 'withLocation' | 'settle'> {
  /** Told when the VM agent never answered. */
  failed?(): void;
}

/** How long Azure waits for a VM agent that does not report (25 minutes in recordings). */
const AGENT_PATIENCE_MS = 1_500_000;
const NEVER_MS = 10 * 365 * 86_400_000;

/** Begins what the VM agent has to do. Where it does not report, the operation ends late, and failed; a fault makes it never end. */
export function beginOnMachine(
  machine: SandboxMachine,
  { method, path, apiVersion }: SandboxRequest,
  { operations, settings, faults }: World,
  { withLocation = false, settle, failed }: MachineWork,
): { readonly headers: Readonly<Record<string, string>> } {
  const stuck = faults.take({ method, path, machine: machine.name, kinds: ['stuck'] }) !== undefined;
  const mute = machine.vmAgent !== 'ready';
  const waits = settings.operationMs === 0 ? 0 : AGENT_PATIENCE_MS;
  return operations.begin({
    ...{ subscription: machine.subscription, location: machine.location, namespace: 'Microsoft.Compute', apiVersion },
    ...{ lastsMs: stuck ? NEVER_MS : mute ? waits : settings.operationMs, withLocation },
    settle() {
      if (!mute) return settle();
      failed?.();
      return { status: 'Failed', error: { code: 'VMAgentStatusCommunicationError', message: silence(machine) } };
    },
  });
}

const silence = ({ name }: SandboxMachine): string =>
  `VM '${name}' has not reported status for VM agent or extensions. Verify that the OS is up and healthy, the VM has a running VM agent, and that it can establish outbound connections to Azure storage. Please refer to https://aka.ms/vmextensionlinuxtroubleshoot for additional VM agent troubleshooting information.`;
