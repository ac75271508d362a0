import type {
  VirtualMachine,
  VirtualMachineExtension,
  VirtualMachineExtensionInstanceView,
  VirtualMachineScaleSetVM,
} from '@azure/arm-compute';
import type { ScaleSetInstance } from '../../target/azure-vm.ts';
import { extensionOf } from './extension-of.ts';
import { powerOf, vmOf } from './vm-of.ts';

type InstanceExtension = ScaleSetInstance['extensions'][number];

/** An instance of a uniform set, from the set's list of its virtual machines. */
export function instanceOfUniform(one: VirtualMachineScaleSetVM): ScaleSetInstance {
  const view = one.instanceView ?? {};
  const computerName = one.osProfile?.computerName ?? view.computerName;
  return {
    ...{ id: one.id ?? '', instanceId: one.instanceId ?? '', name: one.name ?? one.instanceId ?? '' },
    ...(computerName === undefined ? {} : { computerName }),
    power: powerOf(view),
    ...(one.latestModelApplied === undefined ? {} : { latestModel: one.latestModelApplied }),
    ...(one.protectionPolicy?.protectFromScaleSetActions === true ? { isProtected: true } : {}),
    extensions: extensionsOf(one.resources ?? [], view.extensions ?? []),
  };
}

/** An instance of a flexible set is a virtual machine; whether it has the newest model nobody tells. */
export function instanceOfFlexible(one: VirtualMachine): ScaleSetInstance {
  const vm = vmOf(one);
  const computerName = vm.computerName ?? one.osProfile?.computerName;
  return {
    ...{ id: vm.id, instanceId: vm.name, name: vm.name },
    ...(computerName === undefined ? {} : { computerName }),
    ...{ power: vm.power, extensions: vm.extensions },
  };
}

/** By its resources where the list has them, and by what their handlers report, which names publisher and type in one. */
function extensionsOf(
  resources: readonly VirtualMachineExtension[],
  views: readonly VirtualMachineExtensionInstanceView[],
): readonly InstanceExtension[] {
  const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
  const known = resources.flatMap((resource) => {
    const instanceView = resource.instanceView ?? views.find((view) => same(view.name ?? '', nameOf(resource)));
    return extensionOf({ ...resource, ...(instanceView === undefined ? {} : { instanceView }) }) ?? [];
  });
  const rest = views.filter((view) => !known.some(({ name }) => same(name, view.name ?? '')));
  return [...known, ...rest.flatMap((view) => ofView(view) ?? [])];
}

const nameOf = ({ name, id }: VirtualMachineExtension): string => name ?? id?.split('/').at(-1) ?? '';

function ofView(view: VirtualMachineExtensionInstanceView): InstanceExtension | undefined {
  const [, publisher, typePropertiesType] = /^(.+)\.([^.]+)$/.exec(view.type ?? '') ?? [];
  if (publisher === undefined || typePropertiesType === undefined) return undefined;
  const word = (view.statuses ?? [])
    .map(({ code }) => /^ProvisioningState\/([a-z]+)/i.exec(code ?? '')?.[1])
    .find(Boolean);
  const provisioningState = word === undefined ? 'Unknown' : `${word[0]?.toUpperCase()}${word.slice(1)}`;
  return extensionOf({
    ...{ publisher, typePropertiesType, provisioningState, instanceView: view },
    ...(view.name === undefined ? {} : { name: view.name }),
  });
}
