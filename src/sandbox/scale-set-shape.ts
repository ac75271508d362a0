import { guidOf, identityBody } from './compute-vm-shape.ts';
import { instancesOf } from './scale-set-find.ts';
import type { SandboxExtension, SandboxScaleSet } from './state.ts';
import type { World } from './world.ts';

/** A scale set as a resource, its model with it. */
export function scaleSetBody(set: SandboxScaleSet, { state }: Pick<World, 'state'>): object {
  const capacity = instancesOf(set, state).length;
  const flexible = set.orchestration === 'flexible';
  return {
    ...{ name: set.name, id: set.id, type: 'Microsoft.Compute/virtualMachineScaleSets', location: set.location },
    ...{ tags: set.tags, sku: { name: 'Standard_D2s_v5', tier: 'Standard', capacity } },
    ...identityBody(set, state.tenant),
    properties: {
      ...{ singlePlacementGroup: !flexible, orchestrationMode: flexible ? 'Flexible' : 'Uniform' },
      upgradePolicy: policyOf(set),
      virtualMachineProfile: profileOf(set),
      provisioningState: setState(set),
      ...(flexible ? {} : { overprovision: false, doNotRunExtensionsOnOverprovisionedVMs: false }),
      ...{ uniqueId: guidOf(`set ${set.id}`), platformFaultDomainCount: flexible ? 1 : 5 },
      timeCreated: '2022-03-14T09:20:00.0000000+00:00',
    },
  };
}

const policyOf = ({ upgradePolicy: mode }: SandboxScaleSet): object =>
  mode === 'Rolling'
    ? {
        mode,
        rollingUpgradePolicy: {
          ...{ maxBatchInstancePercent: BATCH_PERCENT, maxUnhealthyInstancePercent: 20 },
          ...{ maxUnhealthyUpgradedInstancePercent: 20, pauseTimeBetweenBatches: 'PT0S' },
        },
      }
    : { mode };

/** Part of a set that a rolling upgrade takes at a time: Azure's default. */
export const BATCH_PERCENT = 20;

function profileOf(set: SandboxScaleSet): object {
  const { name, system, image, extensions } = set;
  const agent = { provisionVMAgent: true };
  return {
    osProfile: {
      ...{ computerNamePrefix: prefixOf(set), adminUsername: 'azureuser' },
      ...(system === 'windows'
        ? { windowsConfiguration: { ...agent, enableAutomaticUpdates: true } }
        : { linuxConfiguration: { disablePasswordAuthentication: true, ...agent } }),
      ...{ secrets: [], allowExtensionOperations: true, requireGuestProvisionSignal: true },
    },
    storageProfile: {
      osDisk: {
        ...{ osType: system === 'windows' ? 'Windows' : 'Linux', createOption: 'FromImage', caching: 'ReadWrite' },
        ...{ managedDisk: { storageAccountType: 'Premium_LRS' }, diskSizeGB: system === 'windows' ? 127 : 30 },
      },
      imageReference: { ...image, version: 'latest' },
    },
    networkProfile: { networkInterfaceConfigurations: [cardOf(set, name)] },
    ...(extensions.length === 0 ? {} : { extensionProfile: { extensions: extensions.map(profileExtension) } }),
  };
}

function cardOf({ subscription, group }: SandboxScaleSet, name: string): object {
  const subnet = `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Network/virtualNetworks/app/subnets/default`;
  const address = { name: `${name}-ip`, properties: { subnet: { id: subnet }, privateIPAddressVersion: 'IPv4' } };
  return { name: `${name}-nic`, properties: { primary: true, ipConfigurations: [address] } };
}

/** Windows takes nine characters. */
export const prefixOf = ({ name, system }: Pick<SandboxScaleSet, 'name' | 'system'>): string =>
  system === 'windows' ? name.toUpperCase().slice(0, 9) : name;

const BUSY = ['Creating', 'Updating', 'Deleting'];

/** What Azure says of the set follows from its extensions: nothing else of it changes here. */
export function setState({ extensions }: SandboxScaleSet): string {
  const states = extensions.map(({ provisioning }) => provisioning);
  if (states.some((state) => BUSY.includes(state))) return 'Updating';
  return states.includes('Failed') ? 'Failed' : 'Succeeded';
}

/** As it stands in the set itself: without id, type and state (recorded). */
const profileExtension = (extension: SandboxExtension): object => ({
  name: extension.name,
  properties: propertiesOf(extension),
});

/** An extension of the model as a resource of its own. */
export const setExtensionBody = (set: SandboxScaleSet, extension: SandboxExtension): object => ({
  ...{ name: extension.name, id: `${set.id}/extensions/${extension.name}` },
  type: 'Microsoft.Compute/virtualMachineScaleSets/extensions',
  properties: { ...propertiesOf(extension), provisioningState: extension.provisioning },
});

function propertiesOf({ automaticUpgrade, forceUpdateTag, settings, ...extension }: SandboxExtension): object {
  return {
    autoUpgradeMinorVersion: extension.autoUpgradeMinor,
    ...(automaticUpgrade === undefined ? {} : { enableAutomaticUpgrade: automaticUpgrade }),
    ...(forceUpdateTag === undefined ? {} : { forceUpdateTag }),
    ...{ publisher: extension.publisher, type: extension.type, typeHandlerVersion: extension.version },
    ...(Object.keys(settings).length === 0 ? {} : { settings }),
  };
}
