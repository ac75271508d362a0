import { machineOf } from './compute-find.ts';
import { VIRTUAL_MACHINE, COMPUTE_VERSIONS as versions } from './compute-versions.ts';
import type { SandboxAnswer, SandboxRequest } from './exchange.ts';
import { machineAnswer } from './machine-answer.ts';
import { beginOnMachine } from './machine-operation.ts';
import { refuse } from './refusal.ts';
import type { Route } from './route.ts';
import type { SandboxMachine } from './state.ts';
import type { World } from './world.ts';

/** A script that runs through the VM agent; its output stands in the finished operation. */
export const RUN_COMMAND_ROUTES: readonly Route[] = [
  { method: 'POST', path: `${VIRTUAL_MACHINE}/runCommand`, audience: 'arm', versions, bucket: 'UpdateVM', answer: run },
];

const COMMANDS: Readonly<Record<string, SandboxMachine['system']>> = {
  ...{ runshellscript: 'linux', runpowershellscript: 'windows' },
};

function run(request: SandboxRequest, world: World): SandboxAnswer {
  const machine = machineOf(request, world);
  const { commandId, script } = (request.body ?? {}) as { commandId?: unknown; script?: unknown };
  if (typeof commandId !== 'string')
    throw refuse(400, 'InvalidParameter', "Required parameter 'commandId' is missing (null).", { target: 'commandId' });
  if (COMMANDS[commandId.toLowerCase()] !== machine.system)
    throw refuse(
      400,
      'BadRequest',
      `The entity name '${commandId}' is not a run command of this machine's operating system.`,
    );
  if (!Array.isArray(script) || script.some((line) => typeof line !== 'string'))
    throw refuse(400, 'BadRequest', "Error converting value to a list of strings. Path 'script'.", {
      target: 'script',
    });
  if (machine.power !== 'running')
    throw refuse(409, 'OperationNotAllowed', 'The operation requires the VM to be running (or set to run).');
  const { headers } = beginOnMachine(machine, request, world, {
    withLocation: true,
    settle() {
      const said = machineAnswer(machine, (script as string[]).join('\n'), world);
      return { status: 'Succeeded', output: { value: told(machine.system, said) } };
    },
  });
  return { status: 202, headers };
}

/** Of each stream the last 4,096 bytes come back. */
const MOST_BYTES = 4096;
const tail = (text: string): string => Buffer.from(text).subarray(-MOST_BYTES).toString();

interface Said {
  readonly stdout: string;
  readonly stderr: string;
}

/** Linux tells both streams in one message, Windows in two. */
function told(system: SandboxMachine['system'], said: Said): readonly object[] {
  const [stdout, stderr] = [tail(said.stdout), tail(said.stderr)];
  const value = (code: string, message: string) => ({
    code,
    level: 'Info',
    displayStatus: 'Provisioning succeeded',
    message,
  });
  return system === 'linux'
    ? [value('ProvisioningState/succeeded', `Enable succeeded: \n[stdout]\n${stdout}\n[stderr]\n${stderr}`)]
    : [value('ComponentStatus/StdOut/succeeded', stdout), value('ComponentStatus/StdErr/succeeded', stderr)];
}
