import type { ExtensionOfSystem } from '../agent/extension.ts';
import type { Problem } from '../problem.ts';

/** AZMON-EXTENSION-FAILED as azure/ throws it -> the same with cause, fix and where the logs are. Others and done ones come back as they are. */
export function handlerProblem(_problem: Problem, _extension: ExtensionOfSystem): Problem {
  throw new Error('to be written');
}
