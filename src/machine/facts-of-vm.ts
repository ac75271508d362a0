import type { AzureVm } from '../target/azure-vm.ts';
import type { MachineFacts } from './facts.ts';
import { linuxOfVm } from './linux-of-vm.ts';
import { windowsOfVm } from './windows-of-vm.ts';

/**
 * What Azure alone tells of a virtual machine, as facts that the checks judge. What its VM agent reports counts before the image it was
 * made of: systems are upgraded in place. What neither tells stays unobserved.
 */
export function factsOfVm(vm: Pick<AzureVm, 'system' | 'os' | 'image' | 'arc'>): MachineFacts {
  const system = vm.system === 'windows' ? windowsOfVm(vm) : linuxOfVm(vm);
  const known: MachineFacts = vm.arc === undefined ? { 'azure.vm': true } : { 'azure.vm': false, 'arc.present': true };
  return { 'os.family': vm.system, ...known, container: null, wsl: false, ...architecture(vm), ...system };
}

/** Images for Arm say so in their names; of an image that is nobody's (a disk brought along, a gallery of one's own) nothing is told. */
function architecture({ system, image }: Pick<AzureVm, 'system' | 'image'>): MachineFacts {
  if (image === undefined || image.publisher === '') return {};
  const isArm = /arm(64)?\b|aarch64/i.test(`${image.offer} ${image.sku}`);
  return system === 'windows'
    ? { 'windows.architecture': isArm ? 'ARM64' : 'AMD64' }
    : { 'kernel.machine': isArm ? 'aarch64' : 'x86_64' };
}
