import type { AgentId } from '../agent/agent.ts';
import { type Assessment, assess, type Question } from '../check/assess.ts';
import { evidenceOf, type Inside, wantsOf } from '../check/azure/evidence.ts';
import type { AzureLook } from '../machine/azure-look.ts';
import type { AzureWants } from '../machine/look-azure.ts';
import type { Plan } from '../method/action.ts';
import { planExtension } from '../method/extension.ts';
import { handlerProblem } from '../method/handler-problem.ts';
import type { ExtensionOptions } from '../method/request.ts';
import type { Azure, Clock, Waiting } from '../ports.ts';
import { EXIT, type ExitCode, Problem } from '../problem.ts';
import type { MachineChange } from '../rollout/deploy-run.ts';
import type { Task, TaskResult } from '../rollout/task.ts';
import type { AzureVm } from '../target/azure-vm.ts';
import type { TargetRow } from '../target/inventory-row.ts';
import type { Proof, VerifyLevel } from '../verify/proof.ts';
import { serviceMark } from '../verify/service-mark.ts';
import { verifyMachine } from '../verify/verify.ts';
import { performAll } from './deploy-perform.ts';
import { DeployRecord } from './deploy-record.ts';
import type { LocatedMachine } from './deploy-targets.ts';
import type { Aim } from './install-aim.ts';
import { besidePlan, refuseBlocked } from './install-gate.ts';

/** What all machines of an install have in common. */
export interface Installing {
  readonly azure: Azure;
  readonly look: (id: string, wants: AzureWants) => Promise<AzureLook>;
  /** Looks inside by run-command, where that is wanted and can be. */
  readonly inside: (look: AzureLook, question: Question) => Promise<Inside>;
  readonly clock: Clock;
  readonly question: (aim: Aim, row: TargetRow) => Question;
  readonly options: (row: TargetRow) => ExtensionOptions;
  readonly secrets: (aim: Aim, row: TargetRow) => Aim['secrets'];
  readonly dryRun: boolean;
  readonly waiting: Omit<Waiting, 'signal'>;
  readonly verify: Verifying;
  readonly sleep: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
  /** A text that no run before had. */
  readonly tag: string;
  /** Runs what has to wait for its turn, where more machines are under way than may ask at a time. */
  readonly turn?: <T>(work: () => Promise<T>) => Promise<T>;
}

export interface Verifying {
  readonly level: VerifyLevel;
  readonly timeoutMs: number;
  /** YYYY-MM-DD */
  readonly asOf: string;
}

/** What is known of one machine while it is worked on; it is told whatever happens. */
type Draft = { -readonly [K in keyof MachineChange]?: MachineChange[K] } & { record?: DeployRecord };
type Step = (text: string) => void;

/** One machine of an install: look, judge, plan, change, prove. Nothing is sent before the plan stands. */
export const installTask = (machine: LocatedMachine, aim: Aim, installing: Installing): Task<MachineChange> =>
  taskOf(machine, { agent: aim.agent }, installing, (draft, run) => install(machine, aim, draft, run));

/** The second half of an install: makes the changes that a dry run planned, and proves. Where several machines are changed together. */
export function plannedTask(
  machine: LocatedMachine,
  aim: Aim,
  { actions, ...planned }: MachineChange,
  installing: Installing,
): Task<MachineChange> {
  const record = new DeployRecord(actions.map(({ action }) => action));
  return taskOf(machine, { ...planned, record }, installing, (draft, run) =>
    actions.length === 0 ? asItWas(aim, draft, run) : changed(aim, machine.row, draft, run),
  );
}

function taskOf(
  { id }: LocatedMachine,
  draft: Draft,
  installing: Installing,
  work: (draft: Draft, run: Run) => Promise<Ended>,
): Task<MachineChange> {
  return {
    key: id.key,
    async run(step, signal) {
      try {
        const ended = await work(draft, { ...installing, step, signal });
        return { ...ended, result: told(draft) };
      } catch (error) {
        return stopped(draft, reasonOf(error, draft, signal));
      }
    },
  };
}

