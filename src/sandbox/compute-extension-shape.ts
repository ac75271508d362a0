import type { SandboxExtension, SandboxMachine } from './state.ts';

/** An extension as a resource. Protected settings never come back, not even their names. */
export function extensionBody(machine: SandboxMachine, extension: SandboxExtension, withView = false): object {
  const { automaticUpgrade, forceUpdateTag, settings, tags } = extension;
  return {
    name: extension.name,
    id: `${machine.id}/extensions/${extension.name}`,
    type: 'Microsoft.Compute/virtualMachines/extensions',
    location: machine.location,
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
    properties: {
      ...{ autoUpgradeMinorVersion: extension.autoUpgradeMinor, provisioningState: extension.provisioning },
      ...(automaticUpgrade === undefined ? {} : { enableAutomaticUpgrade: automaticUpgrade }),
      ...(forceUpdateTag === undefined ? {} : { forceUpdateTag }),
      ...{ publisher: extension.publisher, type: extension.type, typeHandlerVersion: extension.version },
      ...(Object.keys(settings).length === 0 ? {} : { settings }),
      ...(withView ? { instanceView: extensionView(extension) } : {}),
    },
  };
}

/** What its handler reported to the VM agent. */
export function extensionView(extension: SandboxExtension): object {
  return {
    name: extension.name,
    type: `${extension.publisher}.${extension.type}`,
    typeHandlerVersion: extension.installedVersion,
    statuses: [statusOf(extension)],
  };
}

function statusOf({ provisioning, code, message }: SandboxExtension): object {
  const words = message === undefined ? {} : { message };
  if (provisioning === 'Failed')
    return {
      code: `ProvisioningState/failed/${code ?? 1}`,
      level: 'Error',
      displayStatus: 'Provisioning failed',
      ...words,
    };
  if (provisioning === 'Succeeded')
    return { code: 'ProvisioningState/succeeded', level: 'Info', displayStatus: 'Provisioning succeeded', ...words };
  return { code: 'ProvisioningState/transitioning', level: 'Info', displayStatus: 'Transitioning' };
}

/** The handler itself, beside its extension: what the VM agent says of each handler it runs. */
export const handlerView = (extension: SandboxExtension): object => ({
  type: `${extension.publisher}.${extension.type}`,
  typeHandlerVersion: extension.installedVersion,
  status: { code: 'ProvisioningState/succeeded', level: 'Info', displayStatus: 'Ready' },
});
