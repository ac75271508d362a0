import { EXIT, Problem } from '../problem.ts';
import { type AzureVm, isConnected, type PowerState } from '../target/azure-vm.ts';
import { kindOf, type MachineKind } from '../target/machine-kind.ts';
import type { Action } from './action.ts';

type Power = 'up' | 'down' | 'changing';

/** Where Azure does not say, it is tried. */
const POWER: Readonly<Record<PowerState, Power>> = {
  running: 'up',
  unknown: 'up',
  stopped: 'down',
  deallocated: 'down',
  starting: 'changing',
  stopping: 'changing',
  deallocating: 'changing',
};

/** Only a running machine's VM agent can do it; identities and associations are Azure's own. */
export const touchesHandler = ({ kind }: Action): boolean => kind === 'put-extension' || kind === 'delete-extension';

/**
 * Throws where a change could not be carried out on the machine: AZMON-MACHINE-STOPPED (9; not where it may be started),
 * AZMON-MACHINE-CHANGING (9), AZMON-EXTENSIONS-FORBIDDEN (4), AZMON-VM-AGENT (4), AZMON-ARC-DISCONNECTED (9).
 */
export function refuseUnready(vm: AzureVm, start: boolean): void {
  if (!vm.extensionsAllowed) throw forbidden(vm);
  UNREADY[kindOf(vm).carriedOutBy](vm, start);
}

const UNREADY: Readonly<Record<MachineKind['carriedOutBy'], (vm: AzureVm, start: boolean) => void>> = {
  'vm-agent': refuseAsleep,
  'connected-machine-agent'(vm) {
    if (!isConnected(vm.arc)) throw disconnected(vm);
  },
  // A model takes changes whatever its instances do.
  model: () => undefined,
};

function refuseAsleep(vm: AzureVm, start: boolean): void {
  const power = POWER[vm.power];
  if (power === 'changing') throw changing(vm);
  if (power === 'down' && !start) throw stopped(vm);
  // A machine that is not running shows no VM agent.
  if (power === 'up' && vm.vmAgent.state !== 'ready') throw noAgent(vm);
}

/** Around actions that need a running machine: start it before, and bring it back to the state in which it was found. */
export function inPower(vm: AzureVm, actions: readonly Action[]): readonly Action[] {
  const to = vm.power;
  if (kindOf(vm).carriedOutBy !== 'vm-agent') return actions;
  if ((to !== 'stopped' && to !== 'deallocated') || !actions.some(touchesHandler)) return actions;
  const machine = vm.id;
  return [
    { kind: 'start', machine, why: `it is ${to}` },
    ...actions,
    { kind: 'stop', machine, to, why: `it was ${to}` },
  ];
}

const stopped = (vm: AzureVm): Problem =>
  new Problem({
    code: 'AZMON-MACHINE-STOPPED',
    exit: EXIT.pending,
    message: 'the machine is not running',
    why: `its power state is ${vm.power}, and extensions can only be changed while it runs`,
    fix: [{ text: '--start-stopped starts it, and stops it again afterwards; or run azmon again when it is up' }],
    target: vm.id,
  });

const changing = (vm: AzureVm): Problem =>
  new Problem({
    code: 'AZMON-MACHINE-CHANGING',
    exit: EXIT.pending,
    message: 'the machine is being started or stopped',
    why: `its power state is ${vm.power}`,
    fix: [{ text: 'run azmon again when that is done' }],
    target: vm.id,
    retryable: true,
  });

/** Source: docs "Azure Connected Machine agent: troubleshooting", "azcmagent show". */
const disconnected = (vm: AzureVm): Problem => {
  const expired = vm.arc?.status.toLowerCase() === 'expired';
  const since = vm.arc?.lastStatusChange === undefined ? '' : ` since ${vm.arc.lastStatusChange}`;
  return new Problem({
    code: 'AZMON-ARC-DISCONNECTED',
    exit: EXIT.pending,
    message: 'the machine is not connected to Azure Arc',
    why: `its state is ${vm.arc?.status ?? 'not known'}${since}; its Connected Machine agent fetches what is to be installed`,
    fix: [
      { text: 'see on the machine what its agent says', command: 'azcmagent show' },
      expired
        ? {
            text: 'after 45 days it has to be connected anew',
            command: 'azcmagent disconnect --force-local-only && azcmagent connect',
          }
        : { text: 'and whether it reaches Azure; then run azmon again', command: 'azcmagent check' },
    ],
    target: vm.id,
  });
};

const forbidden = (vm: AzureVm): Problem =>
  new Problem({
    code: 'AZMON-EXTENSIONS-FORBIDDEN',
    exit: EXIT['not-ready'],
    message: 'the machine takes no extensions',
    why: 'they are switched off in its settings',
    fix: [
      {
        text: 'allow them',
        command: kindOf(vm).allowExtensions.replace('ID', vm.id),
      },
    ],
    target: vm.id,
  });

const noAgent = (vm: AzureVm): Problem =>
  new Problem({
    code: 'AZMON-VM-AGENT',
    exit: EXIT['not-ready'],
    message: 'the VM agent of the machine is not ready',
    why:
      vm.vmAgent.state === 'absent'
        ? 'it does not report to Azure: it is not installed, or has not started yet'
        : (vm.vmAgent.message ?? 'Azure says so, and not why'),
    fix: [
      {
        text:
          vm.system === 'linux'
            ? 'install or start it on the machine (package walinuxagent or WALinuxAgent)'
            : 'install or start it on the machine (service WindowsAzureGuestAgent)',
        command: vm.system === 'linux' ? 'systemctl status walinuxagent waagent' : 'sc query WindowsAzureGuestAgent',
      },
    ],
    target: vm.id,
  });
