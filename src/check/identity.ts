import type { MachineFacts } from '../machine/facts.ts';
import { notObserved, type Outcome } from './check.ts';
import { fail, pass } from './outcome.ts';

const CONNECT =
  'azcmagent connect --tenant-id TENANT --subscription-id SUBSCRIPTION --resource-group GROUP --location REGION';

/** The successor signs in with the identity of an Azure machine, or the one that Azure Arc gives to any other. */
export function judgeIdentity({ 'azure.vm': vm, 'arc.present': arc }: MachineFacts): Outcome {
  if (vm === true) return pass('an Azure virtual machine');
  if (arc === true) return pass('connected through Azure Arc');
  if (vm === undefined || arc === undefined) return notObserved('whether the machine is known to Azure');
  const text =
    'install the Azure Connected Machine agent and connect it (put your own values in place of the capitals)';
  return fail('the machine has no Azure identity', {
    measured: 'neither Azure VM nor Azure Arc',
    required: 'Azure VM or Azure Arc',
    fix: [{ text, command: CONNECT }],
  });
}
