import type { AzureVm, PowerState } from '../../target/azure-vm.ts';
import { kindOf } from '../../target/machine-kind.ts';
import { notObserved, type Outcome } from '../check.ts';
import { fail, pass } from '../outcome.ts';
import { azureCheck } from './azure-check.ts';

/** Extensions are put, changed and taken off only while the machine runs. */
export const power = azureCheck({
  id: 'cloud.power',
  severity: 'block',
  when: ({ vm }) => kindOf(vm).carriedOutBy === 'vm-agent',
  judge: ({ vm }) => judge(vm),
});

function judge({ power: state }: AzureVm): Outcome {
  if (state === 'running') return pass(state);
  if (state === 'unknown') return notObserved('whether the machine runs');
  return fail(CAUSES[state], { measured: state, required: 'running', fix: [{ text: FIXES[CAUSES[state]] }] });
}

const CAUSES = {
  starting: 'the machine is starting',
  stopping: 'the machine is not running',
  stopped: 'the machine is not running',
  deallocating: 'the machine is not running',
  deallocated: 'the machine is not running',
} as const satisfies Record<Exclude<PowerState, 'running' | 'unknown'>, string>;

const FIXES: Readonly<Record<(typeof CAUSES)[keyof typeof CAUSES], string>> = {
  'the machine is starting': 'wait until it runs, and ask again',
  'the machine is not running': 'start it; azmon install extension --start-stopped does, and stops it again afterwards',
};
