import { stderr } from 'node:process';
import { EXIT, Problem } from '../problem.ts';
import { Secret } from '../secret.ts';

/** Questions go to stderr, so that the answer of a command may be piped. All are only to be asked when somebody can answer. */

/**
 * Asks for a secret without showing what is typed; undefined for an empty answer.
 * Throws AZMON-CANCELLED (130) when the question is left with Ctrl+C.
 */
export async function promptSecret(question: string): Promise<Secret | undefined> {
  const value = await asked<string>({ type: 'password', message: question, mask: '', toggleMask: false });
  return value === '' ? undefined : new Secret(value);
}

export interface Choice<T> {
  readonly value: T;
  readonly name: string;
  /** Told below the list while it is the one under the cursor. */
  readonly description?: string;
}

/** Rows that are seen at once; typing narrows the list. */
const ROWS = 7;

/** Lets somebody choose one of several by typing a part of its name. Throws AZMON-CANCELLED (130). */
export function promptChoice<T>(question: string, choices: readonly Choice<T>[]): Promise<T> {
  const source = (typed: string | undefined): Choice<T>[] =>
    choices.filter(({ name }) => name.toLowerCase().includes((typed ?? '').toLowerCase()));
  return asked<T>({ type: 'search', message: question, source, pageSize: ROWS });
}

/** Yes or no; no is what Enter alone means. Throws AZMON-CANCELLED (130). */
export const promptConfirm = (question: string): Promise<boolean> =>
  asked<boolean>({ type: 'confirm', message: question, default: false });

async function asked<T>(question: object): Promise<T> {
  const { createPromptModule } = (await import('inquirer')).default;
  const ask = createPromptModule({ output: stderr });
  try {
    const answer = await ask<{ value: never }>([{ ...question, name: 'value' } as never]);
    return answer.value as T;
  } catch (error) {
    if (error instanceof Error && error.name === 'ExitPromptError') throw cancelled(error);
    throw error;
  }
}

const cancelled = (cause: Error): Problem =>
  new Problem({ code: 'AZMON-CANCELLED', exit: EXIT.interrupted, message: 'the question was left unanswered', cause });
