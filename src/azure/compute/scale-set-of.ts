import type { VirtualMachineScaleSet, VirtualMachineScaleSetExtension } from '@azure/arm-compute';
import type { AzureVm, PowerState, ScaleSetInstance, ScaleSetPart, VmExtension } from '../../target/azure-vm.ts';
import { parseResourceId } from '../../target/resource-id.ts';
import { extensionOf } from './extension-of.ts';
import { identityOf, imageOf } from './vm-of.ts';

/** Azure's account of a scale set: what its model says, and its instances. */
export function scaleSetOf(set: VirtualMachineScaleSet, instances: readonly ScaleSetInstance[]): AzureVm {
  const { id, key, subscription, group, name } = parseResourceId(set.id ?? '');
  const { osProfile, storageProfile, extensionProfile } = set.virtualMachineProfile ?? {};
  const image = imageOf(storageProfile?.imageReference);
  return {
    kind: 'scale-set',
    ...{ id: set.id ?? id, key, subscription, group, name: set.name ?? name, location: set.location },
    system: systemOf(set),
    tags: set.tags ?? {},
    provisioning: set.provisioningState ?? 'Unknown',
    power: powerOfAll(instances),
    vmAgent: { state: hasNoAgent(set) ? 'absent' : 'ready' },
    extensionsAllowed: osProfile?.allowExtensionOperations ?? true,
    identity: identityOf(set.identity),
    extensions: (extensionProfile?.extensions ?? []).flatMap((one) => modelExtensionOf(one) ?? []),
    ...(image === undefined ? {} : { image }),
    set: partOf(set, instances),
  };
}

/** An extension of the model. The model's list leaves out how it is provisioned: then it is as it was asked for. */
export const modelExtensionOf = (one: VirtualMachineScaleSetExtension): VmExtension | undefined =>
  extensionOf({ ...one, provisioningState: one.provisioningState ?? 'Succeeded' });

const partOf = (set: VirtualMachineScaleSet, instances: readonly ScaleSetInstance[]): ScaleSetPart => ({
  orchestration: set.orchestrationMode === 'Flexible' ? 'flexible' : 'uniform',
  upgradePolicy: POLICIES.find((policy) => policy === set.upgradePolicy?.mode) ?? 'Manual',
  instances,
});

const POLICIES = ['Manual', 'Automatic', 'Rolling'] as const;

function systemOf({ virtualMachineProfile: profile }: VirtualMachineScaleSet): AzureVm['system'] {
  const told = profile?.storageProfile?.osDisk?.osType;
  const windows = told === undefined ? profile?.osProfile?.windowsConfiguration !== undefined : told === 'Windows';
  return windows ? 'windows' : 'linux';
}

/** A set takes a change of its model whatever its instances do; it stands still only when all of them do. */
function powerOfAll(instances: readonly ScaleSetInstance[]): PowerState {
  const [first] = instances;
  return first === undefined || instances.some(({ power }) => power === 'running') ? 'running' : first.power;
}

const hasNoAgent = ({ virtualMachineProfile: profile }: VirtualMachineScaleSet): boolean =>
  (profile?.osProfile?.linuxConfiguration ?? profile?.osProfile?.windowsConfiguration)?.provisionVMAgent === false;
