import type { AgentId } from '../agent/agent.ts';
import { AGENTS } from '../agent/index.ts';
import type { Azure } from '../ports.ts';
import { EXIT, Problem } from '../problem.ts';
import type { TargetRow } from '../target/inventory-row.ts';
import { subscriptionIds } from '../workspace/subscriptions.ts';
import type { Asked } from './asked.ts';
import type { TypedRun } from './deploy-next.ts';
import { type Located, locateAll } from './deploy-targets.ts';
import { jobsOf } from './jobs.ts';
import { once } from './once.ts';
import type { EventName } from './run.ts';
import type { FlagValues } from './typed-command.ts';
import type { AzureWish, Outside } from './wiring.ts';
import type { Typed } from './workspace.ts';

/** What a door hands over beside its flags. */
export interface Door {
  readonly words: string;
  readonly world: Outside;
  readonly typed: Typed;
  readonly asked: Asked;
  readonly interactive: boolean;
  readonly signal: AbortSignal;
  readonly talk: (line: string) => void;
  readonly event: (name: EventName, data: object) => void;
  /** The flag stands on the command line itself. */
  readonly given: (flag: string) => boolean;
}

export interface BothFlags extends Omit<AzureWish, 'tell' | 'signal'> {
  readonly file?: readonly string[] | undefined;
  readonly subscription?: readonly string[] | undefined;
}

/** A run that has its machines: opened Azure, and every target found or told why not. */
export interface Begun {
  readonly azure: () => Promise<Azure>;
  readonly subscriptions: readonly string[];
  readonly located: readonly Located[];
  readonly line: TypedRun;
}

/** Finds the machines that are meant; changes nothing. Throws AZMON-TARGET-MISSING (2) where none is named. */
export async function begin(targets: readonly string[], flags: BothFlags, door: Door): Promise<Begun> {
  if (targets.length === 0 && flags.file === undefined) throw noTarget(door.words);
  const { world, signal, talk } = door;
  const azure = once(() => world.azure({ ...flags, tell: talk, signal }));
  const jobs = await jobsOf({ targets, file: flags.file }, world.files);
  const named = flags.subscription ?? [];
  const subscriptions = named.length === 0 ? [] : await subscriptionIds(named, await azure());
  const needsArc = arcNeeded(flags as FlagValues, door.words);
  const located = await locateAll(jobs, { azure, subscriptions, needsArc, signal, clock: world.clock });
  return { azure, subscriptions, located, line: lineOf(targets, flags, door, located) };
}

/** Whether what is wanted of a machine is the generation that takes a rule, as far as flags and row say it. */
function arcNeeded({ agent, rule, 'default-rule': byDefault }: FlagValues, words: string): (row: TargetRow) => boolean {
  const ofFlags = rule !== undefined || byDefault === true ? true : takesRule(agent);
  return (row) =>
    words.startsWith('azmon install') && (row.rule !== undefined || (takesRule(row.agent) ?? ofFlags ?? false));
}

const takesRule = (agent: unknown): boolean | undefined =>
  typeof agent === 'string' ? AGENTS[agent as AgentId]?.extension.destination === 'rule' : undefined;

function lineOf(targets: readonly string[], flags: BothFlags, door: Door, located: readonly Located[]): TypedRun {
  const values = flags as FlagValues;
  const rows = located.flatMap((one) => ('row' in one ? [one.row] : []));
  return {
    ...{ words: door.words, flags: values, targets },
    given: Object.keys(values).filter((flag) => door.given(flag)),
    rowsSayMore: rows.some(({ agent, workspace, rule, proxy }) => (agent ?? workspace ?? rule ?? proxy) !== undefined),
  };
}

const noTarget = (words: string): Problem =>
  new Problem({
    code: 'AZMON-TARGET-MISSING',
    exit: EXIT.usage,
    message: 'no machine is named',
    fix: [
      {
        text: 'name virtual machines, Azure Arc machines (arc:NAME) or scale sets (vmss:NAME)',
        command: `${words} azure:NAME`,
      },
      { text: 'or a file of them: --file PATH' },
      { text: 'see which machines there are, and what runs on them', command: 'azmon status' },
    ],
  });
