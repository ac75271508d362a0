import type { Azure } from '../ports.ts';
import { deploymentsBy } from './deployments/deployments.ts';
import { machinesBy } from './machines.ts';
import { logsBy } from './monitor/logs.ts';
import { rulesBy } from './monitor/rules.ts';
import { workspacesBy } from './monitor/workspaces.ts';
import type { AzureOptions } from './options.ts';
import { resourcesBy } from './resources/resources.ts';
import { chainOf } from './sign-in/chain.ts';
import { signInBy } from './sign-in/sign-in.ts';
import { vaultBy } from './vault/vault.ts';
import { type Pace, REAL_PACE } from './wire/pace.ts';
import { checkedProxy } from './wire/proxy-variable.ts';
import { wireTo } from './wire/wire.ts';

export type { AzureOptions } from './options.ts';

/**
 * Azure behind its ports; each member loads its SDK when first used, and nothing is sent before. Throws AZMON-AUTH-TENANT-NAME (2) and
 * AZMON-AZURE-PROXY (2).
 */
export function openAzure(options: AzureOptions, pace: Pace = REAL_PACE): Azure {
  const { management, cloud, env, signal } = options;
  checkedProxy(env);
  const credential = chainOf(options, pace);
  const wire = wireTo(management, { credential, env, pace, signal });
  return {
    signIn: signInBy(credential, management.armScope),
    resources: resourcesBy(wire),
    machines: machinesBy(wire),
    workspaces: workspacesBy(wire),
    rules: rulesBy(wire),
    deployments: deploymentsBy(wire),
    logs: logsBy(wire),
    vault: vaultBy(wire, cloud),
  };
}
