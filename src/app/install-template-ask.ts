import { failureOfItem } from '../method/template-failure.ts';
import { templateRequest } from '../method/template-request.ts';
import { Problem } from '../problem.ts';
import type { DeployedTarget } from '../rollout/deploy-run.ts';
import type { DeployedTemplate } from '../rollout/template-run.ts';
import type { Door } from './deploy-begin.ts';
import type { TemplateFlags, TemplatePlan } from './install-template.ts';
import { secretsOf } from './install-template-deploy.ts';

/** Asks Azure what it thinks of the deployments, one after the other; changes nothing. What it refuses is the trouble of its machines. */
export async function askDeployments(
  plan: TemplatePlan,
  flags: TemplateFlags,
  { world, signal, talk }: Door,
): Promise<readonly DeployedTemplate[]> {
  const azure = await plan.prepared.begun.azure();
  const asked: DeployedTemplate[] = [];
  for (const { deployment } of plan.deployments) {
    signal.throwIfAborted();
    talk(`asking Azure about ${deployment.name}`);
    const request = templateRequest(
      deployment,
      deployment.items,
      JSON.parse(world.armTemplate(deployment.template)),
      secretsOf(plan, deployment.items[0]?.target),
    );
    try {
      const validated = flags.validate === true ? await azure.deployments.validate(request, { signal }) : undefined;
      const changes = flags['what-if'] === true ? await azure.deployments.whatIf(request, { signal }) : undefined;
      asked.push({
        ...{ deployment, state: 'planned' },
        ...(validated === undefined ? {} : { validated }),
        ...(changes === undefined ? {} : { changes }),
      });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      asked.push({ deployment, state: 'failed', problem: error });
    }
  }
  return asked;
}

/** The targets as planned; those whose deployment Azure would not take have failed. */
export function refusedTargets(
  { looked }: TemplatePlan,
  asked: readonly DeployedTemplate[],
): readonly DeployedTarget[] {
  return looked.map((target) => {
    const problem = problemOf(target.key, asked);
    if (problem === undefined) return target;
    const change = target.change === undefined ? {} : { change: { ...target.change, problem } };
    return { ...target, ...change, state: 'failed', exit: problem.exit, problem: problem.on(target.name) };
  });
}

function problemOf(key: string, asked: readonly DeployedTemplate[]): Problem | undefined {
  for (const { deployment, problem } of asked) {
    const item = deployment.items.find(({ target }) => target === key);
    if (item === undefined || problem === undefined) continue;
    const failure = failureOfItem(problem, item);
    if (failure.state !== 'unsaid') return failure.state === 'failed' ? failure.problem : problem;
  }
  return undefined;
}
