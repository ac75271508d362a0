import type { AzureVm, VmExtension } from '../target/azure-vm.ts';
import { kindOf } from '../target/machine-kind.ts';
import type { Chain } from './chain.ts';
import type { Diagnosis } from './diagnosis.ts';

/**
 * An agent that takes rules signs in with an identity of the machine: with the system's own where there is one, else with the only
 * user-assigned one; of several it must be told which. Source: AzureMonitorAgent/agent.py, and docs "Azure Monitor Agent requirements". Pure.
 */
export function identityLink({ agent, vm, extension }: Chain): Diagnosis | undefined {
  if (agent.extension.destination !== 'rule' || extension === undefined) return undefined;
  const chosen = chosenIdentity(extension);
  const evidence = chosen === undefined ? withoutChoice(vm.identity) : withChoice(vm.identity, chosen);
  if (evidence === undefined) return undefined;
  return {
    link: 'identity',
    evidence,
    fix: [
      {
        text: 'give the machine an identity of its own; the agent takes it by itself',
        command: `${kindOf(vm).assignIdentity ?? 'azcmagent show'}${kindOf(vm).assignIdentity === undefined ? '' : ` --ids ${vm.id}`}`,
      },
    ],
    final: true,
  };
}

function withoutChoice({ system, user }: AzureVm['identity']): string | undefined {
  if (system || user.length === 1) return undefined;
  return user.length === 0
    ? 'the machine has no managed identity: the agent cannot sign in'
    : `the machine has ${user.length} user-assigned identities and no system-assigned one, and the extension does not say which to take`;
}

function withChoice({ user }: AzureVm['identity'], chosen: Choice): string | undefined {
  // By client or object id it cannot be compared with what the machine has.
  if (chosen.name !== 'mi_res_id') return undefined;
  if (user.some((id) => id.toLowerCase() === chosen.value.toLowerCase())) return undefined;
  return `the extension is told to sign in as ${chosen.value}, which the machine does not have`;
}

interface Choice {
  readonly name: string;
  readonly value: string;
}

function chosenIdentity({ settings }: VmExtension): Choice | undefined {
  const authentication = settings.authentication as { managedIdentity?: Record<string, unknown> } | null | undefined;
  const managed = authentication?.managedIdentity;
  const [name, value] = [managed?.['identifier-name'], managed?.['identifier-value']];
  return typeof name === 'string' && typeof value === 'string' ? { name, value } : undefined;
}
