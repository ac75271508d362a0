import { linuxProbe } from '../machine/probe-script.ts';
import type { ProbeRequest } from '../ports.ts';

/** The Linux script with its values in front. Secrets are opened here, on their way into a stdin. */
export const scriptOf = (request: ProbeRequest): string => linuxProbe(request.linux, opened(request));

/** All values of a request as text. */
export function opened(request: ProbeRequest): Record<string, string> {
  const secrets = Object.entries(request.secrets).map(([name, secret]) => [name, secret.reveal()] as const);
  return { ...request.parameters, ...Object.fromEntries(secrets) };
}
