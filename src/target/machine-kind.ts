import type { AzureVm } from './azure-vm.ts';

/** What sets one kind of machine of Azure apart from the others: plans, checks and reports read it, and ask for no kind by name. */
export interface MachineKind {
  /** Before the colon of a target. */
  readonly prefix: 'azure' | 'arc' | 'vmss';
  /** As Resource Graph writes it. */
  readonly type: string;
  /** As resource ids write it. */
  readonly path: string;
  readonly title: string;
  /** With its article. */
  readonly one: string;
  /** Who carries out a change of an extension: an agent on the running machine, or Azure alone, in a model. */
  readonly carriedOutBy: 'vm-agent' | 'connected-machine-agent' | 'model';
  /** Resource providers that an install needs beside the agent's own; `not`: which it does not need there. */
  readonly providers: { readonly also: readonly string[]; readonly not: readonly string[] };
  /** What Azure asks to be allowed. */
  readonly actions: { readonly extension: string; readonly machine: string; readonly run?: string };
  readonly role: string;
  /** Takes back that extensions were switched off; `ID` stands for the machine's. */
  readonly allowExtensions: string;
  /** Assigns an identity of a user; missing: it takes none. */
  readonly assignIdentity?: string;
}

export const MACHINE_KINDS: Readonly<Record<AzureVm['kind'], MachineKind>> = {
  vm: {
    prefix: 'azure',
    type: 'microsoft.compute/virtualmachines',
    path: 'Microsoft.Compute/virtualMachines',
    title: 'virtual machine',
    one: 'a virtual machine',
    carriedOutBy: 'vm-agent',
    providers: { also: [], not: [] },
    actions: {
      extension: 'Microsoft.Compute/virtualMachines/extensions/write',
      machine: 'Microsoft.Compute/virtualMachines/write',
      run: 'Microsoft.Compute/virtualMachines/runCommand/action',
    },
    role: 'Virtual Machine Contributor',
    allowExtensions: 'az vm update --ids ID --set osProfile.allowExtensionOperations=true',
    assignIdentity: 'az vm identity assign',
  },
  /** Source: docs "Virtual machine extension management with Azure Arc-enabled servers" (providers, roles). */
  arc: {
    prefix: 'arc',
    type: 'microsoft.hybridcompute/machines',
    path: 'Microsoft.HybridCompute/machines',
    title: 'Azure Arc machine',
    one: 'an Azure Arc machine',
    carriedOutBy: 'connected-machine-agent',
    providers: { also: ['Microsoft.HybridCompute', 'Microsoft.GuestConfiguration'], not: ['Microsoft.Compute'] },
    actions: {
      extension: 'Microsoft.HybridCompute/machines/extensions/write',
      machine: 'Microsoft.HybridCompute/machines/write',
      run: 'Microsoft.HybridCompute/machines/runCommands/write',
    },
    role: 'Azure Connected Machine Resource Administrator',
    allowExtensions: 'azcmagent config set extensions.enabled true',
  },
  'scale-set': {
    prefix: 'vmss',
    type: 'microsoft.compute/virtualmachinescalesets',
    path: 'Microsoft.Compute/virtualMachineScaleSets',
    title: 'scale set',
    one: 'a scale set',
    carriedOutBy: 'model',
    providers: { also: [], not: [] },
    actions: {
      extension: 'Microsoft.Compute/virtualMachineScaleSets/extensions/write',
      machine: 'Microsoft.Compute/virtualMachineScaleSets/write',
    },
    role: 'Virtual Machine Contributor',
    allowExtensions: 'az vmss update --ids ID --set virtualMachineProfile.osProfile.allowExtensionOperations=true',
    assignIdentity: 'az vmss identity assign',
  },
};

export const kindOf = ({ kind }: Pick<AzureVm, 'kind'>): MachineKind => MACHINE_KINDS[kind];
