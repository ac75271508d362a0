import { linuxProbe } from '../machine/probe-script.ts';
import { linuxWrapper } from '../machine/wrapper-script.ts';
import type { ProbeRequest } from '../ports.ts';
import type { ScriptRequest } from '../ports-scripts.ts';

/** The Linux script with its values in front. Secrets are opened here, on their way into a stdin. */
export const scriptOf = (request: ProbeRequest): string => linuxProbe(request.linux, opened(request));

/** The same of a script that may change the machine. */
export const changeOf = (request: ScriptRequest): string => linuxWrapper(request.linux, opened(request));

/** All values of a request as text. */
export function opened(request: ProbeRequest): Record<string, string> {
  const secrets = Object.entries(request.secrets).map(([name, secret]) => [name, secret.reveal()] as const);
  return { ...request.parameters, ...Object.fromEntries(secrets) };
}

/** The names of the secrets, in the order in which their values stand on stdin: a line each. */
export const secretNames = ({ secrets }: ProbeRequest): string => Object.keys(secrets).join(' ');

/** Opened here, on their way into the stdin of cmd.exe. */
export const secretLines = ({ secrets }: ProbeRequest): string =>
  Object.values(secrets)
    .map((secret) => `${secret.reveal()}\r\n`)
    .join('');
