import type { ExtensionPut, Waiting } from '../../ports.ts';
import { Problem } from '../../problem.ts';
import type { VmExtension } from '../../target/azure-vm.ts';
import type { ResourceId } from '../../target/resource-id.ts';
import { API } from '../api-versions.ts';
import { afterwards, attempt, isAboutParent } from '../compute/extensions.ts';
import { openedSettings } from '../opened-settings.ts';
import { Refused } from '../problem/problem-of-refusal.ts';
import { follow } from '../wire/follow.ts';
import { ask, following, listAll, send, unlessAbsent, type Wire } from '../wire/wire.ts';
import { extensionOf } from './extension-of.ts';
import { failedStatus, failureOf } from './failure-of.ts';
import type { RawExtension } from './raw.ts';

/** An Arc machine, and the way to it. */
export interface ArcPlace {
  readonly wire: Wire;
  readonly machine: ResourceId;
}

const version = API.arc.sent;
const pathOf = ({ machine }: ArcPlace, name: string): string => `${machine.id}/extensions/${encodeURIComponent(name)}`;

/** They are not in the answer about the machine. */
export async function listExtensions(place: ArcPlace): Promise<readonly VmExtension[]> {
  const all = await listAll<RawExtension>(place.wire, `${place.machine.id}/extensions`, { version });
  return all.flatMap((one) => extensionOf(one) ?? []);
}

export async function readExtension(place: ArcPlace, name: string): Promise<VmExtension | undefined> {
  try {
    return extensionOf(await ask<RawExtension>(place.wire, 'get', pathOf(place, name), { version }));
  } catch (error) {
    if (error instanceof Problem && error.code === 'AZMON-AZURE-NOT-FOUND' && !isAboutParent(error)) return undefined;
    throw error;
  }
}

/** The first answer has no body, and an operation may end well with a handler that failed: the extension itself tells. */
export async function putExtension(place: ArcPlace, put: ExtensionPut, waiting: Waiting): Promise<VmExtension> {
  const { wire } = place;
  const path = pathOf(place, put.name);
  const first = await send(wire, 'put', path, { version, body: bodyOf(put), signal: waiting.signal });
  const about = attempt('install', put.name, place);
  await follow(first, following(wire, about), waiting).catch((error: unknown) => {
    throw isFailedOperation(error) ? failureOf(error.cause.refusal, put) : error;
  });
  const found = await readBack(place, put, waiting).catch(afterwards(about));
  const failed = waiting.wait === false ? undefined : failedStatus(found, put);
  if (failed !== undefined) throw failed;
  return found;
}

async function readBack(place: ArcPlace, put: ExtensionPut, waiting: Waiting): Promise<VmExtension> {
  const found = await readExtension(place, put.name);
  if (found !== undefined) return found;
  if (waiting.wait === false) return announced(put);
  throw new Error('Azure gave an extension without publisher and type');
}

/** A machine that is told of an extension a moment later has none yet. */
const announced = ({ name, publisher, type, version: asked, settings }: ExtensionPut): VmExtension => ({
  ...{ name, publisher, type, version: asked, settings, provisioning: 'Creating', statuses: [] },
});

export async function deleteExtension(place: ArcPlace, name: string, waiting: Waiting): Promise<void> {
  const { wire } = place;
  const asking = { version, signal: waiting.signal };
  const first = await unlessAbsent(send(wire, 'delete', pathOf(place, name), asking));
  if (first !== undefined) await follow(first, following(wire, attempt('remove', name, place)), waiting);
}

/** An operation that failed is answered with 200; a refusal of a look at it is not. */
const isFailedOperation = (error: unknown): error is Problem & { readonly cause: Refused } =>
  error instanceof Problem && error.cause instanceof Refused && error.cause.refusal.status === 200;

function bodyOf(put: ExtensionPut): object {
  const hidden = openedSettings(put.protectedSettings);
  return {
    location: put.location,
    ...(put.tags === undefined ? {} : { tags: put.tags }),
    properties: {
      ...{ publisher: put.publisher, type: put.type, typeHandlerVersion: put.version },
      ...{ autoUpgradeMinorVersion: put.autoUpgradeMinor, settings: put.settings },
      ...(hidden === undefined ? {} : { protectedSettings: hidden }),
      ...(put.automaticUpgrade === undefined ? {} : { enableAutomaticUpgrade: put.automaticUpgrade }),
      ...(put.forceUpdateTag === undefined ? {} : { forceUpdateTag: put.forceUpdateTag }),
    },
  };
}
