import type { Agent } from '../agent/agent.ts';
import { explainHand, type HandMeaning } from '../agent/by-hand.ts';
import { EXIT, type Fix, Problem } from '../problem.ts';
import { aftermathOf } from './aftermath.ts';
import { hashMissing } from './hash-problem.ts';
import { again, type HostFix } from './host-word.ts';
import { BY_CAUSE, HOST_WORDS } from './host-words.ts';
import type { WrapperFailure, WrapperRun } from './wrapper-run.ts';

/** What was asked for, and of which machine. */
export interface HostContext {
  /** The target's key: `local`, `ssh://root@web-01`. */
  readonly target: string;
  readonly system: 'linux' | 'windows';
  /** Of the wrapper. */
  readonly verb: string;
  readonly agent: Agent;
  /** The command that was typed, without target and flags: `azmon install linux`. */
  readonly words: string;
  /** The whole command for this target with its flags, secrets left out; missing: words and target. */
  readonly typed?: string;
  /** Name of the bundle or package. */
  readonly bundle?: string;
  /** Its hash was given by --sha256. */
  readonly sha256Said?: boolean;
  readonly workspaceId?: string;
}

/**
 * Why a run of the wrapper failed: what its word stands for, in the words of the installer's own codes and texts, and in which state the
 * machine was left. undefined: it did not fail. AZMON-WRAPPER-BROKEN (7) where its end was not heard, AZMON-WRAPPER-UNKNOWN (7) for a
 * word that azmon does not know.
 */
export function hostProblem(run: WrapperRun, context: HostContext): Problem | undefined {
  if (!run.complete) return broken(run, context);
  if (run.failure === undefined && run.result !== 'failed') return undefined;
  const failure = run.failure ?? { word: '', text: '' };
  if (failure.word === 'hash-missing')
    return hashMissing({ ...context, ...run.measured, ...(failure.text === '' ? {} : { text: failure.text }) });
  const row = Object.hasOwn(HOST_WORDS, failure.word) ? HOST_WORDS[failure.word] : undefined;
  if (row === undefined) return unknown(run, failure, context);
  const meaning = row.general === true ? meaningOf(failure, context) : undefined;
  const cause = meaning?.cause === undefined ? undefined : BY_CAUSE[meaning.cause];
  const plain = typeof row.message === 'string' ? row.message : row.message(context);
  return new Problem({
    code: (context.system === 'windows' ? cause?.windows : undefined) ?? cause?.code ?? row.code,
    exit: cause?.exit ?? row.exit,
    message: meaning === undefined ? plain : `${plain}: ${meaning.meaning}`,
    why: whyOf(run, failure, context, meaning),
    fix: [...fixOf(meaning), ...row.fix.map((fix) => toFix(fix, context))],
    target: context.target,
    retryable: meaning?.transient === true || (cause?.retryable ?? row.retryable) === true,
  });
}

const meaningOf = ({ source, exit, said, text }: WrapperFailure, { agent, system }: HostContext) =>
  source === undefined || agent.byHand.state === 'absent'
    ? undefined
    : explainHand(agent.byHand[system], source, exit, `${said ?? ''} ${text}`);

/** What it said, with which code, and how the machine was left; the original words are kept, since codes alone mislead. */
function whyOf(run: WrapperRun, failure: WrapperFailure, { verb }: HostContext, meaning?: HandMeaning): string {
  const { text, source, exit, said = '' } = failure;
  const isCode = source !== undefined && exit !== undefined && exit !== 0;
  const ended =
    isCode && !text.includes(`exit ${exit}`)
      ? [`${NAMES[source] ?? source} ${source === 'proxy' ? 'answered' : 'ended with'} ${exit}`]
      : [];
  const isUnknown = isCode && meaning === undefined && HOST_WORDS[failure.word]?.general === true;
  return [
    ...(text === '' ? [] : [text]),
    ...ended,
    ...(isUnknown ? ['azmon does not know what that code stands for'] : []),
    ...(said === '' || text.includes(said) ? [] : [`it said: ${said}`]),
    ...aftermathOf(run, verb),
  ].join('; ');
}

const NAMES: Readonly<Record<string, string>> = {
  bundle: 'the bundle',
  omsadmin: 'omsadmin.sh',
  setup: 'the setup',
  object: 'the configuration object',
  fix: 'the command',
  proxy: 'the proxy',
  uninstall: "the agent's own uninstaller",
};

const fixOf = (meaning: HandMeaning | undefined): readonly Fix[] =>
  meaning === undefined
    ? []
    : [{ text: meaning.fix, ...(meaning.command === undefined ? {} : { command: meaning.command }) }];

function toFix({ text, azmon, there }: HostFix, context: HostContext): Fix {
  const command = azmon?.(context) ?? (typeof there === 'function' ? there(context) : there);
  return {
    text: typeof text === 'string' ? text : text(context),
    ...(command === undefined ? {} : { command }),
  };
}

function broken(run: WrapperRun, context: HostContext): Problem {
  const last = run.steps.findLast(({ state }) => state === 'begun');
  const heard = [
    run.failure === undefined ? undefined : `it had begun to say why: ${run.failure.text || run.failure.word}`,
    last === undefined ? 'nothing was heard of what it did' : `the last that was heard: ${last.text || last.step}`,
  ].filter((text) => text !== undefined);
  return new Problem({
    code: 'AZMON-WRAPPER-BROKEN',
    exit: EXIT.failed,
    message: 'the run on the machine broke off, and its end was not heard',
    why: [...heard, ...aftermathOf(run, context.verb)].join('; '),
    fix: [
      {
        text: 'run it again: what was begun stands in the ledger of the machine, and the next run undoes it first',
        command: again(context),
      },
      { text: 'or see how it was left', command: `azmon agent show ${context.target}` },
    ],
    target: context.target,
    retryable: true,
  });
}

function unknown(run: WrapperRun, failure: WrapperFailure, context: HostContext): Problem {
  return new Problem({
    code: 'AZMON-WRAPPER-UNKNOWN',
    exit: EXIT.failed,
    message:
      failure.word === ''
        ? 'the run on the machine failed without saying why'
        : `the run on the machine failed: ${failure.word}`,
    why:
      whyOf(run, failure, context) ||
      'azmon does not know this word: another version of it may have written the script',
    fix: [
      {
        text: 'run it again with --debug, and report what it prints',
        command: `${again(context)} --debug`,
      },
    ],
    target: context.target,
  });
}
