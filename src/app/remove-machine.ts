import type { Azure, Waiting } from '../ports.ts';
import { EXIT, Problem } from '../problem.ts';
import type { MachineChange } from '../rollout/deploy-run.ts';
import type { Outcome, Task, TaskResult } from '../rollout/task.ts';
import { performAll } from './deploy-perform.ts';
import { DeployRecord } from './deploy-record.ts';
import type { RemovalPlan } from './remove-plan.ts';

export interface Removing {
  readonly azure: Azure;
  readonly dryRun: boolean;
  readonly waiting: Omit<Waiting, 'signal'>;
}

/** One machine of a removal, as it was planned; what stood against the plan is the machine's own trouble. */
export function removeTask(key: string, planned: Outcome<RemovalPlan>, removing: Removing): Task<MachineChange> {
  return {
    key,
    async run(step, signal) {
      if ('problem' in planned) throw planned.problem;
      const plan = planned.result;
      if (plan.problem !== undefined) return refused(plan, plan.problem);
      if (removing.dryRun || plan.actions.length === 0) return asPlanned(plan);
      return remove(plan, new DeployRecord(plan.actions), removing, step, signal);
    },
  };
}

const refused = (plan: RemovalPlan, problem: Problem): TaskResult<MachineChange> => ({
  state: problem.exit === EXIT.pending ? 'deferred' : 'failed',
  exit: problem.exit,
  result: { ...changeOf(plan, []), problem },
});

function asPlanned(plan: RemovalPlan): TaskResult<MachineChange> {
  const { actions, outstanding } = plan;
  const result = changeOf(plan, DeployRecord.planned(actions));
  if (actions.length > 0) return { state: 'planned', exit: EXIT.ok, result };
  return outstanding === undefined
    ? { state: 'unchanged', exit: EXIT.ok, result }
    : { state: 'pending', exit: EXIT.pending, result };
}

async function remove(
  plan: RemovalPlan,
  record: DeployRecord,
  { azure, waiting }: Removing,
  step: (text: string) => void,
  signal: AbortSignal,
): Promise<TaskResult<MachineChange>> {
  const told = (): MachineChange => changeOf(plan, record.actions);
  try {
    await performAll(record, { azure, step, secrets: new Map(), waiting: { ...waiting, signal } });
    if (record.complete && plan.outstanding !== undefined)
      return { state: 'pending', exit: EXIT.pending, result: told() };
    if (record.complete) return { state: 'removed', exit: EXIT.ok, result: told() };
    return { state: 'started', exit: EXIT.pending, result: told() };
  } catch (error) {
    const problem = signal.aborted && !(error instanceof Problem) ? signal.reason : error;
    if (!(problem instanceof Problem)) throw problem;
    const state = problem.exit === EXIT.pending ? 'started' : 'failed';
    return { state, exit: problem.exit, result: { ...told(), problem } };
  }
}

const changeOf = (
  { vm, agent, note, outstanding, unread }: RemovalPlan,
  actions: MachineChange['actions'],
): MachineChange => ({
  ...{ vm, actions },
  ...(agent === undefined ? {} : { agent }),
  ...(note === '' ? {} : { note }),
  ...(outstanding === undefined ? {} : { outstanding }),
  ...(unread.length === 0 ? {} : { stays: unread }),
});
