import { compareVersions } from '../version.ts';
import type { PutExtension } from './action.ts';
import { reinstalls, succeeded } from './extension-differences.ts';
import type { ExtensionWish } from './extension-wish.ts';
import { freeName } from './free-name.ts';
import type { ExtensionRequest } from './request.ts';

/**
 * The PUT that makes the extension as wished. What nobody asked for stays as it is: other settings, version and upgrade flags.
 * The protected settings go along every time, a PUT replaces them too.
 */
export function putExtension(request: ExtensionRequest, wish: ExtensionWish, why: string): PutExtension {
  const { vm } = request;
  const { found, side, publisher, type } = wish;
  const anew = found === undefined || reinstalls(wish);
  return {
    kind: 'put-extension',
    change: anew ? 'create' : 'update',
    machine: vm.id,
    name:
      found?.name ??
      freeName(
        side.name,
        vm.extensions.map(({ name }) => name),
      ),
    location: vm.location,
    publisher,
    type,
    ...flags(request, wish, anew),
    settings: { ...found?.settings, ...wish.defaults, ...wish.settings },
    protectedSettings: wish.protectedSettings,
    why,
  };
}

function flags(
  { options, tag }: ExtensionRequest,
  { found, side, minimumVersion }: ExtensionWish,
  anew: boolean,
): Pick<PutExtension, 'version' | 'autoUpgradeMinor' | 'automaticUpgrade' | 'forceUpdateTag'> {
  const base = anew || found === undefined ? side.version : found.version;
  const automatic = options.automaticUpgrade ?? (anew ? undefined : found?.automaticUpgrade) ?? side.automaticByDefault;
  // Without another tag Azure may find the same text as before and not run the handler again.
  const again = !anew && (options.updateKey === true || (found !== undefined && !succeeded(found)));
  const force = again ? tag : anew ? undefined : found?.forceUpdateTag;
  return {
    version: options.extensionVersion ?? newer(base, minimumVersion),
    autoUpgradeMinor: options.autoUpgradeMinor ?? (anew ? undefined : found?.autoUpgradeMinor) ?? true,
    ...(automatic === undefined || !side.automaticUpgrade ? {} : { automaticUpgrade: automatic }),
    ...(force === undefined ? {} : { forceUpdateTag: force }),
  };
}

const newer = (version: string, least: string | undefined): string =>
  least !== undefined && compareVersions(version, least) < 0 ? least : version;
