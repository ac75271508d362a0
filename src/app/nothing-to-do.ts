import { EXIT } from '../problem.ts';
import type { Answer } from './answer.ts';

/** Thrown where files name no machine and that is no mistake: an answer of azmon without a target, handed on by a pipeline. */
export class NothingToDo extends Error {}

/** Every command answers it alike. */
export const NOTHING_TO_DO: Answer = {
  result: { targets: [] },
  exit: EXIT.ok,
  text: ['nothing to do: no machine was handed on', 'exit code 0 (ok)'],
};
