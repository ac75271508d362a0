import type { Agent } from '../agent/agent.ts';
import type { AzureVm } from '../target/azure-vm.ts';

type Named = Pick<AzureVm, 'group' | 'name'>;

/** A virtual machine as a command line names it. */
export const targetWord = ({ group, name }: Named): string => `azure:${group}/${name}`;

/** The command that puts an agent on a machine: whole but for the name of the workspace, which nobody knows here. */
export function installCommand({ id, extension }: Pick<Agent, 'id' | 'extension'>, vm: Named): string {
  const rule = extension.destination === 'rule' ? ' --default-rule' : '';
  return `azmon install extension ${targetWord(vm)} --agent ${id}${rule} --workspace NAME`;
}
