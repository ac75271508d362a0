import type { Agent } from '../agent/agent.ts';
import type { AzureVm } from '../target/azure-vm.ts';
import { MACHINE_KINDS } from '../target/machine-kind.ts';

type Named = Pick<AzureVm, 'kind' | 'group' | 'name'>;

/** A machine as a command line names it. */
export const targetWord = ({ kind, group, name }: Named): string => `${MACHINE_KINDS[kind].prefix}:${group}/${name}`;

/** The command that puts an agent on a machine: whole but for the name of the workspace, which nobody knows here. */
export function installCommand({ id, extension }: Pick<Agent, 'id' | 'extension'>, vm: Named): string {
  const rule = extension.destination === 'rule' ? ' --default-rule' : '';
  return `azmon install extension ${targetWord(vm)} --agent ${id}${rule} --workspace NAME`;
}
