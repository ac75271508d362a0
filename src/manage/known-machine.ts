import type { Read } from '../machine/azure-look.ts';
import type { AzureVm } from '../target/azure-vm.ts';

/** A machine that Azure has a resource for, whatever it was read from: the resource itself, or Resource Graph (which knows less). */
export interface KnownMachine {
  readonly kind: 'vm' | 'arc';
  /** Of an Azure Arc machine as much as it has of a virtual machine. */
  readonly vm: AzureVm;
  /** running, deallocated ...; of an Azure Arc machine: connected, disconnected ... */
  readonly power?: string;
  /** Resource ids of the rules associated with it. */
  readonly rules: Read<readonly string[]>;
}
