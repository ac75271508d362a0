import type { Agent } from '../../agent/agent.ts';
import type { AzureLook } from '../../machine/azure-look.ts';
import type { MachineFacts } from '../../machine/facts.ts';
import { factsOfVm } from '../../machine/facts-of-vm.ts';
import type { AzureWants } from '../../machine/look-azure.ts';
import type { Evidenced } from '../assess.ts';
import type { Unprobed } from '../check.ts';

/** What the machine itself said, or why it was not asked. */
export type Inside = Unprobed | { readonly facts: MachineFacts; readonly gathered: NonNullable<Evidenced['gathered']> };

/** What Azure and the machine together tell. The machine knows itself better; that it is one of Azure's only Azure knows for certain. */
export function evidenceOf(azure: AzureLook, inside: Inside): Evidenced {
  if (!('facts' in inside)) return { facts: factsOfVm(azure.vm), azure, unprobed: inside };
  return { facts: { ...inside.facts, 'azure.vm': true }, azure, gathered: inside.gathered };
}

/** What must be asked of Azure so that these generations can be judged. */
export function wantsOf(agents: readonly Agent[]): AzureWants {
  return {
    providers: [...new Set(agents.flatMap(({ extension }) => extension.providers))],
    extensions: agents.flatMap(({ extension: { publisher, linux, windows } }) => [
      { publisher, type: linux.type },
      { publisher, type: windows.type },
    ]),
  };
}
