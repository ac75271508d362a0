import { AGENTS } from '../agent/index.ts';
import type { HostChange, HostTarget } from '../rollout/host-run.ts';
import { agentLines } from './agent-words.ts';
import { detail, type TextOptions } from './check-words.ts';
import { brokenLines, foundLines, withGap } from './deploy-one.ts';
import { stateDress } from './deploy-words.ts';
import {
  bundleWords,
  hostDestination,
  hostName,
  hostSystem,
  noteTold,
  outcomeWords,
  stepLine,
  stepsTold,
  undoLines,
} from './host-words.ts';
import { logLines } from './log-lines.ts';
import type { Paint } from './paint.ts';
import { planTold } from './plan-told.ts';

/** One machine in detail. Its error stands on stderr. `words`: of the command, `install linux`. */
export function hostOne(target: HostTarget, words: string, options: TextOptions): string[] {
  const { change } = target;
  if (change === undefined) return [];
  const { paint, verbose } = options;
  const { wrapper } = change;
  return [
    ...hostHead(target, change, paint),
    ...foundLines(target.key, change.assessment, change.problem, options),
    ...hostPlan(change, options),
    ...withGap(wrapper === undefined ? [] : stepsTold(wrapper, verbose).map((step) => stepLine(step, paint))),
    ...withGap(verbose ? (wrapper?.said ?? []).map((line) => paint.dim(`  | ${line}`)) : []),
    ...withGap(logLines(wrapper?.logs ?? [], paint)),
    ...withGap(stateLines(target, change, paint)),
    ...withGap([
      ...(wrapper === undefined ? [] : undoLines(wrapper, verbose, paint)),
      ...outcomeLines(target, change, words, paint),
    ]),
  ];
}

/** The machine, where its data is to go, and from which file. */
export function hostHead(target: HostTarget, change: HostChange, paint: Paint): string[] {
  const destination = hostDestination(change);
  const bundle = bundleWords(change);
  return [
    `${paint.strong(hostName(target))}  ${hostSystem(change)}`,
    ...(destination === undefined ? [] : [`  ${destination}`]),
    ...(bundle === undefined ? [] : [`  ${paint.dim(bundle)}`]),
    '',
  ];
}

/** A dry run: each change as the wrapper would make it. */
export function hostPlan({ wrapper, note }: HostChange, { paint, verbose }: TextOptions): string[] {
  if (wrapper?.result !== 'planned' && (wrapper?.plan.length ?? 0) === 0) return [];
  const plan = wrapper?.plan ?? [];
  return withGap([
    ...planTold(plan, verbose).map((text) => `  ${text}`),
    ...(plan.length === 0 ? ['  = nothing is to be done'] : []),
    ...(note === undefined ? [] : [`  ${paint.symbols.info} ${note}`]),
  ]);
}

/** That there is no agent the steps or the error say. */
function stateLines({ state }: HostTarget, { wrapper }: HostChange, paint: Paint): string[] {
  const seen = wrapper?.state;
  const isThere = seen?.installed === true || seen?.packages === 'half' || seen?.successor !== undefined;
  if (seen === undefined || !isThere || state === 'removed' || state === 'planned') return [];
  return agentLines(seen, AGENTS['log-analytics'].title, paint);
}

function outcomeLines(target: HostTarget, change: HostChange, words: string, paint: Paint): string[] {
  const { sign, dress } = stateDress(target.state, paint);
  // The error says it; logs were only read.
  if (change.problem !== undefined && target.state === 'failed') return [];
  if ((change.wrapper?.logs.length ?? 0) > 0) return [];
  const note = target.state === 'planned' ? undefined : noteTold(change);
  return [
    `${dress(sign)} ${dress(outcomeWords(target, change, words))}`,
    ...(change.proof?.state === 'silent' ? brokenLines(change.proof.broken, paint) : []),
    ...detail('note', note, paint),
  ];
}
