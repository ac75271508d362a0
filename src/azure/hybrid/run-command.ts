import type { RemoteScript, Waiting } from '../../ports.ts';
import { EXIT, Problem } from '../../problem.ts';
import { API } from '../api-versions.ts';
import type { RunOutput } from '../compute/run-output.ts';
import { follow } from '../wire/follow.ts';
import { ask, following, send } from '../wire/wire.ts';
import type { ArcPlace } from './extensions.ts';
import type { RawMachine } from './raw.ts';

interface RawRun {
  readonly properties?: {
    readonly provisioningState?: string | null;
    readonly instanceView?: {
      /** Succeeded, Failed (by its exit code), TimedOut, Canceled ... */
      readonly executionState?: string | null;
      readonly executionMessage?: string | null;
      readonly exitCode?: number | null;
      readonly output?: string | null;
      readonly error?: string | null;
    } | null;
  };
}

const version = API.arcRunCommand.sent;
/** The machine gives up then; scripts of azmon take seconds. */
const LONGEST_S = 600;

/**
 * Runs a script through the Connected Machine agent. There a script is a resource: put, read when it has run, and removed again, so that
 * none is left behind. Both streams come back whatever the script ended with.
 */
export async function runCommand(place: ArcPlace, script: RemoteScript, waiting: Waiting): Promise<RunOutput> {
  const { wire, machine } = place;
  const { location } = await ask<RawMachine>(wire, 'get', machine.id, { version: API.arc.sent });
  const path = `${machine.id}/runCommands/${nameOf(place)}`;
  const body = {
    location,
    properties: { source: { script: script.script }, asyncExecution: false, timeoutInSeconds: LONGEST_S },
  };
  const thing = `the Azure Arc machine ${machine.name}`;
  try {
    const first = await send(wire, 'put', path, { version, body, signal: waiting.signal });
    await follow(first, following(wire, { verb: 'run a command on', thing }), waiting);
    return outputOf(await ask<RawRun>(wire, 'get', path, { version, signal: waiting.signal }), machine.name);
  } finally {
    // Best effort: what matters is what the script said.
    await send(wire, 'delete', path, { version }).catch(() => undefined);
  }
}

/** Two runs on one machine may not meet. */
const nameOf = ({ wire: { pace } }: ArcPlace): string =>
  `azmon-${pace.now().toString(36)}-${Math.floor(pace.random() * 36 ** 4).toString(36)}`;

function outputOf({ properties }: RawRun, machine: string): RunOutput {
  const view = properties?.instanceView ?? {};
  const state = view.executionState ?? properties?.provisioningState ?? 'Unknown';
  if (/^(Succeeded|Failed)$/i.test(state) && properties?.instanceView !== undefined)
    return { stdout: view.output ?? '', stderr: view.error ?? '' };
  throw new Problem({
    code: 'AZMON-AZURE',
    exit: EXIT.failed,
    message: `the script on ${machine} did not run to its end`,
    why: [state, view.executionMessage ?? ''].filter((part) => part !== '').join(': '),
  });
}
