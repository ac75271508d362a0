import { amaHandler, amaRemoval } from './handler-ama.ts';
import { failureText } from './handler-failure.ts';
import { mmaHandler } from './handler-mma.ts';
import { omsHandler } from './handler-oms.ts';
import { type Assignment, failed, type Handler, type Verdict } from './handler-verdict.ts';
import type { OperationWork } from './operations.ts';
import type { SandboxExtension } from './state.ts';

type Ending = ReturnType<OperationWork['settle']>;

/** By type; every other extension succeeds. */
const HANDLERS: Readonly<Record<string, Handler>> = {
  omsagentforlinux: omsHandler,
  microsoftmonitoringagent: mmaHandler,
  azuremonitorlinuxagent: amaHandler,
  azuremonitorwindowsagent: amaHandler,
};
const succeed: Handler = () => ({ state: 'enabled', message: 'Enable succeeded' });

/** The end of a PUT: the handler is run where something changed, and what it says is written down. */
export function installs({ rerun, ...assignment }: Assignment & { readonly rerun: boolean }): Ending {
  const { extension } = assignment;
  if (!rerun) {
    extension.provisioning = 'Succeeded';
    return { status: 'Succeeded' };
  }
  const verdict = playedVerdict(assignment) ?? (HANDLERS[extension.type.toLowerCase()] ?? succeed)(assignment);
  return verdict.state === 'enabled' ? enabled(assignment, verdict) : broken(extension, verdict);
}

/** A fault may stand in for the handler. */
function playedVerdict({ machine, extension, world }: Assignment): Verdict | undefined {
  const path = `${machine.id}/extensions/${extension.name}`;
  const fault = world.faults.take({ method: 'PUT', path, machine: machine.name, kinds: ['extension'] });
  if (fault === undefined) return undefined;
  return failed('enable', fault.exitCode ?? 1, fault.message ?? 'a failure that the sandbox was asked to play');
}

function enabled({ machine, extension, world }: Assignment, verdict: Verdict & { state: 'enabled' }): Ending {
  const now = world.clock.now();
  const moved = extension.workspaceId !== verdict.workspaceId;
  delete extension.code;
  Object.assign(extension, { provisioning: 'Succeeded', message: verdict.message });
  if (moved || extension.workingSince === undefined) {
    extension.workingSince = now;
    delete extension.silentSince;
  }
  if (verdict.workspaceId === undefined) delete extension.workspaceId;
  else extension.workspaceId = verdict.workspaceId;
  const path = `${machine.id}/extensions/${extension.name}`;
  if (world.faults.take({ method: 'PUT', path, machine: machine.name, kinds: ['silent'] }) !== undefined)
    extension.silentSince = now - 1;
  return { status: 'Succeeded' };
}

/** What it reported before goes on: a failed change does not stop an agent that runs. */
function broken(extension: SandboxExtension, verdict: Verdict & { state: 'failed' }): Ending {
  const { message, error } = failureText(extension, verdict);
  Object.assign(extension, { provisioning: 'Failed', code: verdict.code, message });
  return { status: 'Failed', error };
}

/** The end of a DELETE. */
export function removes({ machine, extension }: Pick<Assignment, 'machine' | 'extension' | 'world'>): Ending {
  const isSuccessor = /^azuremonitor(linux|windows)agent$/i.test(extension.type);
  const verdict = isSuccessor ? amaRemoval(machine) : undefined;
  if (verdict?.state === 'failed') return broken(extension, verdict);
  machine.extensions.splice(machine.extensions.indexOf(extension), 1);
  return { status: 'Succeeded' };
}
