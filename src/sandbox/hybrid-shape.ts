import { identityBody } from './compute-vm-shape.ts';
import type { ArcMachine } from './hybrid-find.ts';
import { profileOf } from './profile.ts';
import type { SandboxExtension, SandboxMachine } from './state.ts';
import type { World } from './world.ts';

/** An Arc machine as a resource. Its members are those of a recorded answer (2023-10-03-preview) that 2022-12-27 has too. */
export function arcBody(machine: ArcMachine, { state }: Pick<World, 'state'>): object {
  return {
    ...{ id: machine.id, name: machine.name, location: machine.location, tags: machine.tags },
    ...identityBody(machine, state.tenant),
    type: 'Microsoft.HybridCompute/machines',
    properties: {
      ...{ provisioningState: 'Succeeded', agentVersion: machine.arc.agentVersion, status: machine.arc.status },
      ...{ lastStatusChange: new Date(machine.arc.since).toISOString(), errorDetails: [] },
      ...namesOf(machine),
      ...systemOf(machine),
      ...{ mssqlDiscovered: 'false', cloudMetadata: { provider: 'N/A' } },
      detectedProperties: { cloudprovider: 'N/A', manufacturer: 'VMware, Inc.', model: 'VMware Virtual Platform' },
      ...agentOf(machine),
    },
  };
}

function namesOf({ computerName, vmId }: ArcMachine): object {
  const fqdn = `${computerName.toLowerCase()}.contoso.internal`;
  return {
    ...{ displayName: computerName, machineFqdn: fqdn, adFqdn: fqdn, dnsFqdn: fqdn, domainName: 'contoso.internal' },
    ...{ vmId, vmUuid: vmId.toUpperCase(), osProfile: { computerName } },
  };
}

/** The agent says of Linux that it is one, and which kernel it runs; the distribution stands in `osSku`. */
export function systemOf(machine: Pick<SandboxMachine, 'profile' | 'system'>): {
  readonly osName: string;
  readonly osVersion: string;
  readonly osType: string;
  readonly osSku: string;
} {
  const { facts, osName, osVersion } = profileOf(machine);
  const { system } = machine;
  if (system === 'windows') return { osName: system, osVersion, osType: system, osSku: osName };
  const [, pretty] = /PRETTY_NAME="([^"]+)"/.exec([facts.release ?? []].flat().join('\n')) ?? [];
  return {
    ...{ osName: system, osType: system, osSku: pretty ?? `${osName} ${osVersion}` },
    osVersion: String(facts['kernel.release'] ?? ''),
  };
}

function agentOf({ arc }: ArcMachine): object {
  const service = { status: arc.status === 'Connected' ? 'running' : 'stopped', startupType: 'automatic' };
  return {
    agentConfiguration: {
      ...{ proxyUrl: '', incomingConnectionsPorts: [], extensionsAllowList: [], extensionsBlockList: [] },
      ...{ proxyBypass: [], extensionsEnabled: 'true', guestConfigurationEnabled: 'true', configMode: 'full' },
    },
    serviceStatuses: { extensionService: service, guestConfigurationService: service },
  };
}

/** An extension as a resource; the handler's word stands in it, unasked. Protected settings never come back. */
export function arcExtensionBody(machine: SandboxMachine, extension: SandboxExtension): object {
  const { automaticUpgrade, forceUpdateTag, settings, tags, name, publisher, type } = extension;
  const said = statusOf(extension);
  return {
    ...{ id: `${machine.id}/extensions/${name}`, name, type: 'Microsoft.HybridCompute/machines/extensions' },
    location: machine.location,
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
    properties: {
      ...{ publisher, type, typeHandlerVersion: extension.version },
      autoUpgradeMinorVersion: extension.autoUpgradeMinor,
      ...(automaticUpgrade === undefined ? {} : { enableAutomaticUpgrade: automaticUpgrade }),
      ...(forceUpdateTag === undefined ? {} : { forceUpdateTag }),
      ...(Object.keys(settings).length === 0 ? {} : { settings }),
      provisioningState: extension.provisioning,
      ...(said === undefined
        ? {}
        : { instanceView: { name, type, typeHandlerVersion: extension.installedVersion, status: said } }),
    },
  };
}

/** What the Connected Machine agent reports: the exit code alone, and the handler's text behind two words of its own (recorded). */
function statusOf({ provisioning, code, message = 'Enable succeeded' }: SandboxExtension): object | undefined {
  if (provisioning !== 'Failed' && provisioning !== 'Succeeded') return undefined;
  const failed = provisioning === 'Failed';
  return {
    code: `${failed ? (code ?? 1) : 0}`,
    level: failed ? 'Error' : 'Information',
    message: `Extension Message: ${message}`,
  };
}
