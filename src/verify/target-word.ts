import type { AzureVm } from '../target/azure-vm.ts';

/** A virtual machine as a command line names it. */
export const targetWord = ({ group, name }: Pick<AzureVm, 'group' | 'name'>): string => `azure:${group}/${name}`;
