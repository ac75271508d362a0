/** One error of a deployment that is the cause of others, with the resource it belongs to. */
export interface DeploymentError {
  /** Resource id, as far as Azure tells. */
  readonly resource?: string;
  readonly code: string;
  readonly message: string;
}

/** Why a deployment failed: the leaves of the tree of errors that Azure answers with. Cause of AZMON-DEPLOYMENT-FAILED. */
export class DeploymentFailure extends Error {
  readonly errors: readonly DeploymentError[];

  constructor(errors: readonly DeploymentError[]) {
    super(errors.map(({ code }) => code).join(', '));
    this.name = 'DeploymentFailure';
    this.errors = errors;
  }
}
