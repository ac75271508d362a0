import type { ExtensionOfSystem } from '../agent/extension.ts';
import { type Fix, Problem } from '../problem.ts';
import { explainHandler, type HandlerMeaning } from './handler-meaning.ts';

const FAILED = 'AZMON-EXTENSION-FAILED';

/**
 * AZMON-EXTENSION-FAILED as azure/ throws it (its `why` is the handler's own text) -> the same with what that means, what to do,
 * and where the logs are. Any other problem, and one that is translated already, comes back as it is.
 */
export function handlerProblem(problem: Problem, extension: ExtensionOfSystem): Problem {
  if (problem.code !== FAILED || isTranslated(problem)) return problem;
  const said = problem.why ?? '';
  const meaning = explainHandler(extension, said);
  return new Problem({
    code: FAILED,
    exit: problem.exit,
    message: meaning === undefined ? problem.message : `${extension.type} failed: ${meaning.meaning}`,
    why: whyOf(meaning, said),
    fix: [...fixesOf(meaning), ...problem.fix, ...aroundIt(extension, problem.target)],
    retryable: problem.retryable || meaning?.transient === true,
    cause: problem,
    ...(problem.target === undefined ? {} : { target: problem.target }),
  });
}

const isTranslated = ({ cause }: Problem): boolean => cause instanceof Problem && cause.code === FAILED;

/** The original message is kept: exit codes alone mislead. */
function whyOf(meaning: HandlerMeaning | undefined, said: string): string {
  const words = said === '' ? 'the extension said nothing' : `the extension said: ${said}`;
  if (meaning === undefined) return `${words} (azmon does not know this text: please report it)`;
  return meaning.code === undefined ? words : `code ${meaning.code}; ${words}`;
}

const fixesOf = (meaning: HandlerMeaning | undefined): readonly Fix[] =>
  meaning === undefined
    ? []
    : [meaning.fix, ...(meaning.transient ? [{ text: 'this may pass by itself: run azmon again' }] : [])];

const aroundIt = (extension: ExtensionOfSystem, machine: string | undefined): readonly Fix[] => [
  ...(machine === undefined ? [] : [{ text: 'look at the machine itself', command: `azmon check ${machine}` }]),
  { text: `logs on the machine: ${extension.logs.join(', ')}` },
];
