import type { ExtensionStatus, VmExtension } from '../../target/azure-vm.ts';
import type { RawExtension, RawStatus } from './raw.ts';

/** Azure's account of an extension of an Arc machine; undefined where it has neither publisher nor type. */
export function extensionOf({ id, name, properties }: RawExtension): VmExtension | undefined {
  const { publisher, type, instanceView: view, settings } = properties ?? {};
  if (typeof publisher !== 'string' || typeof type !== 'string') return undefined;
  const provisioning = properties?.provisioningState ?? 'Unknown';
  const { typeHandlerVersion, autoUpgradeMinorVersion, enableAutomaticUpgrade, forceUpdateTag } = properties ?? {};
  return {
    ...{ name: name ?? id?.split('/').at(-1) ?? '', publisher, type, version: typeHandlerVersion ?? '', provisioning },
    settings: settings ?? {},
    statuses: view?.status === undefined || view.status === null ? [] : [statusOf(view.status, provisioning)],
    ...(typeof view?.typeHandlerVersion === 'string' ? { installedVersion: view.typeHandlerVersion } : {}),
    ...(typeof autoUpgradeMinorVersion === 'boolean' ? { autoUpgradeMinor: autoUpgradeMinorVersion } : {}),
    ...(typeof enableAutomaticUpgrade === 'boolean' ? { automaticUpgrade: enableAutomaticUpgrade } : {}),
    ...(typeof forceUpdateTag === 'string' ? { forceUpdateTag } : {}),
  };
}

/** One status in place of a virtual machine's list; its code is the handler's bare number or word, its message begins with a label. */
function statusOf({ code, level, displayStatus, message, time }: RawStatus, provisioning: string): ExtensionStatus {
  const own = code ?? '';
  const text = message === undefined || message === null ? undefined : withoutLabel(message);
  return {
    code: /\//.test(own) ? own : ['ProvisioningState', provisioning.toLowerCase(), ...meaningful(own)].join('/'),
    level: level === 'Information' ? 'Info' : (level ?? 'Info'),
    ...(typeof displayStatus === 'string' ? { display: displayStatus } : {}),
    ...(text === undefined ? {} : { message: text }),
    ...(typeof time === 'string' && !Number.isNaN(Date.parse(time)) ? { time: new Date(time).toISOString() } : {}),
  };
}

const meaningful = (code: string): readonly string[] => (/^-?[1-9]\d*$/.test(code) ? [code] : []);

export const withoutLabel = (message: string): string => message.replace(/^\s*Extension Message:\s*/i, '');
