import type { MethodId } from './agent.ts';

/**
 * In whose rights a method is carried out on the machine: in those of the user who starts it there, or in those of a service that has
 * all rights already (the guest agent of Azure, the agent of Azure Arc, the configuration manager of Windows for DSC).
 */
export const RUNS_AS: Readonly<Record<MethodId, 'user' | 'service'>> = {
  extension: 'service',
  template: 'service',
  linux: 'user',
  windows: 'user',
  'vm-insights': 'service',
  'auto-provisioning': 'service',
  dsc: 'service',
  'azure-stack': 'service',
  // The wizard asks for an account with these rights.
  'operations-manager': 'user',
  policy: 'service',
};
