import type { ExtensionPut } from '../../ports.ts';
import { openedSettings } from '../opened-settings.ts';

/** An extension as @azure/arm-compute takes it. What is not asked for is left out: an update would take null for a change. */
export function extensionBody(put: ExtensionPut) {
  const hidden = openedSettings(put.protectedSettings);
  return {
    publisher: put.publisher,
    typePropertiesType: put.type,
    typeHandlerVersion: put.version,
    autoUpgradeMinorVersion: put.autoUpgradeMinor,
    settings: put.settings,
    ...(hidden === undefined ? {} : { protectedSettings: hidden }),
    ...(put.automaticUpgrade === undefined ? {} : { enableAutomaticUpgrade: put.automaticUpgrade }),
    ...(put.forceUpdateTag === undefined ? {} : { forceUpdateTag: put.forceUpdateTag }),
  };
}
