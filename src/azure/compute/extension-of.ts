import type { InstanceViewStatus, VirtualMachineExtension } from '@azure/arm-compute';
import type { ExtensionStatus, VmExtension } from '../../target/azure-vm.ts';

/** Azure's account of an extension; undefined where it has neither publisher nor type (a reference without its content). */
export function extensionOf(one: Omit<VirtualMachineExtension, 'location'>): VmExtension | undefined {
  const { publisher, typePropertiesType: type, instanceView: view } = one;
  if (publisher === undefined || type === undefined) return undefined;
  const installed = view?.typeHandlerVersion;
  return {
    ...{ name: one.name ?? one.id?.split('/').at(-1) ?? '', publisher, type },
    version: one.typeHandlerVersion ?? '',
    provisioning: one.provisioningState ?? 'Unknown',
    settings: settingsOf(one.settings),
    statuses: [...(view?.statuses ?? []), ...(view?.substatuses ?? [])].map(statusOf),
    ...(installed === undefined ? {} : { installedVersion: installed }),
    ...(one.autoUpgradeMinorVersion === undefined ? {} : { autoUpgradeMinor: one.autoUpgradeMinorVersion }),
    ...(one.enableAutomaticUpgrade === undefined ? {} : { automaticUpgrade: one.enableAutomaticUpgrade }),
    ...(one.forceUpdateTag === undefined ? {} : { forceUpdateTag: one.forceUpdateTag }),
  };
}

/** Any JSON may stand there; what is no object holds no setting by name. */
const settingsOf = (settings: unknown): VmExtension['settings'] =>
  typeof settings === 'object' && settings !== null && !Array.isArray(settings)
    ? (settings as VmExtension['settings'])
    : {};

function statusOf({ code, level, displayStatus, message, time }: InstanceViewStatus): ExtensionStatus {
  return {
    code: code ?? '',
    level: level ?? 'Info',
    ...(displayStatus === undefined ? {} : { display: displayStatus }),
    ...(message === undefined ? {} : { message }),
    ...(time === undefined || Number.isNaN(time.getTime()) ? {} : { time: time.toISOString() }),
  };
}
