import type { AgentId } from '../agent/agent.ts';
import { azureLooker } from '../machine/look-azure.ts';
import { describeAction } from '../method/describe.ts';
import { HARD_STOPS, type HardStop } from '../method/request.ts';
import { EXIT, Problem } from '../problem.ts';
import { deployedResult } from '../report/deploy-json.ts';
import { memoryJournal } from '../rollout/memory-journal.ts';
import { CONCURRENCY, runTasks } from '../rollout/run.ts';
import type { Outcome } from '../rollout/task.ts';
import { promptConfirm } from '../terminal/prompt.ts';
import type { Answer } from './answer.ts';
import { deployAnswer } from './deploy-answer.ts';
import { type Begun, type BothFlags, begin, type Door } from './deploy-begin.ts';
import { nextCommand } from './deploy-next.ts';
import { DeployProgress } from './deploy-progress.ts';
import { deployAll, exitOfAll } from './deploy-run.ts';
import { type InstanceFlags, instancesOf } from './install-options.ts';
import { loweredStops } from './lowered-stops.ts';
import { removeTask } from './remove-machine.ts';
import { planRemovalOf, type RemovalPlan, recordsOnce } from './remove-plan.ts';
import { typedCommand } from './typed-command.ts';

export interface RemoveFlags extends BothFlags, InstanceFlags {
  readonly agent?: AgentId | undefined;
  readonly ignore?: readonly string[] | undefined;
  readonly concurrency?: number | undefined;
  readonly timeout?: number | undefined;
  readonly 'dry-run'?: boolean | undefined;
  readonly 'start-stopped'?: boolean | undefined;
  readonly wait?: boolean | undefined;
  readonly yes?: boolean | undefined;
}

type Plans = ReadonlyMap<string, Outcome<RemovalPlan>>;

/** Takes the agent's extension off Azure VMs: looks at all of them first, asks, and only then removes. */
export async function removeExtension(targets: readonly string[], flags: RemoveFlags, door: Door): Promise<Answer> {
  const { world, signal } = door;
  const startedAt = world.clock.now();
  const ignore = loweredStops(flags.ignore, door.given('ignore'), hardStop, HARD_STOPS);
  instancesOf(flags);
  const begun = await begin(targets, flags, door);
  const plans = await plansOf(begun, { ...flags, ignore }, door);
  const dryRun = flags['dry-run'] === true;
  if (!dryRun) await confirmed(plans, begun, flags.yes === true, door);
  const azure = await begun.azure();
  const waiting = {
    ...(flags.wait === undefined ? {} : { wait: flags.wait }),
    ...(flags.timeout === undefined ? {} : { timeoutMs: flags.timeout }),
  };
  const progress = new DeployProgress(begun.located.length, door.talk);
  const done = await deployAll(
    begun.located,
    ({ id }) => removeTask(id.key, plans.get(id.key) as Outcome<RemovalPlan>, { azure, dryRun, waiting }),
    { concurrency: flags.concurrency, clock: world.clock, signal, progress, event: door.event, told: deployedResult },
  );
  const next = nextCommand(done, dryRun, begun.line);
  return deployAnswer(
    {
      ...{ verb: 'remove', method: 'extension', dryRun, targets: done, exit: exitOfAll(done) },
      durationMs: world.clock.now() - startedAt,
      ...(next === undefined ? {} : { next }),
    },
    door.asked,
    [],
  );
}

function hardStop(text: string): HardStop {
  const known = HARD_STOPS.find((stop) => stop === text);
  if (known !== undefined) return known;
  throw new Problem({
    code: 'AZMON-FLAG-VALUE',
    exit: EXIT.usage,
    message: '--ignore does not take this value',
    why: `what stands against a removal is called: ${HARD_STOPS.join(', ')}`,
    fix: [{ text: 'all flags, with examples', command: 'azmon remove extension --help' }],
  });
}

async function plansOf(
  { azure: open, located }: Begun,
  flags: RemoveFlags & { readonly ignore: readonly HardStop[] },
  { signal, world, talk }: Door,
): Promise<Plans> {
  const machines = located.filter((one) => 'id' in one);
  if (machines.length === 0) return new Map();
  const azure = await open();
  const planning = {
    ...{ azure, look: azureLooker(azure), records: recordsOnce(azure, signal) },
    ...{ agent: flags.agent, ignore: flags.ignore, startStopped: flags['start-stopped'] },
    instances: instancesOf(flags),
  };
  talk(machines.length === 1 ? 'looking' : `looking at ${machines.length} machines`);
  const tasks = machines.map((machine) => ({
    key: machine.id.key,
    run: async () => ({ state: 'planned', exit: EXIT.ok, result: await planRemovalOf(machine, planning) }) as const,
  }));
  const outcomes = await runTasks<RemovalPlan>(tasks, {
    ...{ concurrency: flags.concurrency ?? CONCURRENCY, journal: memoryJournal(), clock: world.clock, signal },
  });
  return new Map(outcomes.map((outcome) => [outcome.key, outcome]));
}

/** No is the answer of Enter, and of everybody who cannot be asked. Throws AZMON-DECLINED (13). */
async function confirmed(plans: Plans, { line }: Begun, yes: boolean, { interactive, talk }: Door): Promise<void> {
  const changes = [...plans.values()].flatMap((outcome) =>
    'result' in outcome && outcome.result.actions.length > 0 ? [outcome.result] : [],
  );
  if (changes.length === 0 || yes) return;
  if (!interactive) throw declined('a removal is confirmed, and nobody can be asked', unasked(line));
  for (const text of changes.slice(0, SHOWN).flatMap(shown)) talk(text);
  if (changes.length > SHOWN) talk(`and ${changes.length - SHOWN} more machines`);
  const titles = [...new Set(changes.map(({ agent }) => agent?.title))].join(' and the ');
  const where = changes.length === 1 ? (changes[0]?.vm.name ?? '') : `${changes.length} machines`;
  if (!(await promptConfirm(`Remove the ${titles} from ${where}?`))) throw declined('the removal was declined');
}

/** The same without the question. */
const unasked = ({ words, flags, given, targets }: Begun['line']): string =>
  typedCommand(words, { ...flags, yes: true }, [...given, 'yes'], targets);

const SHOWN = 12;

const shown = ({ vm, actions }: RemovalPlan): readonly string[] => [
  vm.name,
  ...actions.map((action) => `  ${describeAction(action)}`),
];

const declined = (message: string, command?: string): Problem =>
  new Problem({
    code: 'AZMON-DECLINED',
    exit: EXIT.declined,
    message,
    why: 'nothing was changed',
    fix: [
      { text: 'shows what would be removed: --dry-run' },
      ...(command === undefined ? [] : [{ text: 'goes ahead without asking', command }]),
    ],
  });
