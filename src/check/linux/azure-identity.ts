import { notObserved } from '../check.ts';
import { fail, pass } from '../outcome.ts';
import { linuxCheck } from './linux-check.ts';

/** The successor signs in with the identity of an Azure machine, or the one that Azure Arc gives to any other. */
export const azureIdentity = linuxCheck({
  id: 'azure.identity',
  severity: 'block',
  when: (needs) => needs.azureIdentity,
  judge({ facts }) {
    const [vm, arc] = [facts['azure.vm'], facts['arc.present']];
    if (vm === true) return pass('an Azure virtual machine');
    if (arc === true) return pass('connected through Azure Arc');
    if (vm === undefined || arc === undefined) return notObserved('whether the machine is known to Azure');
    const command =
      'azcmagent connect --tenant-id TENANT --subscription-id SUBSCRIPTION --resource-group GROUP --location REGION';
    const fix = [
      {
        text: 'install the Azure Connected Machine agent and connect it (put your own values in place of the capitals)',
        command,
      },
    ];
    return fail('the machine has no Azure identity', {
      measured: 'neither Azure VM nor Azure Arc',
      required: 'Azure VM or Azure Arc',
      fix,
    });
  },
});
