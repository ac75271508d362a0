import type { SandboxAnswer, SandboxRequest } from './exchange.ts';
import { type ArcMachine, arcOf } from './hybrid-find.ts';
import { beginOnArc } from './hybrid-operation.ts';
import { ARC_MACHINE, HYBRID_COMMAND_VERSIONS as versions } from './hybrid-versions.ts';
import { machineAnswer } from './machine-answer.ts';
import { missing } from './missing.ts';
import { refuse } from './refusal.ts';
import type { Route } from './route.ts';
import type { SandboxMachine } from './state.ts';
import type { World } from './world.ts';

const COMMANDS = `${ARC_MACHINE}/runCommands`;
const COMMAND = `${COMMANDS}/:name`;
const arm = { audience: 'arm', versions } as const;

/** Scripts that the Connected Machine agent runs: each is a resource, whose instance view holds its output until it is removed. */
export const HYBRID_COMMAND_ROUTES: readonly Route[] = [
  { ...arm, method: 'GET', path: COMMANDS, answer: list },
  { ...arm, method: 'GET', path: COMMAND, answer: get },
  { ...arm, method: 'PUT', path: COMMAND, answer: put },
  { ...arm, method: 'DELETE', path: COMMAND, answer: remove },
];

interface Command {
  readonly name: string;
  readonly script: string;
  readonly properties: Readonly<Record<string, unknown>>;
  provisioning: 'Creating' | 'Succeeded' | 'Failed';
  view?: object;
}

/** They are not kept in the state: nobody looks for them after a restart. */
const commands = new WeakMap<SandboxMachine, Map<string, Command>>();

function commandsOf(machine: ArcMachine): Map<string, Command> {
  const known = commands.get(machine) ?? new Map<string, Command>();
  commands.set(machine, known);
  return known;
}

function list(request: SandboxRequest, world: World): SandboxAnswer {
  const machine = arcOf(request, world);
  return { status: 200, body: { value: [...commandsOf(machine).values()].map((one) => shown(machine, one)) } };
}

function get(request: SandboxRequest, world: World): SandboxAnswer {
  const machine = arcOf(request, world);
  const { name = '' } = request.params;
  const command = commandsOf(machine).get(name.toLowerCase());
  if (command === undefined)
    throw missing(`Microsoft.HybridCompute/machines/${machine.name}/runCommands/${name}`, machine.group);
  return { status: 200, body: shown(machine, command) };
}

function shown(machine: ArcMachine, { name, properties, provisioning, view }: Command): object {
  return {
    ...{ id: `${machine.id}/runcommands/${name}`, name, type: 'Microsoft.HybridCompute/machines/runcommands' },
    location: machine.location,
    properties: {
      ...properties,
      provisioningState: provisioning,
      ...(view === undefined ? {} : { instanceView: view }),
    },
  };
}

/** 201 for a new one, 200 for one that is run again. */
function put(request: SandboxRequest, world: World): SandboxAnswer {
  const machine = arcOf(request, world, 'runCommands');
  const { name = '' } = request.params;
  const { properties = {} } = (request.body ?? {}) as { properties?: Record<string, unknown> };
  const { script } = (properties.source ?? {}) as { script?: unknown };
  if (typeof script !== 'string' || script === '')
    throw refuse(400, 'HCRP400', 'A run command needs a script.', { target: 'properties.source.script' });
  const { protectedParameters: _, runAsPassword: __, ...plain } = properties;
  const known = commandsOf(machine);
  const isNew = !known.has(name.toLowerCase());
  const command: Command = { name, script, properties: plain, provisioning: 'Creating' };
  known.set(name.toLowerCase(), command);
  const begun = world.clock.now();
  const { headers } = beginOnArc(machine, request, world, {
    settle() {
      command.provisioning = 'Succeeded';
      command.view = ran(machine, script, begun, world);
      return { status: 'Succeeded', output: shown(machine, command) };
    },
    failed() {
      command.provisioning = 'Failed';
      return shown(machine, command);
    },
  });
  return { status: isNew ? 201 : 200, headers, body: shown(machine, command) };
}

/** Of each stream the last 4,096 bytes come back, as on virtual machines. */
const MOST_BYTES = 4096;
const tail = (text: string): string => Buffer.from(text).subarray(-MOST_BYTES).toString();

function ran(machine: ArcMachine, script: string, begun: number, world: World): object {
  const { stdout, stderr } = machineAnswer(machine, script, world);
  return {
    ...{ executionState: 'Succeeded', executionMessage: '', exitCode: 0, output: tail(stdout), error: tail(stderr) },
    ...{ startTime: new Date(begun).toISOString(), endTime: new Date(world.clock.now()).toISOString(), statuses: [] },
  };
}

function remove(request: SandboxRequest, world: World): SandboxAnswer {
  const machine = arcOf(request, world);
  const key = (request.params.name ?? '').toLowerCase();
  if (!commandsOf(machine).has(key)) return { status: 204 };
  const gone = (): void => void commandsOf(machine).delete(key);
  const { headers } = beginOnArc(machine, request, world, {
    settle() {
      gone();
      return { status: 'Succeeded' };
    },
    failed: gone,
  });
  return { status: 202, headers };
}