type Run = Installing & { readonly step: Step; readonly signal: AbortSignal };
type Ended = Omit<TaskResult<MachineChange>, 'result'>;

async function install({ id, row }: LocatedMachine, aim: Aim, draft: Draft, run: Run): Promise<Ended> {
  run.step('looking');
  const look = await run.look(id.id, wantsOf([aim.agent], id.type));
  draft.vm = look.vm;
  const { shown, prepare } = aim.destination(look.vm.system);
  draft.destination = shown;
  const plan = await planned(look, aim, row, run, shown);
  draft.assessment = await judged(look, aim, row, run);
  const isDone = !(plan instanceof Problem) && plan.state === 'unchanged' && prepare === undefined;
  if (!isDone) refuseBlocked(look.vm, draft.assessment);
  if (plan instanceof Problem) throw plan;
  draft.note = plan.note;
  if (plan.outstanding !== undefined) draft.outstanding = plan.outstanding;
  const actions = [...(prepare === undefined ? [] : [prepare]), ...plan.actions];
  if (run.dryRun) {
    draft.actions = DeployRecord.planned(actions);
    return actions.length === 0
      ? (waitingFor(draft) ?? { state: 'unchanged', exit: EXIT.ok })
      : { state: 'planned', exit: EXIT.ok };
  }
  draft.record = new DeployRecord(actions);
  return actions.length === 0 ? asItWas(aim, draft, run) : changed(aim, row, draft, run);
}

