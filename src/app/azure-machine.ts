import type { Azure } from '../ports.ts';
import { EXIT, Problem } from '../problem.ts';
import type { ResourceId } from '../target/resource-id.ts';
import { isOfAzure, type Target } from '../target/target.ts';
import { locateTarget } from './locate.ts';

/**
 * Which machine of Azure a target means, of whatever kind. Throws as locateTarget,
 * AZMON-STATUS-TARGET (2) for what Azure is not asked about, and what Azure throws.
 */
export async function azureMachine(
  target: Target,
  azure: Azure,
  subscriptions: readonly string[],
): Promise<ResourceId> {
  if (isOfAzure(target)) return locateTarget(target, azure, subscriptions);
  throw new Problem({
    code: 'AZMON-STATUS-TARGET',
    exit: EXIT.usage,
    message: `${target.key} is not named as a machine of Azure`,
    why: 'what runs there and whether it reports is read from Azure, and nobody logs in to the machine',
    fix: [
      { text: 'name it as Azure does: azure:NAME, arc:NAME, vmss:NAME or its resource id' },
      {
        text: 'a machine outside Azure shows in the status of its workspace',
        command: 'azmon status --workspace NAME',
      },
    ],
  });
}
