import type { Fix } from '../../problem.ts';
import type { AzureVm } from '../../target/azure-vm.ts';
import { kindOf } from '../../target/machine-kind.ts';
import type { Outcome } from '../check.ts';
import { fail, pass, skip } from '../outcome.ts';
import { azureCheck } from './azure-check.ts';

/** The VM agent carries out what extensions ask for; without its reports an operation ends after half an hour with nothing done. */
export const vmAgent = azureCheck({
  id: 'cloud.vm-agent',
  severity: 'block',
  when: ({ vm }) => kindOf(vm).carriedOutBy === 'vm-agent',
  judge: ({ vm }) => judge(vm),
});

function judge({ vmAgent: { state, version, message }, power, system }: AzureVm): Outcome {
  if (power !== 'running') return skip('a machine that does not run reports nothing');
  if (state === 'ready') return pass(version ?? 'ready');
  const fix = FIXES[state][system];
  if (state === 'absent') return fail('no VM agent reports', { measured: 'none', required: 'Ready', fix });
  return fail('the VM agent is not ready', { measured: message ?? 'not ready', required: 'Ready', fix });
}

const CONNECTED = 'see that the machine reaches 168.63.129.16 (ports 80 and 32526)';

/** Source: docs "Azure VM agent overview", "Troubleshooting Azure Windows VM agent", "Troubleshoot Azure Linux agent". */
const FIXES: Readonly<Record<'absent' | 'not-ready', Readonly<Record<AzureVm['system'], readonly Fix[]>>>> = {
  absent: {
    linux: [
      { text: 'install the Azure Linux agent on the machine from its distribution: walinuxagent or WALinuxAgent' },
    ],
    windows: [{ text: 'install the Azure VM agent on the machine, and let Azure know (osProfile provisionVMAgent)' }],
  },
  'not-ready': {
    linux: [
      {
        text: `on the machine: restart the service walinuxagent or waagent, and read /var/log/waagent.log; ${CONNECTED}`,
      },
    ],
    windows: [
      {
        text: `on the machine: restart the service WindowsAzureGuestAgent, and read C:\\WindowsAzure\\Logs\\WaAppAgent.log; ${CONNECTED}`,
      },
    ],
  },
};
