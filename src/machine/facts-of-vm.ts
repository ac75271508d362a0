import type { AzureVm } from '../target/azure-vm.ts';
import type { MachineFacts } from './facts.ts';

/** What Azure alone tells of a machine, as facts that the checks judge. What it does not tell stays unobserved. */
export function factsOfVm(vm: AzureVm): MachineFacts {
  return { 'os.family': vm.system, 'azure.vm': true };
}
