import { powershellProbe } from '../machine/powershell-probe.ts';
import { linuxProbe, windowsProbe } from '../machine/probe-script.ts';
import type { Azure, ProbeRequest, ProbeRun, RemoteScript, Transport } from '../ports.ts';
import { EXIT, Problem } from '../problem.ts';

/** Azure needs half a minute for a run-command that does nothing, and some minutes where the VM agent is busy. */
const TIMEOUT_MS = 300_000;

/**
 * Looks inside a virtual machine through Azure's run-command: the VM agent runs the probe as root or SYSTEM. Takes targets of the kind
 * `resource`. Azure keeps what it is given to run, so the login of a proxy never goes along, and without it the hosts are not tested.
 * Throws what Machines.runCommand throws, and AZMON-PROBE-REMOTE (7) where the script did not run.
 */
export function runCommandTransport(
  azure: () => Promise<Pick<Azure, 'machines'>>,
  { timeoutMs = TIMEOUT_MS }: { readonly timeoutMs?: number | undefined } = {},
): Transport {
  return {
    async probe(target, request) {
      if (target.kind !== 'resource') throw new TypeError(`not a resource id: ${target.kind}`);
      const { machines } = await azure();
      const system = request.system ?? (await machines.vm(target.id)).system;
      const waiting = { timeoutMs, ...(request.signal === undefined ? {} : { signal: request.signal }) };
      const startedAt = Date.now();
      const { stdout, stderr } = await machines.runCommand(target.id, remoteScript(system, request), waiting);
      return runOf(stdout, stderr, startedAt);
    },
  };
}

/** Both come back packed: at most the last 4,096 bytes of what a script prints do. */
function remoteScript(system: RemoteScript['system'], request: ProbeRequest): RemoteScript {
  const parameters = withoutLogin(request);
  const script =
    system === 'linux'
      ? linuxProbe(request.linux, { ...parameters, AZMON_ENCODE: 'gzip' })
      : powershellProbe(windowsProbe(request.windows, parameters));
  return { system, script };
}

/** A proxy that wants a login refuses everything without it, which would read as if the hosts were out of reach. */
function withoutLogin({ parameters, secrets }: ProbeRequest): Readonly<Record<string, string>> {
  if (Object.keys(secrets).length === 0) return parameters;
  const { AZMON_HOSTS: _, AZMON_PROXY: __, ...rest } = parameters;
  return rest;
}

function runOf(stdout: string, stderr: string, startedAt: number): ProbeRun {
  if (!/azmon-probe-gzip:|^probe\.version=/m.test(stdout) && stderr.trim() !== '') throw notRun(stderr);
  return { output: stdout, startedAt, finishedAt: Date.now() };
}

const notRun = (stderr: string): Problem =>
  new Problem({
    code: 'AZMON-PROBE-REMOTE',
    exit: EXIT.failed,
    message: 'the machine did not run the probe',
    why: stderr.trim().split(/\r?\n/, 1)[0]?.slice(0, 300) ?? '',
    fix: [{ text: 'run the printed probe there by hand and read what it prints', command: 'azmon probe linux' }],
  });
