import { EXIT, Problem } from '../problem.ts';
import type { VmExtension } from '../target/azure-vm.ts';
import type { Action } from './action.ts';
import { repoints, workspaceOf } from './extension-differences.ts';
import type { ExtensionWish } from './extension-wish.ts';
import type { ExtensionRequest } from './request.ts';

/** Azure takes no second operation on an extension, nor one on a machine that is being made or deleted. */
export function refuseUnfinished({ vm }: Pick<ExtensionRequest, 'vm'>, found: VmExtension | undefined): void {
  const what = found !== undefined && isUnderWay(found.provisioning) ? `the extension ${found.name}` : undefined;
  const whole = /^(creating|deleting)$/i.test(vm.provisioning) ? 'the machine' : undefined;
  const busy = what ?? whole;
  if (busy === undefined) return;
  throw new Problem({
    code: 'AZMON-EXTENSION-BUSY',
    exit: EXIT.pending,
    message: 'another operation on the machine is running',
    why: `the state of ${busy} is ${what === undefined ? vm.provisioning : found?.provisioning}`,
    fix: [{ text: 'wait until it is done, then run azmon again: it goes on from there' }],
    target: vm.id,
    retryable: true,
  });
}

const isUnderWay = (state: string): boolean => /^(creating|updating|deleting|transitioning|migrating)$/i.test(state);

/** A machine is not taken away from another workspace without being asked to. */
export function refuseConflict({ vm, options, destination }: ExtensionRequest, wish: ExtensionWish): void {
  if (options.replace === true || wish.found === undefined || !repoints(wish)) return;
  const there = workspaceOf(wish.found);
  const wanted = destination.kind === 'workspace' ? nameOf(destination) : '';
  throw new Problem({
    code: 'AZMON-WORKSPACE-CONFLICT',
    exit: EXIT.conflict,
    message:
      there === undefined
        ? `the machine has the agent already, and not for workspace ${wanted}`
        : `the machine reports to workspace ${there}, not to ${wanted}`,
    why:
      there === undefined
        ? `the settings of its extension ${wish.found.name} name no workspace: something else manages it`
        : `its extension ${wish.found.name} is set to that workspace`,
    fix: [{ text: `--replace takes it away from there and gives it to ${wanted}` }],
    target: vm.id,
  });
}

const nameOf = ({ workspaceId, name }: { workspaceId: string; name?: string | undefined }): string =>
  name === undefined ? workspaceId : `${name} (${workspaceId})`;

/** Locks that Azure would refuse the changes for. ReadOnly stands against all of them, CanNotDelete against taking something off. */
export function refuseLocked(
  { vm, locks = [] }: Pick<ExtensionRequest, 'vm' | 'locks'>,
  actions: readonly Action[],
): void {
  const deletes = actions.some(({ kind }) => kind === 'delete-extension' || kind === 'dissociate');
  const lock = actions.length === 0 ? undefined : locks.find(({ level }) => deletes || level === 'ReadOnly');
  if (lock === undefined) return;
  throw new Problem({
    code: 'AZMON-MACHINE-LOCKED',
    exit: EXIT['not-ready'],
    message: `the lock ${lock.name} (${lock.level}) stands against the change`,
    why: `it lies on ${lock.scope}`,
    fix: [
      {
        text: 'ask its owner to lift it for the time of the change',
        command: `az lock list --resource ${vm.id} --output table`,
      },
    ],
    target: vm.id,
  });
}
