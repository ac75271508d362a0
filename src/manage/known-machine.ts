import type { Read } from '../machine/azure-look.ts';
import type { AzureVm } from '../target/azure-vm.ts';

/** A machine that Azure has a resource for, whatever it was read from: the resource itself, or Resource Graph (which knows less). */
export interface KnownMachine {
  readonly kind: AzureVm['kind'];
  /** Of an Azure Arc machine and a scale set as much as they have of a virtual machine. */
  readonly vm: AzureVm;
  /** running, deallocated ...; of an Azure Arc machine: connected, disconnected ...; of a scale set how many of its instances run. */
  readonly power?: string;
  /** Resource ids of the rules associated with it. */
  readonly rules: Read<readonly string[]>;
}
