import { powershellProbe } from '../machine/powershell-probe.ts';
import { linuxProbe, windowsProbe } from '../machine/probe-script.ts';
import type { Azure, ProbeRequest, ProbeRun, RemoteScript } from '../ports.ts';
import type { ScriptTransport } from '../ports-scripts.ts';
import { EXIT, Problem } from '../problem.ts';
import type { Target } from '../target/target.ts';
import { packedScript, type Said, scriptRunOf } from './run-command-script.ts';

/** Azure needs half a minute for a run-command that does nothing, and some minutes where the VM agent is busy. */
const TIMEOUT_MS = 300_000;

/**
 * Looks inside a virtual machine through Azure's run-command: the VM agent runs the probe as root or SYSTEM. Takes targets of the kind
 * `resource`. Azure keeps what it is given to run, so the login of a proxy never goes along, and without it the hosts are not tested.
 * Scripts with secrets are refused, and nothing can be copied: AZMON-MACHINE-KIND (2).
 * Throws what Machines.runCommand throws, AZMON-PROBE-REMOTE and AZMON-RUN-REMOTE (7) where the script did not run.
 */
export function runCommandTransport(
  azure: () => Promise<Pick<Azure, 'machines'>>,
  { timeoutMs = TIMEOUT_MS }: { readonly timeoutMs?: number | undefined } = {},
): ScriptTransport {
  /** Hands a script over, and times it. */
  const said = async (target: Target, request: ProbeRequest, script: ScriptFor, waitMs: number) => {
    if (target.kind !== 'resource') throw new TypeError(`not a resource id: ${target.kind}`);
    const { machines } = await azure();
    const system = request.system ?? (await machines.vm(target.id)).system;
    const waiting = { timeoutMs: waitMs, ...(request.signal === undefined ? {} : { signal: request.signal }) };
    const startedAt = Date.now();
    const streams = await machines.runCommand(target.id, { system, script: script(system, request) }, waiting);
    return { ...streams, startedAt, finishedAt: Date.now() };
  };
  return {
    async probe(target, request) {
      return runOf(await said(target, request, remoteScript, timeoutMs));
    },
    async run(target, request) {
      if (Object.keys(request.secrets).length > 0)
        throw refused('a script that takes a secret does not go by run-command', KEPT);
      return scriptRunOf(await said(target, request, packedScript, Math.max(timeoutMs, request.timeoutMs)), request);
    },
    async push() {
      throw refused('no file is copied to a machine by run-command', 'it carries scripts only');
    },
  };
}

type ScriptFor = (system: RemoteScript['system'], request: ProbeRequest) => string;

const KEPT = 'Azure keeps the scripts that it is given to run';

const refused = (message: string, why: string): Problem =>
  new Problem({
    ...{ code: 'AZMON-MACHINE-KIND', exit: EXIT.usage, message, why },
    fix: [
      { text: 'name the machine as ssh://HOST' },
      { text: 'or let the extension do it: azmon install extension with the same target' },
    ],
  });

/** Both come back packed: at most the last 4,096 bytes of what a script prints do. */
function remoteScript(system: RemoteScript['system'], request: ProbeRequest): string {
  const parameters = withoutLogin(request);
  return system === 'linux'
    ? linuxProbe(request.linux, { ...parameters, AZMON_ENCODE: 'gzip' })
    : powershellProbe(windowsProbe(request.windows, parameters));
}

/** A proxy that wants a login refuses everything without it, which would read as if the hosts were out of reach. */
function withoutLogin({ parameters, secrets }: ProbeRequest): Readonly<Record<string, string>> {
  if (Object.keys(secrets).length === 0) return parameters;
  const { AZMON_HOSTS: _, AZMON_PROXY: __, ...rest } = parameters;
  return rest;
}

function runOf({ stdout, stderr, startedAt, finishedAt }: Said): ProbeRun {
  if (!/azmon-probe-gzip:|^probe\.version=/m.test(stdout) && stderr.trim() !== '') throw notRun(stderr);
  return { output: stdout, startedAt, finishedAt };
}

const notRun = (stderr: string): Problem =>
  new Problem({
    code: 'AZMON-PROBE-REMOTE',
    exit: EXIT.failed,
    message: 'the machine did not run the probe',
    why: stderr.trim().split(/\r?\n/, 1)[0]?.slice(0, 300) ?? '',
    fix: [{ text: 'run the printed probe there by hand and read what it prints', command: 'azmon probe linux' }],
  });