/** The Problem comes back as a value: what the checks say weighs more. */
async function planned(
  { vm, locks }: AzureLook,
  { agent }: Aim,
  row: TargetRow,
  { azure, options, tag }: Run,
  destination: NonNullable<MachineChange['destination']>,
): Promise<Plan | Problem> {
  const takesRule = agent.extension.destination === 'rule';
  const associations = takesRule ? await azure.rules.associations(vm.id) : [];
  try {
    return planExtension({
      ...{ vm, agent, destination, associations, tag, options: options(row) },
      ...('value' in locks ? { locks: locks.value } : {}),
    });
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

async function judged(look: AzureLook, aim: Aim, row: TargetRow, run: Run): Promise<Assessment> {
  const question = run.question(aim, row);
  return besidePlan(assess(evidenceOf(look, await run.inside(look, question)), question));
}

async function changed(aim: Aim, row: TargetRow, draft: Draft, run: Run): Promise<Ended> {
  const { azure, step, signal, secrets } = run;
  const record = draft.record as DeployRecord;
  const verifies = run.waiting.wait !== false && run.verify.level !== 'none' && provable(draft);
  const since = verifies && run.verify.level === 'reporting' ? await mark(aim, run) : undefined;
  await performAll(record, {
    ...{ azure, step, secrets: secrets(aim, row), waiting: { ...run.waiting, signal } },
    whileUp: async () => {
      draft.vm = await asItIsNow(draft, run);
      if (verifies) draft.proof = await prove(aim, draft, run, since === undefined ? {} : { since });
    },
  });
  if (run.waiting.wait === false && !record.complete) return { state: 'started', exit: EXIT.pending };
  const waits = waitingFor(draft);
  if (waits !== undefined) return waits;
  return {
    state: draft.proof?.state === 'silent' ? 'unverified' : verifies ? 'verified' : 'changed',
    exit: exitOf(draft.proof),
  };
}

/** Instances that an older model keeps as they were: only a person, or a flag, brings them on. */
const waitingFor = ({ outstanding }: Draft): Ended | undefined =>
  outstanding === undefined ? undefined : { state: 'pending', exit: EXIT.pending };

/** The model of a flexible set reports nothing; its instances are machines of their own. */
const provable = ({ outstanding, vm }: Draft): boolean =>
  outstanding === undefined && vm?.set?.orchestration !== 'flexible';

/** What its instances came to is only known once they have been upgraded; other machines are what the plan made of them. */
const asItIsNow = async ({ vm }: Draft, { azure }: Run): Promise<AzureVm> =>
  vm?.set === undefined ? (vm as AzureVm) : azure.machines.vm(vm.id);

/** A machine that is as wanted must report, too: its records of the last minutes count. */
async function asItWas(aim: Aim, draft: Draft, run: Run): Promise<Ended> {
  const waits = waitingFor(draft);
  if (waits !== undefined) return waits;
  if (provable(draft) && run.verify.level !== 'none' && run.waiting.wait !== false)
    draft.proof = await prove(aim, draft, run, { lookBackMs: LOOK_BACK_MS });
  return { state: draft.proof?.state === 'silent' ? 'unverified' : 'unchanged', exit: exitOf(draft.proof) };
}

/** As old as status lets a machine's newest record be. */
const LOOK_BACK_MS = 15 * 60_000;

const exitOf = (proof: Proof | undefined): ExitCode => (proof?.state === 'silent' ? EXIT.unverified : EXIT.ok);

/** By the service's clock; where no workspace can be asked, the look afterwards says why. */
async function mark({ workspaces }: Aim, { azure, signal }: Run): Promise<string | undefined> {
  try {
    return await serviceMark(azure.logs, workspaces, signal);
  } catch (error) {
    if (error instanceof Problem || error instanceof RangeError) return undefined;
    throw error;
  }
}

async function prove(
  { agent, workspaces }: Aim,
  draft: Draft,
  run: Run,
  when: { readonly since?: string; readonly lookBackMs?: number },
): Promise<Proof> {
  const { azure, clock, sleep, signal, step, verify } = run;
  const { vm } = draft as Required<Pick<Draft, 'vm'>>;
  step(verify.level === 'reporting' ? 'waiting for the first record' : 'asking whether the agent is connected');
  const proof = (): Promise<Proof> =>
    verifyMachine(
      {
        ...{ machine: vm.id, agent: agent.id as AgentId, level: verify.level, timeoutMs: verify.timeoutMs },
        ...{ asOf: verify.asOf, ...when },
        ...(workspaces.length === 0 ? {} : { workspaces }),
      },
      { azure, clock, sleep, signal },
    );
  return run.turn === undefined ? proof() : run.turn(proof);
}

/** What stopped it, in words: a handler's own text is translated, and a wait that Ctrl+C ended is Ctrl+C. */
function reasonOf(error: unknown, { vm, agent }: Draft, signal: AbortSignal): unknown {
  const told = signal.aborted && !(error instanceof Problem) ? signal.reason : error;
  if (!(told instanceof Problem) || vm === undefined || agent === undefined) return told;
  return handlerProblem(told, agent.extension[vm.system]);
}

function stopped(draft: Draft, error: unknown): TaskResult<MachineChange> {
  if (!(error instanceof Problem) || draft.vm === undefined) throw error;
  draft.problem = error;
  return { ...endOf(error, draft.record), result: told(draft) };
}

/** The changes were made and only the proof is missing; or Azure goes on; or nothing was begun; or it failed. */
function endOf({ exit }: Problem, record: DeployRecord | undefined): Ended {
  if (record?.touched === true && record.complete)
    return { state: 'unverified', exit: isEnd(exit) ? exit : EXIT.unverified };
  if (exit === EXIT.pending) return { state: record?.touched === true ? 'started' : 'deferred', exit };
  return { state: 'failed', exit };
}

const isEnd = (exit: ExitCode): boolean => exit === EXIT.interrupted || exit === EXIT.terminated;

function told({ record, vm, actions, ...draft }: Draft): MachineChange {
  return { ...draft, vm: vm as MachineChange['vm'], actions: record?.actions ?? actions ?? [] } as MachineChange;
}
