import { createHash } from 'node:crypto';
import type { ExtensionWish } from './extension-request.ts';
import type { SandboxExtension, SandboxState } from './state.ts';

/**
 * What was sent last for an extension, protected values included: an equal PUT does not run the handler again, and the instances of a scale
 * set get what was put into its model before. Not kept in the state.
 */
const wishes = new WeakMap<SandboxExtension, ExtensionWish>();

/** Writes a wish down in an extension that is there. */
export function rewritten(extension: SandboxExtension, wish: ExtensionWish): SandboxExtension {
  wishes.set(extension, wish);
  return Object.assign(extension, kept(wish));
}

/** A new extension, in no machine yet. */
export function written(name: string, wish: ExtensionWish): SandboxExtension {
  const extension: SandboxExtension = { name, ...kept(wish), provisioning: 'Creating' };
  wishes.set(extension, wish);
  return extension;
}

/** Of protected settings the names alone. */
const kept = ({ protectedSettings, ...wish }: ExtensionWish) => ({
  ...wish,
  protectedNames: Object.keys(protectedSettings),
});

/** The same of the model of a scale set, which nobody has to send anew after a restart. */
export const isSameModel = (old: SandboxExtension, wish: ExtensionWish, state: SandboxState): boolean =>
  old.provisioning === 'Succeeded' && digestOf(wishBehind(old, state)) === digestOf(wish);

/** Whether the handler that was run last was told the same, and took it. */
export function isUnchanged(old: SandboxExtension, wish: ExtensionWish): boolean {
  const last = wishes.get(old);
  return old.provisioning === 'Succeeded' && last !== undefined && digestOf(last) === digestOf(wish);
}

const digestOf = ({ settings, protectedSettings, forceUpdateTag, version }: ExtensionWish): string =>
  createHash('sha256')
    .update(JSON.stringify([settings, protectedSettings, forceUpdateTag, version]))
    .digest('hex');

/**
 * The wish behind an extension. Where a state file brought it along the protected values are gone: a workspace key is then that of its
 * workspace, as Azure would have kept it.
 */
export function wishBehind(extension: SandboxExtension, { workspaces }: SandboxState): ExtensionWish {
  const known = wishes.get(extension);
  if (known !== undefined) return known;
  const { publisher, type, version, installedVersion, autoUpgradeMinor, automaticUpgrade, forceUpdateTag } = extension;
  const workspace = Object.values(workspaces).find(({ customerId }) => customerId === extension.settings.workspaceId);
  const key = workspace === undefined ? {} : { workspaceKey: workspace.primaryKey };
  return {
    ...{ publisher, type, version, installedVersion, autoUpgradeMinor },
    ...(automaticUpgrade === undefined ? {} : { automaticUpgrade }),
    ...(forceUpdateTag === undefined ? {} : { forceUpdateTag }),
    settings: extension.settings,
    protectedSettings: extension.protectedNames.includes('workspaceKey') ? key : {},
    tags: extension.tags,
  };
}
