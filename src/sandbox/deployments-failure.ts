import type { SandboxDeployment, SandboxDeploymentOperation } from './state.ts';

/**
 * Why a deployment failed, as it has been told since 2022 (Azure/missionlz#1017): errors of resources stand under DeploymentFailed as their
 * providers gave them. Which resource each belongs to is told by the operations of the deployment.
 */
export function failureOf({ id }: SandboxDeployment, failed: readonly SandboxDeploymentOperation[]): object {
  return {
    ...{ code: 'DeploymentFailed', target: id },
    message:
      'At least one resource deployment operation failed. Please list deployment operations for details. Please see https://aka.ms/arm-deployment-operations for usage details.',
    details: failed.map(({ message }) => (message as { error: unknown }).error),
  };
}
