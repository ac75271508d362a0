import { Plugin } from '@oclif/core/config';
import { PACKAGE } from '../src/app/package.ts';

/**
 * The commands of a folder as oclif sees them, a manifest on the disk left aside; `.manifest` is what oclif.manifest.json must hold.
 * @param {string} root
 * @param {string} commands folder, relative to root
 */
export async function manifestOf(root, commands) {
  const pjson = /** @type {any} */ ({
    ...PACKAGE,
    oclif: { ...PACKAGE.oclif, commands: { ...PACKAGE.oclif.commands, target: commands } },
  });
  const plugin = new Plugin({
    root,
    pjson,
    isRoot: true,
    name: PACKAGE.name,
    ignoreManifest: true,
    errorOnManifestCreate: true,
  });
  await plugin.load();
  return plugin;
}
