import type { Assessment } from '../check/assess.ts';
import type { CheckedTarget } from '../check/checked.ts';
import { describeAction } from '../method/describe.ts';
import type { Problem } from '../problem.ts';
import type { ActionRecord, DeployedTarget, MachineChange } from '../rollout/deploy-run.ts';
import type { BrokenLink } from '../verify/proof.ts';
import { causesOf } from './causes.ts';
import { detail, findingDress, fixLines, isJudged, type TextOptions } from './check-words.ts';
import { LINK_WORDS } from './deploy-causes.ts';
import {
  ACTION_WORDS,
  destinationWords,
  placeWords,
  proofWords,
  STATE_WORDS,
  stateDress,
  vmSystem,
} from './deploy-words.ts';
import { instanceLines } from './instances.ts';
import type { Paint } from './paint.ts';

/** One machine in detail: what it is, what was found against it, what was done, what was proven. Its error stands on stderr. */
export function deployedOne(target: DeployedTarget, options: TextOptions): string[] {
  const { paint } = options;
  const { change } = target;
  if (change === undefined) return [];
  return [
    ...headLines(target, change, paint),
    ...findingLines(change, options),
    ...actionLines(change, paint),
    ...withGap(instanceLines(change.vm, change.agent).map((line) => `  ${line}`)),
    ...withGap([...outcomeLines(target, change, paint), ...stayLines(change, paint)]),
  ];
}

export const withGap = (lines: readonly string[]): string[] => (lines.length === 0 ? [] : [...lines, '']);

const stayLines = ({ stays = [] }: MachineChange, { symbols }: Paint): string[] =>
  stays.map((text) => `${symbols.info} ${text}`);

/** The machine and where its data is to go. */
export function headLines({ name }: DeployedTarget, change: MachineChange, paint: Paint): string[] {
  const { vm, agent, destination } = change;
  const about = [agent?.title, destination === undefined ? undefined : destinationWords(destination)];
  const line = about.filter((part) => part !== undefined).join(', to ');
  return [
    `${paint.strong(name)}  ${vmSystem(change)}${paint.dim(`  ${placeWords(vm)}`)}`,
    ...(line === '' ? [] : [`  ${line}`]),
    '',
  ];
}

const findingLines = ({ assessment, vm, problem }: MachineChange, options: TextOptions): string[] =>
  foundLines(vm.name, assessment, problem, options);

/** What the checks found: in full where it stands in the way, otherwise a line each. */
export function foundLines(
  target: string,
  assessment: Assessment | undefined,
  problem: Problem | undefined,
  { paint, verbose }: TextOptions,
): string[] {
  if (assessment === undefined) return [];
  const checked: CheckedTarget = { target, assessment, exit: 0, durationMs: 0 };
  const inFull = verbose || problem?.code === 'AZMON-MACHINE-NOT-READY';
  const lines = causesOf([checked])
    .filter((cause) => isJudged(cause) && (verbose || cause.severity !== 'info'))
    .flatMap((cause) => {
      const { sign, dress } = findingDress(cause, paint);
      const head = `${dress(sign)} ${cause.cause}  ${paint.dim(cause.id)}`;
      if (!inFull) return [head];
      return [
        head,
        ...detail('why', cause.why, paint),
        ...fixLines(cause, paint),
        ...detail('docs', cause.docs, paint),
      ];
    });
  return withGap(lines);
}

/** The changes in order, the same lines in a dry run as in a real one; then what is to be known beside them. */
export function actionLines({ actions, note = '' }: MachineChange, paint: Paint): string[] {
  const notes = note === '' ? [] : [actions.length === 0 ? `  = ${note}` : `  ${paint.symbols.info} ${note}`];
  return withGap([...actions.map(actionLine(paint)), ...notes]);
}

const actionLine =
  (paint: Paint) =>
  ({ action, state }: ActionRecord): string => {
    const word = ACTION_WORDS[state];
    const dress = state === 'failed' ? paint.bad : state === 'done' ? paint.good : paint.warn;
    return `  ${describeAction(action)}${word === '' ? '' : `  ${dress(word)}`}`;
  };

function outcomeLines({ state }: DeployedTarget, { proof, problem }: MachineChange, paint: Paint): string[] {
  const { sign, dress } = stateDress(state, paint);
  // The error says it.
  if (problem !== undefined && state === 'failed') return [];
  const proven = proofWords(proof, state);
  const words = state === 'unchanged' && proven !== '' ? 'unchanged' : STATE_WORDS[state];
  return [
    `${dress(sign)} ${dress(words)}${proven === '' ? '' : `: ${proven}`}`,
    ...(proof?.state === 'silent' ? brokenLines(proof.broken, paint) : []),
  ];
}

export function brokenLines({ link, evidence, fix }: BrokenLink, paint: Paint): string[] {
  return [
    ...detail('link', LINK_WORDS[link], paint),
    ...detail('found', evidence, paint),
    ...fix.flatMap(({ text, command }, index) => [
      `    ${paint.dim((index === 0 ? 'fix' : '').padEnd(6))}${text}`,
      ...(command === undefined ? [] : [`          ${paint.strong(command)}`]),
    ]),
  ];
}
