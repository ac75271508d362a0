import { stderr } from 'node:process';
import { EXIT, Problem } from '../problem.ts';
import { Secret } from '../secret.ts';

/**
 * Asks for a secret on stderr without showing what is typed; undefined for an empty answer. Only to be called when
 * somebody can answer.
 * Throws AZMON-CANCELLED (130) when the question is left with Ctrl+C.
 */
export async function promptSecret(question: string): Promise<Secret | undefined> {
  const { createPromptModule } = (await import('inquirer')).default;
  const ask = createPromptModule({ output: stderr });
  try {
    const answer = await ask<{ value: string }>([
      { type: 'password', name: 'value', message: question, mask: '', toggleMask: false },
    ]);
    return answer.value === '' ? undefined : new Secret(answer.value);
  } catch (error) {
    if (error instanceof Error && error.name === 'ExitPromptError') throw cancelled(error);
    throw error;
  }
}

const cancelled = (cause: Error): Problem =>
  new Problem({ code: 'AZMON-CANCELLED', exit: EXIT.interrupted, message: 'the question was left unanswered', cause });
