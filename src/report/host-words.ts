import type { WrapperRun, WrapperStep } from '../manage/wrapper-run.ts';
import { printable } from '../printable.ts';
import type { HostChange, HostTarget } from '../rollout/host-run.ts';
import { shortTarget } from '../target/resource-id.ts';
import { systemName } from './check-words.ts';
import { destinationWords, proofWords, STATE_WORDS } from './deploy-words.ts';
import type { Paint } from './paint.ts';

/** `ssh://root@web-01`; of a resource its name. */
export const hostName = ({ key }: Pick<HostTarget, 'key'>): string => printable(shortTarget(key));

/** `Debian GNU/Linux 11`, as far as it is known. */
export function hostSystem({ assessment, system }: HostChange): string {
  const detected = assessment?.system;
  if (detected === undefined || detected.id === 'unknown') return system === 'linux' ? 'Linux' : 'Windows';
  return printable(systemName(detected));
}

/** `to workspace logs-we (1111...); key: AZMON_WORKSPACE_KEY (verified: primary key)`. */
export const hostDestination = ({ destination }: HostChange): string | undefined =>
  destination === undefined ? undefined : `to ${destinationWords({ kind: 'workspace', ...destination })}`;

/** `omsagent-1.19.0-0.universal.x64.sh, pushed from here; SHA-256 12ab... (--sha256)`. */
export function bundleWords({ bundle, wrapper }: HostChange): string | undefined {
  if (bundle === undefined) return undefined;
  const { name, pushed } = bundle;
  const sha256 = bundle.sha256 ?? wrapper?.measured?.sha256;
  const known =
    bundle.pinnedBy !== undefined
      ? ` (${bundle.pinnedBy})`
      : bundle.sha256 === undefined && wrapper?.measured !== undefined
        ? ' (measured)'
        : '';
  const hash = sha256 === undefined ? '; its hash is looked for beside it' : `; SHA-256 ${sha256}${known}`;
  return printable(`${name}${pushed ? ', pushed from here' : ''}${hash}`);
}

/** Steps that only look: told with -v, or where they failed. */
const LOOKS: readonly string[] = ['recover', 'look', 'check', 'wait', 'again', 'verify', 'hash'];

/** What is worth telling of a run that is over; where nothing had to be done, why that is so. */
export function stepsTold({ steps }: WrapperRun, verbose: boolean): readonly WrapperStep[] {
  if (verbose) return steps;
  const told = steps.filter(
    ({ step, state }) => state === 'failed' || state === 'begun' || (state === 'done' && !LOOKS.includes(step)),
  );
  return told.length > 0 ? told : steps.filter(({ state }) => state === 'skipped');
}

const STEP_WORDS: Readonly<Record<Exclude<WrapperStep['state'], 'skipped'>, string>> = {
  begun: 'begun, its end was not heard',
  done: 'done',
  failed: 'failed',
};

/** A step that was left out says why. */
export function stepLine({ step, state, text }: WrapperStep, { good, warn, bad }: Paint): string {
  const words = text === '' ? step : text;
  if (state === 'skipped') return `  = ${words}`;
  const dress = { done: good, failed: bad, begun: warn }[state];
  return `  ${words}  ${dress(STEP_WORDS[state])}`;
}

/** What became of a machine, and what was proven of it. */
export function outcomeWords({ state }: HostTarget, change: HostChange, words: string): string {
  const { proof } = change;
  if (proof?.state === 'connected') {
    const open = /(?:^|; )(not (?:proven|asked): .*)$/.exec(change.note ?? '')?.[1] ?? 'not proven: data';
    return `${state}: proven: connected (${proof.evidence}); ${open}`;
  }
  const proven = proofWords(proof, state);
  if (state === 'changed' && proof === undefined)
    return /^(?:azmon )?install\b/.test(words) ? STATE_WORDS.changed : 'changed';
  if (state === 'unchanged' && proven !== '') return `unchanged: ${proven}`;
  return proven === '' ? STATE_WORDS[state] : `${STATE_WORDS[state]}: ${proven}`;
}

/** Already told by `outcomeWords` where the agent itself was the proof. */
export const noteTold = ({ note, proof }: HostChange): string | undefined =>
  proof?.state === 'connected' ? undefined : note;

/** What the undo did and could not do; a run that had been cut off. */
export function undoLines(
  { recovered, undone, left }: WrapperRun,
  verbose: boolean,
  { symbols, warn }: Paint,
): string[] {
  const count = `${undone.length} ${undone.length === 1 ? 'change' : 'changes'}`;
  return [
    ...recovered.map(({ run, text }) => `${symbols.info} a run that was cut off was undone first: ${text || run}`),
    ...(undone.length === 0 ? [] : [`${symbols.info} undone: ${count}`]),
    ...(verbose ? undone.map(({ kind, what }) => `    ${kind} ${what}`) : []),
    ...left.map((text) => `${warn(symbols.warn)} left behind: ${text}`),
  ];
}
