import { isConnected } from '../../target/azure-vm.ts';
import { fail, pass } from '../outcome.ts';
import { azureCheck } from './azure-check.ts';

/** Its Connected Machine agent fetches what is to be installed, and runs it: nothing happens while it is away. */
export const arcConnected = azureCheck({
  id: 'cloud.arc-connected',
  severity: 'block',
  when: ({ vm }) => vm.arc !== undefined,
  judge({ vm: { arc } }) {
    const version = arc?.agentVersion === undefined ? '' : `, Connected Machine agent ${arc.agentVersion}`;
    const measured = `${arc?.status ?? 'unknown'}${version}`;
    if (isConnected(arc)) return pass(measured);
    const since = arc?.lastStatusChange === undefined ? '' : `, since ${arc.lastStatusChange}`;
    return fail('the machine is not connected to Azure Arc', {
      measured: `${measured}${since}`,
      required: 'Connected',
      fix: [
        { text: 'see on the machine what its agent says, and what it reaches', command: 'azcmagent show' },
        { text: 'one that has expired is connected anew', command: 'azcmagent connect' },
      ],
    });
  },
});
