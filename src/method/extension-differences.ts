import { isDeepStrictEqual } from 'node:util';
import type { VmExtension } from '../target/azure-vm.ts';
import { compareVersions } from '../version.ts';
import type { ExtensionWish } from './extension-wish.ts';
import { explainHandler } from './handler-meaning.ts';
import type { ExtensionRequest } from './request.ts';

/** In what the extension differs from the wish, each as a reason for people; none: it is as it should be. */
export function differences({ options }: ExtensionRequest, wish: ExtensionWish): readonly string[] {
  const { found } = wish;
  if (found === undefined) return ['it is not installed'];
  return [
    ...(repoints(wish) ? [`it reports to ${workspaceOf(found) ?? 'no workspace that its settings name'}`] : []),
    ...(succeeded(found) ? [] : [`its state is ${found.provisioning}`]),
    ...(options.updateKey === true ? ['its protected settings are to be sent again'] : []),
    ...otherSettings(wish, found),
    ...otherVersion(options.extensionVersion, wish, found),
    ...otherFlag('automatic upgrade', options.automaticUpgrade, found.automaticUpgrade ?? false),
    ...otherFlag('upgrade of minor versions', options.autoUpgradeMinor, found.autoUpgradeMinor ?? false),
  ];
}

/** The extension is there and names another workspace, or none though it works. */
export function repoints({ found, settings }: Pick<ExtensionWish, 'found' | 'settings'>): boolean {
  const wanted = settings.workspaceId;
  if (found === undefined || typeof wanted !== 'string') return false;
  const there = workspaceOf(found);
  return there === undefined ? succeeded(found) : there.toLowerCase() !== wanted.toLowerCase();
}

/** Taking it off and putting it on again is the only way. */
export function reinstalls(wish: ExtensionWish): boolean {
  if (wish.found === undefined) return false;
  return (repoints(wish) && wish.side.repoint === 'reinstall') || failedForGood(wish, wish.found);
}

function failedForGood({ side }: ExtensionWish, found: VmExtension): boolean {
  if (succeeded(found)) return false;
  return found.statuses.some(({ message }) => explainHandler(side, message ?? '')?.reinstall === true);
}

export const succeeded = ({ provisioning }: VmExtension): boolean => provisioning.toLowerCase() === 'succeeded';

export function workspaceOf({ settings }: VmExtension): string | undefined {
  const { workspaceId } = settings;
  return typeof workspaceId === 'string' && workspaceId !== '' ? workspaceId : undefined;
}

/** The workspace has a reason of its own. */
function otherSettings({ settings }: ExtensionWish, found: VmExtension): readonly string[] {
  return Object.keys(settings)
    .filter((name) => name !== 'workspaceId' && !isDeepStrictEqual(plain(settings[name]), plain(found.settings[name])))
    .map((name) => `its setting ${name} differs`);
}

/** Handlers take the texts true and false inside a setting for the values; a setting that is one itself is compared as it is. */
function plain(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, typeof inner === 'boolean' ? String(inner) : plain(inner)]),
  );
}

function otherVersion(asked: string | undefined, wish: ExtensionWish, found: VmExtension): readonly string[] {
  if (asked !== undefined)
    return sameMinor(asked, found.version) ? [] : [`its version is ${found.version}, not ${asked}`];
  const { minimumVersion: least } = wish;
  const runs = [found.version, found.installedVersion ?? '0'].some((one) => compareVersions(one, least ?? '0') >= 0);
  return runs ? [] : [`its version is ${found.version}, and ${least} is needed`];
}

const sameMinor = (a: string, b: string): boolean => compareVersions(minor(a), minor(b)) === 0;
const minor = (version: string): string => version.split('.').slice(0, 2).join('.');

const otherFlag = (name: string, asked: boolean | undefined, there: boolean): readonly string[] =>
  asked === undefined || asked === there ? [] : [`${name} is ${there ? 'on' : 'off'}`];
