import type { Agent } from '../../agent/agent.ts';
import type { AzureLook } from '../../machine/azure-look.ts';
import type { MachineFacts } from '../../machine/facts.ts';
import { factsOfVm } from '../../machine/facts-of-vm.ts';
import type { AzureWants } from '../../machine/look-azure.ts';
import type { AzureVm } from '../../target/azure-vm.ts';
import { MACHINE_KINDS } from '../../target/machine-kind.ts';
import type { Evidenced } from '../assess.ts';
import type { Unprobed } from '../check.ts';

/** What the machine itself said, or why it was not asked. */
export type Inside = Unprobed | { readonly facts: MachineFacts; readonly gathered: NonNullable<Evidenced['gathered']> };

/** What Azure and the machine together tell. The machine knows itself better; whether it is one of Azure's own only Azure knows for certain. */
export function evidenceOf(azure: AzureLook, inside: Inside): Evidenced {
  if (!('facts' in inside)) return { facts: factsOfVm(azure.vm), azure, unprobed: inside };
  return { facts: { ...inside.facts, 'azure.vm': azure.vm.arc === undefined }, azure, gathered: inside.gathered };
}

/** What must be asked of Azure so that these generations can be judged on a machine of this kind. */
export function wantsOf(agents: readonly Agent[], kind: AzureVm['kind'] = 'vm'): AzureWants {
  return {
    providers: [...new Set(agents.flatMap((agent) => providersFor(agent, kind)))],
    extensions: agents.flatMap(({ extension: { publisher, linux, windows } }) => [
      { publisher, type: linux.type },
      { publisher, type: windows.type },
    ]),
  };
}

/** Resource providers without which an install fails there. */
export function providersFor({ extension }: Agent, kind: AzureVm['kind']): readonly string[] {
  const { also, not } = MACHINE_KINDS[kind].providers;
  return [...extension.providers.filter((namespace) => !not.includes(namespace)), ...also];
}
