import { Secret } from '../secret.ts';

let taken: Secret | undefined;

/**
 * The workspace key of AZMON_WORKSPACE_KEY. It is taken out of the environment at the first call, before any child process can
 * inherit it (ssh, sudo, and the programs that the Azure SDK starts to sign in).
 */
export function keyFromEnvironment(env: Record<string, string | undefined>): Secret | undefined {
  const value = env.AZMON_WORKSPACE_KEY;
  if (value !== undefined && value !== '') taken = new Secret(value);
  delete env.AZMON_WORKSPACE_KEY;
  return taken;
}
