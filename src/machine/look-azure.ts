import type { Azure } from '../ports.ts';
import { Problem } from '../problem.ts';
import type { AzureLook, Read } from './azure-look.ts';

/** What is asked beside the machine itself. */
export interface AzureWants {
  /** Namespaces of resource providers, e.g. Microsoft.Insights. */
  readonly providers: readonly string[];
  readonly extensions: readonly { readonly publisher: string; readonly type: string }[];
}

/**
 * Looks at machines from Azure's side; changes nothing. Only the machine itself must be readable: its Problem is thrown. Everything else
 * becomes a Read. What is the same for a subscription or region is asked once for all machines of one looker.
 */
export function azureLooker(azure: Azure): (id: string, wants: AzureWants) => Promise<AzureLook> {
  const kept = new Map<string, Promise<Read<never>>>();
  const once = <T>(key: string, read: () => Promise<T>): Promise<Read<T>> => {
    const known = kept.get(key.toLowerCase()) as Promise<Read<T>> | undefined;
    if (known !== undefined) return known;
    const asked = readOf(read);
    kept.set(key.toLowerCase(), asked as Promise<Read<never>>);
    return asked;
  };
  return async (id, wants) => {
    const vm = await azure.machines.vm(id);
    const { resources, machines } = azure;
    const { subscription, location, kind } = vm;
    const [locks, permissions, policies, providers, versions] = await Promise.all([
      readOf(() => resources.locks(vm.id)),
      readOf(() => resources.permissions(vm.id)),
      readOf(() => resources.policies(vm.id)),
      entries(wants.providers, (namespace) =>
        once(`provider ${subscription} ${namespace}`, () => resources.provider(subscription, namespace)),
      ),
      entries(
        wants.extensions.map((one) => extensionKey(one)),
        (key) => {
          const [publisher = '', type = ''] = key.split('/');
          return once(`versions ${kind} ${subscription} ${location} ${key}`, () =>
            machines.extensionVersions(subscription, location, publisher, type, kind),
          );
        },
      ),
    ]);
    return { vm, locks, permissions, policies, providers, versions };
  };
}

/** The key of `AzureLook.versions`. */
export const extensionKey = ({ publisher, type }: AzureWants['extensions'][number]): string =>
  `${publisher}/${type}`.toLowerCase();

async function readOf<T>(read: () => Promise<T>): Promise<Read<T>> {
  try {
    return { value: await read() };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { unread: error.why === undefined ? error.message : `${error.message}: ${error.why}` };
  }
}

async function entries<T>(
  names: readonly string[],
  read: (name: string) => Promise<T>,
): Promise<Readonly<Record<string, T>>> {
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await read(name)] as const)));
}
