import type { Waiting } from '../../ports.ts';
import { parseResourceId, type ResourceId } from '../../target/resource-id.ts';
import { sdkOptions, type Wire } from '../wire/wire.ts';

export type Client = import('@azure/arm-compute').ComputeManagementClient;

export type Clients = (subscription: string) => Promise<Client>;

/** A machine, and the client of its subscription. */
export interface Place {
  readonly wire: Wire;
  readonly client: Client;
  readonly machine: ResourceId;
}

/** One client a subscription. The SDK is loaded when the first is wanted. */
export function computeClients(wire: Wire): Clients {
  const clients = new Map<string, Promise<Client>>();
  return (subscription) => {
    const client = clients.get(subscription) ?? open(wire, subscription);
    clients.set(subscription, client);
    return client;
  };
}

async function open(wire: Wire, subscription: string): Promise<Client> {
  const { ComputeManagementClient } = await import('./sdk.ts');
  return new ComputeManagementClient(wire.credential, subscription, sdkOptions(wire));
}

/** Finds the place of a machine by its resource id. */
export function placesBy(wire: Wire, clientOf: Clients) {
  return async (id: string): Promise<Place> => {
    const machine = parseResourceId(id);
    return { wire, machine, client: await clientOf(machine.subscription) };
  };
}

export const signalOf = ({ signal }: Waiting) => (signal === undefined ? {} : { abortSignal: signal });
