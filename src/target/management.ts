import { EXIT, Problem } from '../problem.ts';
import type { CloudId } from './cloud.ts';

/** Ways to sign in. `auto` tries environment to powershell in this order, as users of the Azure SDKs expect; the last two ask a person. */
export const AUTHS = [
  'auto',
  'environment',
  'workload-identity',
  'managed-identity',
  'az',
  'azd',
  'powershell',
  'browser',
  'device-code',
] as const;
export type Auth = (typeof AUTHS)[number];

/** Where azmon itself signs in and talks to, by cloud. The agents' own hosts stand in cloud.ts. */
export interface Management {
  /** Azure Resource Manager, without a slash at the end. */
  readonly arm: string;
  readonly armScope: string;
  /** Microsoft Entra ID. */
  readonly authority: string;
  /** The query API of Log Analytics. */
  readonly logs: string;
  readonly logsScope: string;
  /** Suffix of Key Vault hosts: `<vault>.<vaultDomain>`. In the sandbox: its own host and port, whatever the vault. */
  readonly vaultDomain: string;
  readonly portal: string;
}

/** Source: the tables of azure-cli and of the Azure SDKs; docs "Azure Government endpoints", "Azure China developer guide". */
const MANAGEMENT: Readonly<Record<Exclude<CloudId, 'sandbox'>, Management>> = {
  public: {
    arm: 'https://management.azure.com',
    armScope: 'https://management.azure.com/.default',
    authority: 'https://login.microsoftonline.com',
    logs: 'https://api.loganalytics.io',
    logsScope: 'https://api.loganalytics.io/.default',
    vaultDomain: 'vault.azure.net',
    portal: 'https://portal.azure.com',
  },
  usgov: {
    arm: 'https://management.usgovcloudapi.net',
    armScope: 'https://management.usgovcloudapi.net/.default',
    authority: 'https://login.microsoftonline.us',
    logs: 'https://api.loganalytics.us',
    logsScope: 'https://api.loganalytics.us/.default',
    vaultDomain: 'vault.usgovcloudapi.net',
    portal: 'https://portal.azure.us',
  },
  china: {
    arm: 'https://management.chinacloudapi.cn',
    armScope: 'https://management.chinacloudapi.cn/.default',
    authority: 'https://login.chinacloudapi.cn',
    logs: 'https://api.loganalytics.azure.cn',
    logsScope: 'https://api.loganalytics.azure.cn/.default',
    vaultDomain: 'vault.azure.cn',
    portal: 'https://portal.azure.cn',
  },
};

/**
 * The management plane of a cloud. `sandbox` is the address of a running sandbox (AZMON_SANDBOX), `https://localhost:8443`.
 * Throws AZMON-SANDBOX-ADDRESS (2) where the sandbox is asked for and its address is missing or is not on this machine.
 */
export function managementOf(cloud: CloudId, sandbox?: string): Management {
  return cloud === 'sandbox' ? ofSandbox(sandbox) : MANAGEMENT[cloud];
}

/** Loopback only: a token or key must never be sent elsewhere because of a variable. */
function ofSandbox(address: string | undefined): Management {
  const origin = /^https:\/\/(localhost|127\.0\.0\.1):\d{1,5}$/.exec(address?.replace(/\/$/, '') ?? '')?.[0];
  if (origin === undefined) throw noSandbox(address === undefined || address === '');
  return {
    arm: origin,
    armScope: `${origin}/.default`,
    authority: origin,
    logs: origin,
    logsScope: `${origin}/.default`,
    vaultDomain: origin.slice('https://'.length),
    portal: origin,
  };
}

const noSandbox = (missing: boolean): Problem =>
  new Problem({
    code: 'AZMON-SANDBOX-ADDRESS',
    exit: EXIT.usage,
    message: 'the cloud is the sandbox, and no sandbox is known',
    why: missing ? 'AZMON_SANDBOX is not set' : 'AZMON_SANDBOX is no https address with a port of this machine',
    fix: [{ text: 'run the command in a sandbox', command: 'azmon sandbox run -- azmon status' }],
  });
