import type { AzureVm } from '../target/azure-vm.ts';

/** running, deallocated ...; of an Azure Arc machine how it is connected; of a scale set how many of its instances run. */
export function powerWord({ power, arc, set }: AzureVm): string {
  if (arc !== undefined) return arc.status.toLowerCase();
  if (set === undefined) return power;
  const running = set.instances.filter((one) => one.power === 'running').length;
  return `${running} of ${set.instances.length} running`;
}
