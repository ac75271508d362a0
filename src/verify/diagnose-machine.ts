import type { Fix } from '../problem.ts';
import { type AzureVm, isConnected } from '../target/azure-vm.ts';
import { kindOf } from '../target/machine-kind.ts';
import type { Chain } from './chain.ts';
import { extensionLink } from './diagnose-extension.ts';
import { identityLink } from './diagnose-identity.ts';
import { ruleLink } from './diagnose-rule.ts';
import type { Diagnosis } from './diagnosis.ts';

/** How verifying was asked for, as far as a diagnosis needs it. */
export interface Asked {
  /** GUIDs of the workspaces that were looked in. */
  readonly workspaces: readonly string[];
  /** They were named, and not derived from the extension or the rules: an agent put there by hand may report to them. */
  readonly named: boolean;
}

/** The first broken link that can be seen on the machine's own side, in the order in which data would travel. Pure. */
export function diagnoseMachine(chain: Chain, asked: Asked): Diagnosis | undefined {
  return powerLink(chain) ?? extensionLink(chain, asked) ?? identityLink(chain) ?? ruleLink(chain);
}

const STANDING: readonly AzureVm['power'][] = ['stopped', 'deallocated', 'stopping', 'deallocating'];

function powerLink({ vm }: Chain): Diagnosis | undefined {
  if (vm.arc !== undefined) return connectionLink(vm);
  if (!STANDING.includes(vm.power)) return undefined;
  return {
    link: 'agent',
    evidence: `the machine is ${vm.power}`,
    fix: [{ text: 'start it, and verify again', command: `az vm start --ids ${vm.id}` }],
    final: true,
  };
}

/** A machine that Azure Arc has lost may still report: its records go another way. */
function connectionLink({ arc }: AzureVm): Diagnosis | undefined {
  if (arc === undefined || isConnected(arc)) return undefined;
  const since = arc.lastStatusChange === undefined ? '' : ` since ${arc.lastStatusChange}`;
  return {
    link: 'agent',
    evidence: `Azure Arc shows the machine as ${arc.status}${since}`,
    fix: [
      { text: 'see on the machine what its Connected Machine agent says', command: 'azcmagent show' },
      { text: 'and what it reaches', command: 'azcmagent check' },
    ],
    final: false,
  };
}

/** What is not ready may still report: it only counts where nothing else explains the silence. Pure. */
export function vmAgentLink({ vm }: Chain): Diagnosis | undefined {
  if (vm.vmAgent.state === 'ready' || kindOf(vm).carriedOutBy !== 'vm-agent') return undefined;
  const { state, message } = vm.vmAgent;
  const said = message === undefined || message === '' ? '' : `: ${message}`;
  return {
    link: 'agent',
    evidence: state === 'absent' ? 'Azure sees no VM agent on the machine' : `the VM agent is not ready${said}`,
    fix: vmAgentFix(vm),
    final: false,
  };
}

function vmAgentFix({ system }: AzureVm): Fix[] {
  const service =
    system === 'linux'
      ? 'on the machine: systemctl status walinuxagent waagent'
      : 'on the machine: the service WindowsAzureGuestAgent, and C:\\WindowsAzure\\logs\\WaAppAgent.log';
  return [{ text: `${service}; it must reach 168.63.129.16` }];
}
