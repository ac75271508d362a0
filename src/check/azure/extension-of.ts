import type { Agent } from '../../agent/agent.ts';
import type { ExtensionOfSystem } from '../../agent/extension.ts';
import { type AzureVm, extensionOf, type VmExtension } from '../../target/azure-vm.ts';

/** An agent's extension as the machine's system takes it. */
export const coordinates = ({ extension }: Agent, { system }: AzureVm): ExtensionOfSystem & { publisher: string } => ({
  ...extension[system],
  publisher: extension.publisher,
});

/** The agent's extension on a machine, whatever its name. */
export const present = (agent: Agent, vm: AzureVm): VmExtension | undefined => extensionOf(vm, coordinates(agent, vm));
