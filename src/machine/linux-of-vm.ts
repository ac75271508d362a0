import type { AzureVm, ImageReference } from '../target/azure-vm.ts';
import { hasVersionPrefix } from '../version.ts';
import type { MachineFacts } from './facts.ts';
import { AGENT_WORDS, LINUX_IMAGES, LINUX_NAMES } from './image-systems.ts';

interface Distribution {
  readonly id: string;
  readonly version: string;
}

/** Release lines as the machine's own os-release would have them; none where neither its VM agent nor its image tells. */
export function linuxOfVm({ os, image }: Pick<AzureVm, 'os' | 'image'>): MachineFacts {
  const made = image === undefined ? undefined : ofImage(image);
  const told = os === undefined ? undefined : ofAgent(os, made);
  const found = told === undefined ? made : finer(told, made);
  return found === undefined ? {} : { release: releaseLines(found) };
}

function ofImage({ publisher, offer, sku }: ImageReference): Distribution | undefined {
  const words = `${offer} ${sku}`.toLowerCase();
  const row = LINUX_IMAGES.find(
    (one) => one.publisher.test(publisher.toLowerCase()) && one.offer.test(offer.toLowerCase()),
  );
  if (row === undefined) return undefined;
  // Where both hold a number the sku's counts: `debian-10 10-gen2`, but `sles-12-sp5 gen2`.
  const found = row.version.exec(` ${sku.toLowerCase()}`) ?? row.version.exec(words);
  const version = (found ?? [])
    .slice(1)
    .filter((part) => part !== undefined)
    .join('.');
  return version === '' ? undefined : { id: row.id, version };
}

/** Older VM agents know Oracle Linux as redhat, and SUSE by its major version alone. */
function ofAgent(
  { name, version }: NonNullable<AzureVm['os']>,
  made: Distribution | undefined,
): Distribution | undefined {
  const word = name.trim().toLowerCase();
  const id = AGENT_WORDS[word] ?? word;
  if (!/^[a-z0-9][a-z0-9._-]{0,40}$/.test(id) || !/^[\w.-]{0,40}$/.test(version)) return undefined;
  const isMadeOfIt = (id === 'rhel' && made?.id === 'ol') || (id === 'sles' && made?.id === 'sles_sap');
  return { id: isMadeOfIt && made !== undefined ? made.id : id, version: shortened(version) };
}

/** `7.9.2009` and `3.0.20240727`: what follows the second part is no version that any list names. */
const shortened = (version: string): string => /^\d+(\.\d+)?/.exec(version)?.[0] ?? '';

/** What runs counts; the image only adds the parts of its version that were not told. */
function finer(told: Distribution, made: Distribution | undefined): Distribution {
  if (made === undefined || made.id !== told.id) return told;
  return told.version === '' || hasVersionPrefix(made.version, told.version) ? made : told;
}

function releaseLines({ id, version }: Distribution): readonly string[] {
  const name = LINUX_NAMES[id] ?? id;
  return [
    ['ID', id],
    ['NAME', name],
    ['VERSION_ID', version],
    ['PRETTY_NAME', `${name} ${version}`.trim()],
  ].map(([key, value]) => `/etc/os-release:${key}="${value}"`);
}
