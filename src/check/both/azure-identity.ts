import type { MachineFacts } from '../../machine/facts.ts';
import type { WindowsSystem } from '../../machine/system.ts';
import { notObserved, type Outcome, type Subject } from '../check.ts';
import { fail, pass, skip } from '../outcome.ts';
import { bothCheck } from './both-check.ts';

/** The successor signs in with the identity of an Azure machine, or the one that Azure Arc gives to any other. */
export const azureIdentity = bothCheck({
  id: 'azure.identity',
  severity: 'block',
  when: ({ system, release }) => release[system.family].azureIdentity,
  linux: ({ facts }) => judge(facts),
  windows(subject, system) {
    const outcome = judge(subject.facts);
    if (outcome.status === 'pass' || !isDevice(subject, system)) return outcome;
    return skip('a client device signs in with its own identity of Microsoft Entra ID');
  },
});

const CONNECT =
  'azcmagent connect --tenant-id TENANT --subscription-id SUBSCRIPTION --resource-group GROUP --location REGION';

function judge({ 'azure.vm': vm, 'arc.present': arc }: MachineFacts): Outcome {
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

/** A client that may take the installer for devices. */
const isDevice = ({ release }: Subject, { id, server, multiSession, build }: WindowsSystem): boolean =>
  release.windows.clientInstaller !== undefined &&
  id !== 'unknown' &&
  !server &&
  !multiSession &&
  build >= release.windows.clientInstaller.minimumBuild;
