import type { Action, SecretName } from '../method/action.ts';
import { isDeployed } from '../method/template-order.ts';
import { EXIT } from '../problem.ts';
import { deployedResult } from '../report/deploy-json.ts';
import type { ActionRecord, DeployedTarget, MachineChange } from '../rollout/deploy-run.ts';
import type { Task } from '../rollout/task.ts';
import type { DeployedTemplate, DeploymentState } from '../rollout/template-run.ts';
import type { Secret } from '../secret.ts';
import type { Door } from './deploy-begin.ts';
import { putsRulesOnce } from './deploy-perform.ts';
import { DeployProgress } from './deploy-progress.ts';
import { deployAll } from './deploy-run.ts';
import type { LocatedMachine } from './deploy-targets.ts';
import { plannedTask } from './install-machine.ts';
import { atATime, type TemplateFlags, type TemplatePlan } from './install-template.ts';
import { byDeployments, turns } from './install-template-azure.ts';
import { Together } from './install-template-together.ts';

/**
 * The second half: each machine does what only it needs, comes to its deployment, and is proven afterwards. All of them are under way at
 * the same time, since they wait for each other; what is asked of Azure for single machines is asked so many at a time.
 */
export async function deployTogether(
  plan: TemplatePlan,
  flags: TemplateFlags,
  door: Door,
): Promise<{ readonly targets: readonly DeployedTarget[]; readonly deployments: readonly DeployedTemplate[] }> {
  const { prepared, targets } = plan;
  const azure = await prepared.begun.azure();
  const turn = turns(atATime(flags));
  const together = new Together(
    plan.deployments.map(({ deployment }) => deployment),
    {
      azure,
      templates: (file) => JSON.parse(door.world.armTemplate(file)),
      secrets: (target) => secretsOf(plan, target),
      waiting: { ...prepared.installing.waiting, signal: door.signal },
      goesOn: (target) => targets.get(target)?.change.actions.some(({ action }) => goesOn(action)) === true,
    },
  );
  const installing = {
    ...prepared.installing,
    ...{ azure: putsRulesOnce(byDeployments(azure, together, turn)), turn },
  };
  const located = prepared.begun.located;
  const looked = new Map(plan.looked.map((one) => [one.key, one]));
  const taskFor = (machine: LocatedMachine): Task<MachineChange> => {
    const known = targets.get(machine.id.key);
    if (known === undefined) return asLooked(looked.get(machine.id.key) as DeployedTarget);
    return joining(plannedTask(machine, known.aim, known.change, installing), together);
  };
  const done = await deployAll(located, taskFor, {
    ...{ concurrency: Math.max(1, located.length), clock: door.world.clock, signal: door.signal, told: deployedResult },
    progress: new DeployProgress(located.length, door.talk),
    event: (name, data) => {
      if (name !== 'target.started') door.event(name, data);
    },
  });
  return {
    targets: done.map((one) => ({ ...one, durationMs: one.durationMs + (looked.get(one.key)?.durationMs ?? 0) })),
    deployments: together.records,
  };
}

const goesOn = ({ kind }: Action): boolean => kind === 'stop' || kind === 'upgrade-instances';

/** What a target's deployment may have to be given. */
export function secretsOf(
  { prepared, targets }: TemplatePlan,
  target: string | undefined,
): ReadonlyMap<SecretName, Secret> {
  const known = targets.get(target ?? '');
  return known === undefined ? new Map() : prepared.installing.secrets(known.aim, known.machine.row);
}

/** A machine that ended with the look. */
function asLooked({ key, state, exit, change, problem }: DeployedTarget): Task<MachineChange> {
  return {
    key,
    async run() {
      if (change !== undefined) return { state, exit, result: change };
      throw problem;
    },
  };
}

/** Others wait for it: they learn that it does not come, too. */
function joining(task: Task<MachineChange>, together: Together): Task<MachineChange> {
  return {
    key: task.key,
    async run(step, signal) {
      try {
        const ended = await task.run(step, signal);
        const deployment = together.stateOf(task.key);
        const open = deployment === 'begun' && ended.exit === EXIT.ok ? STARTED : {};
        return { ...ended, ...open, result: asSent(ended.result, deployment) };
      } finally {
        together.gone(task.key);
      }
    },
  };
}

const STARTED = { state: 'started', exit: EXIT.pending } as const;

/** Of a deployment that was not begun nothing was sent; of one that was not waited for no end is known. */
function asSent(change: MachineChange, deployment: DeploymentState | undefined): MachineChange {
  if (deployment !== 'begun' && deployment !== 'not-begun') return change;
  const state = deployment === 'begun' ? 'begun' : 'not-done';
  const isOpen = (one: ActionRecord): boolean => isDeployed(one.action) && one.state !== 'not-done';
  return { ...change, actions: change.actions.map((one) => (isOpen(one) ? { ...one, state } : one)) };
}
