import type { TemplateDeployment } from '../method/template.ts';
import type { Problem } from '../problem.ts';
import type { ResourceChange } from '../target/resource-change.ts';

/** What became of a deployment. `begun`: sent to Azure, its end was not waited for or not seen. */
export type DeploymentState = 'planned' | 'not-begun' | 'begun' | 'done' | 'failed';

/** A deployment with what became of it, or what Azure says of it. Free of secrets. */
export interface DeployedTemplate {
  readonly deployment: TemplateDeployment;
  readonly state: DeploymentState;
  /** Resource ids that Azure would touch (`--validate`). */
  readonly validated?: readonly string[];
  /** What Azure says would change (`--what-if`). */
  readonly changes?: readonly ResourceChange[];
  /** Why it was refused; what failed with single machines stands there. */
  readonly problem?: Problem;
}
