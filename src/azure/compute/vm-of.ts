import type { VirtualMachine, VirtualMachineExtension, VirtualMachineInstanceView } from '@azure/arm-compute';
import type { AzureVm, ImageReference, PowerState, VmAgent, VmExtension, VmIdentity } from '../../target/azure-vm.ts';
import { parseResourceId } from '../../target/resource-id.ts';
import { extensionOf } from './extension-of.ts';

/** Azure's account of a machine in azmon's words. What Azure leaves out takes the value that it stands for. */
export function vmOf(vm: VirtualMachine): AzureVm {
  const { id, key, subscription, group, name } = parseResourceId(vm.id ?? '');
  const view: VirtualMachineInstanceView = vm.instanceView ?? {};
  const image = imageOf(vm.storageProfile?.imageReference);
  const scaleSet = vm.virtualMachineScaleSet?.id;
  return {
    kind: 'vm',
    ...{ id: vm.id ?? id, key, subscription, group, name: vm.name ?? name, location: vm.location },
    system: systemOf(vm),
    tags: vm.tags ?? {},
    provisioning: vm.provisioningState ?? 'Unknown',
    power: powerOf(view),
    vmAgent: agentOf(view),
    extensionsAllowed: vm.osProfile?.allowExtensionOperations ?? true,
    identity: identityOf(vm.identity),
    extensions: extensionsOf(vm.resources ?? [], view),
    ...(vm.vmId === undefined ? {} : { vmId: vm.vmId }),
    ...(image === undefined ? {} : { image }),
    ...osOf(view),
    ...(scaleSet === undefined ? {} : { scaleSet }),
  };
}

/** The disk says what it was made for; a machine made from a specialised disk has no profile, but its disk still has a type. */
const systemOf = (vm: VirtualMachine): AzureVm['system'] =>
  (vm.storageProfile?.osDisk?.osType ?? (vm.osProfile?.windowsConfiguration === undefined ? 'Linux' : 'Windows')) ===
  'Windows'
    ? 'windows'
    : 'linux';

export function imageOf(
  image: NonNullable<VirtualMachine['storageProfile']>['imageReference'],
): ImageReference | undefined {
  if (image?.publisher === undefined || image.offer === undefined) return undefined;
  const { publisher, offer, sku = '', version = '' } = image;
  return { publisher, offer, sku, version };
}

const POWERS: ReadonlySet<string> = new Set<PowerState>([
  'running',
  'starting',
  'stopping',
  'stopped',
  'deallocating',
  'deallocated',
]);

export function powerOf({ statuses = [] }: VirtualMachineInstanceView): PowerState {
  const code = statuses
    .map((status) => /^PowerState\/(.+)$/i.exec(status.code ?? '')?.[1]?.toLowerCase())
    .find(Boolean);
  return code !== undefined && POWERS.has(code) ? (code as PowerState) : 'unknown';
}

/** An agent that never reported has a version `Unknown` and a status that is not ready. */
function agentOf({ vmAgent }: VirtualMachineInstanceView): VmAgent {
  if (vmAgent === undefined || vmAgent === null) return { state: 'absent' };
  const [status] = vmAgent.statuses ?? [];
  const ready = status?.displayStatus === 'Ready';
  const { vmAgentVersion: version } = vmAgent;
  return {
    state: ready ? 'ready' : 'not-ready',
    ...(version === undefined || version === 'Unknown' ? {} : { version }),
    ...(ready || status?.message === undefined ? {} : { message: status.message }),
  };
}

export function identityOf(identity: VirtualMachine['identity']): VmIdentity {
  return {
    system: /SystemAssigned/i.test(identity?.type ?? ''),
    user: Object.keys(identity?.userAssignedIdentities ?? {}),
  };
}

function osOf({ osName, osVersion, computerName }: VirtualMachineInstanceView): Pick<AzureVm, 'os' | 'computerName'> {
  return {
    ...(osName === undefined || osVersion === undefined ? {} : { os: { name: osName, version: osVersion } }),
    ...(computerName === undefined ? {} : { computerName }),
  };
}

/** What was asked for stands in the machine's resources, what the handlers say in its instance view, under the same name. */
function extensionsOf(
  resources: readonly VirtualMachineExtension[],
  { extensions = [] }: VirtualMachineInstanceView,
): readonly VmExtension[] {
  return resources.flatMap((resource) => {
    const view = extensions.find((one) => one.name?.toLowerCase() === nameOf(resource).toLowerCase());
    const instanceView = resource.instanceView ?? view;
    const extension = extensionOf({ ...resource, ...(instanceView === undefined ? {} : { instanceView }) });
    return extension === undefined ? [] : [extension];
  });
}

const nameOf = ({ name, id }: VirtualMachineExtension): string => name ?? id?.split('/').at(-1) ?? '';
