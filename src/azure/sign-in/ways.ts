import type { TokenCredential } from '@azure/core-auth';
import type { CloudId } from '../../target/cloud.ts';
import type { Auth } from '../../target/management.ts';
import type { Environment } from '../problem/problem-of-network.ts';
import { hasIdentityEndpoint } from './imds.ts';

type Sdk = typeof import('./sdk.ts');

export type WayId = Exclude<Auth, 'auto'>;

export interface WayOptions {
  readonly authorityHost: string;
  readonly cloud: CloudId;
  /** Entra ID is not asked what its clouds are: the sandbox is none of them. */
  readonly disableInstanceDiscovery: boolean;
  readonly tenantId?: string;
  readonly additionallyAllowedTenants: string[];
  readonly env: Environment;
  readonly tell: (line: string) => void;
  readonly signal: AbortSignal;
}

/** What the command of a login depends on. */
export type Where = Pick<WayOptions, 'tenantId' | 'cloud'>;

/** One way to sign in. */
export interface Way {
  readonly id: WayId;
  /** Why it cannot answer here, known without starting anything; undefined: it is worth a try. */
  absent(options: WayOptions): string | undefined | Promise<string | undefined>;
  open(sdk: Sdk, options: WayOptions): TokenCredential;
  readonly command?: (where: Where) => string;
  readonly fix: string;
}

const at = (flag: string, { tenantId }: Where): string => (tenantId === undefined ? '' : ` ${flag} ${tenantId}`);

/** Clouds as Microsoft's programs call them: their logins are for one cloud, which is the public one unless they are told. */
const CLOUD_NAMES: Readonly<Partial<Record<CloudId, string>>> = {
  usgov: 'AzureUSGovernment',
  china: 'AzureChinaCloud',
};
const inCloud = ({ cloud }: Where, words: (name: string) => string): string => {
  const name = CLOUD_NAMES[cloud];
  return name === undefined ? '' : words(name);
};

/** Names of those that are not set. */
const missing = (env: Environment, ...names: readonly string[]): string[] =>
  names.filter((name) => env[name] === undefined || env[name] === '');
const notSet = (names: readonly string[]): string | undefined =>
  names.length === 0 ? undefined : `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} not set`;

/** Starting az takes a second, PowerShell with its module many. */
const AZ_MS = 30_000;
const POWERSHELL_MS = 60_000;

/** In the order in which `auto` tries them; the last two only on request. */
export const WAYS: readonly Way[] = [
  {
    id: 'environment',
    absent: ({ env }) => {
      const secret =
        missing(env, 'AZURE_CLIENT_SECRET', 'AZURE_CLIENT_CERTIFICATE_PATH', 'AZURE_PASSWORD').length === 3;
      return notSet([
        ...missing(env, 'AZURE_TENANT_ID', 'AZURE_CLIENT_ID'),
        ...(secret ? ['AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH'] : []),
      ]);
    },
    open: (sdk, options) => new sdk.EnvironmentCredential(options),
    fix: 'for a service principal: set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET',
  },
  {
    id: 'workload-identity',
    absent: ({ env }) => notSet(missing(env, 'AZURE_TENANT_ID', 'AZURE_CLIENT_ID', 'AZURE_FEDERATED_TOKEN_FILE')),
    open: (sdk, options) => new sdk.WorkloadIdentityCredential(options),
    fix: 'on Kubernetes: give the pod a service account with a federated identity',
  },
  {
    id: 'managed-identity',
    absent: async ({ env, signal }) =>
      (await hasIdentityEndpoint(env, signal)) ? undefined : 'this is no machine in Azure with an identity endpoint',
    open: (sdk, { env, authorityHost }) => {
      const clientId = env.AZURE_CLIENT_ID;
      return new sdk.ManagedIdentityCredential({
        authorityHost,
        ...(clientId === undefined || clientId === '' ? {} : { clientId }),
      });
    },
    fix: 'on a machine in Azure: give it a managed identity; of several, AZURE_CLIENT_ID names one',
  },
  {
    id: 'az',
    absent: () => undefined,
    open: (sdk, options) => new sdk.AzureCliCredential({ ...tenantOf(options), processTimeoutInMs: AZ_MS }),
    command: (where) =>
      `${inCloud(where, (name) => `az cloud set --name ${name} && `)}az login${at('--tenant', where)}`,
    fix: 'sign in with the Azure CLI',
  },
  {
    id: 'azd',
    absent: () => undefined,
    open: (sdk, options) => new sdk.AzureDeveloperCliCredential({ ...tenantOf(options), processTimeoutInMs: AZ_MS }),
    command: (where) =>
      `${inCloud(where, (name) => `azd config set cloud.name ${name} && `)}azd auth login${at('--tenant-id', where)}`,
    fix: 'sign in with the Azure Developer CLI',
  },
  {
    id: 'powershell',
    absent: () => undefined,
    open: (sdk, options) =>
      new sdk.AzurePowerShellCredential({ ...tenantOf(options), processTimeoutInMs: POWERSHELL_MS }),
    command: (where) => `Connect-AzAccount${inCloud(where, (name) => ` -Environment ${name}`)}${at('-Tenant', where)}`,
    fix: 'sign in with Azure PowerShell',
  },
  {
    id: 'browser',
    absent: () => undefined,
    open: (sdk, options) => new sdk.InteractiveBrowserCredential(options),
    fix: 'try again where a browser can be opened, or with --auth device-code',
  },
  {
    id: 'device-code',
    absent: () => undefined,
    open: (sdk, options) =>
      new sdk.DeviceCodeCredential({ ...options, userPromptCallback: ({ message }) => options.tell(message) }),
    fix: 'try again and enter the code within 15 minutes',
  },
];

const tenantOf = ({ tenantId, additionallyAllowedTenants }: WayOptions) => ({
  additionallyAllowedTenants,
  ...(tenantId === undefined ? {} : { tenantId }),
});

/** They ask a person, so only on request. */
export const ASKING: ReadonlySet<WayId> = new Set<WayId>(['browser', 'device-code']);
