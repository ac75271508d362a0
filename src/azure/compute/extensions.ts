import type { ExtensionPut, Waiting } from '../../ports.ts';
import { Problem } from '../../problem.ts';
import type { VmExtension } from '../../target/azure-vm.ts';
import type { Attempt } from '../problem/attempt.ts';
import { Refused } from '../problem/problem-of-refusal.ts';
import { begin } from '../wire/begin.ts';
import { follow, lost } from '../wire/follow.ts';
import { following, unlessAbsent } from '../wire/wire.ts';
import { type Place, signalOf } from './compute-client.ts';
import { extensionBody } from './extension-body.ts';
import { extensionOf } from './extension-of.ts';

/** With its instance view; undefined where the machine has no such extension. The machine itself missing is an error. */
export async function readExtension(place: Place, name: string): Promise<VmExtension | undefined> {
  try {
    return extensionOf(await get(place, name));
  } catch (error) {
    if (error instanceof Problem && error.code === 'AZMON-AZURE-NOT-FOUND' && !isAboutParent(error)) return undefined;
    throw error;
  }
}

export const isAboutParent = ({ cause }: Problem): boolean =>
  cause instanceof Refused &&
  cause.refusal.codes.some((code) => code === 'ParentResourceNotFound' || code === 'ResourceGroupNotFound');

const get = ({ client, machine: { group, name } }: Place, extension: string) =>
  client.virtualMachineExtensions.get(group, name, extension, { expand: 'instanceView' });

export async function putExtension(place: Place, put: ExtensionPut, waiting: Waiting): Promise<VmExtension> {
  const { wire, client, machine } = place;
  const first = await begin((options) =>
    client.virtualMachineExtensions.createOrUpdate(
      machine.group,
      machine.name,
      put.name,
      { location: put.location, ...extensionBody(put), ...tagsOf(put) },
      {
        ...options,
        ...signalOf(waiting),
      },
    ),
  );
  const about = attempt('install', put.name, place);
  await follow(first, following(wire, about), waiting);
  const found = extensionOf(await get(place, put.name).catch(afterwards(about)));
  if (found === undefined) throw new Error('Azure gave an extension without publisher and type');
  return found;
}

export async function deleteExtension(place: Place, name: string, waiting: Waiting): Promise<void> {
  const { wire, client, machine } = place;
  const first = await unlessAbsent(
    begin((options) =>
      client.virtualMachineExtensions.delete(machine.group, machine.name, name, { ...options, ...signalOf(waiting) }),
    ),
  );
  if (first !== undefined) await follow(first, following(wire, attempt('remove', name, place)), waiting);
}

/** What was put is there: that it cannot be read now is not said as if it had been refused. */
export const afterwards =
  (about: Attempt) =>
  (error: unknown): never => {
    throw error instanceof Problem && error.retryable ? lost(error, about) : error;
  };

export const attempt = (verb: string, extension: string, { machine }: Pick<Place, 'machine'>): Attempt => ({
  verb,
  thing: `the extension ${extension} of ${machine.name}`,
});

const tagsOf = ({ tags }: ExtensionPut) => (tags === undefined ? {} : { tags: { ...tags } });
