import type { Subject } from '../check.ts';
import { notObserved } from '../check.ts';
import { fail, pass, skip } from '../outcome.ts';
import { windowsCheck } from './windows-check.ts';

const CONNECT =
  'azcmagent connect --tenant-id TENANT --subscription-id SUBSCRIPTION --resource-group GROUP --location REGION';

/** The successor signs in with the identity of an Azure machine, or the one that Azure Arc gives to any other. */
export const identity = windowsCheck({
  id: 'windows.identity',
  severity: 'block',
  when: (needs) => needs.azureIdentity,
  judge(subject) {
    const { 'azure.vm': vm, 'arc.present': arc } = subject.facts;
    if (vm === true) return pass('an Azure virtual machine');
    if (arc === true) return pass('connected through Azure Arc');
    if (isDevice(subject)) return skip('a client device signs in with its own identity of Microsoft Entra ID');
    if (vm === undefined || arc === undefined) return notObserved('whether the machine is known to Azure');
    const text =
      'install the Azure Connected Machine agent and connect it (put your own values in place of the capitals)';
    return fail('the machine has no Azure identity', {
      measured: 'neither Azure VM nor Azure Arc',
      required: 'Azure VM or Azure Arc',
      fix: [{ text, command: CONNECT }],
    });
  },
});

const isDevice = ({ system, release }: Subject): boolean =>
  system.family === 'windows' &&
  release.windows.clientInstaller !== undefined &&
  !system.server &&
  !system.multiSession &&
  system.build >= release.windows.clientInstaller.minimumBuild;
