type Environment = Record<string, string | undefined>;

/** They may hold a password, and the flags were read from them before; az, azd and PowerShell would inherit them. */
const SECRETS = ['AZMON_PROXY', 'AZMON_PROXY_USER'] as const;
/** With these the Azure SDKs write what they do to stderr as soon as they are loaded; DEBUG=* is often set for another program. */
const TALK = ['AZURE_LOG_LEVEL', 'TYPESPEC_RUNTIME_LOG_LEVEL', 'DEBUG'] as const;

/**
 * Readies the environment for Azure, before anything of it is loaded: the SDKs read it when they are, and the programs they start to
 * sign in inherit it. AZMON_WORKSPACE_KEY was taken out at the start of the run.
 */
export function azureEnvironment(env: Environment): Environment {
  for (const name of [...SECRETS, ...TALK]) delete env[name];
  return env;
}
