import { HOST_STOPS, type HostStop, refuseHostStops } from '../manage/host-stops.ts';
import { stateIn } from '../manage/known-state.ts';
import { refuseBeyond } from '../manage/limits.ts';
import type { WrapperRun } from '../manage/wrapper-run.ts';
import { EXIT, Problem } from '../problem.ts';
import { promptConfirm } from '../terminal/prompt.ts';
import type { Answer } from './answer.ts';
import { beginHosts, finishHosts, type HostBegun, type HostDoor, type HostFlags } from './host-begin.ts';
import { type HostMachine, onlyReached } from './host-jobs.ts';
import { lookAtHost } from './host-look.ts';
import { said, seconds, yesIf } from './host-parameters.ts';
import { printedWrapper, refuseTargets } from './host-print.ts';
import type { HostEnded, Turn } from './host-run.ts';
import { runWrapper, type WrapperAsked } from './host-wrapper.ts';
import { loweredStops } from './lowered-stops.ts';
import { questionOf } from './question.ts';
import { typedCommand } from './typed-command.ts';

export interface RemoveHostFlags extends HostFlags {
  readonly ignore?: readonly string[] | undefined;
  readonly 'lock-wait'?: number | undefined;
  readonly script?: boolean | undefined;
  readonly yes?: boolean | undefined;
}

/** Takes the agent off: looks at all machines first, asks, and only then removes, by the ledger of each. */
export async function removeHosts(
  system: 'linux' | 'windows',
  targets: readonly string[],
  flags: RemoveHostFlags,
  door: HostDoor,
): Promise<Answer> {
  const ignore = loweredStops(flags.ignore, door.given('ignore'), (text) => stopNamed(text, door.words), HOST_STOPS);
  const values = said({
    AZMON_LOCK_WAIT: seconds(flags['lock-wait']),
    AZMON_REPLACE: yesIf(system === 'linux' && ignore.includes('operations-manager')),
  });
  if (flags.script === true) {
    refuseTargets(targets);
    const printed = flags['dry-run'] === true ? { AZMON_DRY_RUN: 'yes' } : {};
    const { parameters } = values;
    return printedWrapper(system, { ...values, parameters: { AZMON_DO: 'remove', ...parameters, ...printed } }, door);
  }
  const begun = await beginHosts(targets, flags, door, onlyReached(door.words));
  const asked = (turn: Turn, dryRun: boolean): WrapperAsked => ({
    ...{ target: turn.machine.target, system, verb: 'remove', dryRun, values },
  });
  const dryRun = flags['dry-run'] === true;
  const { wrapping } = begun;
  const work = {
    async plan(turn: Turn): Promise<WrapperRun> {
      turn.draft.system = system;
      const look = await lookAtHost(turn.machine.target, QUESTION, wrapping.hosts, wrapping.sudo, system);
      const wish = { agent: wrapping.agent, target: turn.machine.key, words: wrapping.words };
      refuseBeyond('remove', stateIn(look.facts, system), wish);
      refuseHostStops({ facts: look.facts, system, agent: wrapping.agent, target: turn.machine.key, ignore });
      return runWrapper(asked(turn, true), turn, wrapping);
    },
    agree: dryRun ? undefined : (plans: Plans) => confirmed(plans, begun, flags.yes === true, door),
    async perform(turn: Turn, plan: WrapperRun): Promise<HostEnded> {
      if (plan.plan.length === 0) return { state: 'unchanged', exit: EXIT.ok };
      if (dryRun) return { state: 'planned', exit: EXIT.ok };
      const run = await runWrapper(asked(turn, false), turn, wrapping);
      return { state: run.result === 'removed' ? 'removed' : 'unchanged', exit: EXIT.ok };
    },
  };
  return finishHosts(begun, work, flags, door, () => []);
}

type Plans = readonly (readonly [HostMachine, WrapperRun])[];

/** Nothing of the network is asked: what is there counts. */
export const QUESTION = questionOf({ agent: 'log-analytics', offline: true }, '2020-02-04');

function stopNamed(text: string, words: string): HostStop {
  const known = HOST_STOPS.find((stop) => stop === text);
  if (known !== undefined) return known;
  throw new Problem({
    code: 'AZMON-FLAG-VALUE',
    exit: EXIT.usage,
    message: '--ignore does not take this value',
    why: `what stands against a removal is called: ${HOST_STOPS.join(', ')}`,
    fix: [{ text: 'all flags, with examples', command: `${words} --help` }],
  });
}

const SHOWN = 12;

/** No is the answer of Enter, and of everybody who cannot be asked. Throws AZMON-DECLINED (13). */
async function confirmed(
  plans: Plans,
  { line }: HostBegun,
  yes: boolean,
  { interactive, talk }: HostDoor,
): Promise<void> {
  const changes = plans.filter(([, { plan }]) => plan.length > 0);
  if (changes.length === 0 || yes) return;
  const command = typedCommand(line.words, { ...line.flags, yes: true }, [...line.given, 'yes'], line.targets);
  if (!interactive) throw declined('a removal is confirmed, and nobody can be asked', command);
  for (const [{ key }, { plan }] of changes.slice(0, SHOWN)) {
    talk(key);
    for (const { text } of plan) talk(`  ${text}`);
  }
  if (changes.length > SHOWN) talk(`and ${changes.length - SHOWN} more machines`);
  const where = changes.length === 1 ? (changes[0]?.[0].key ?? '') : `${changes.length} machines`;
  if (!(await promptConfirm(`Remove the Log Analytics agent from ${where}?`)))
    throw declined('the removal was declined');
}

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
