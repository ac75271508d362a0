import { EXIT, Problem } from '../problem.ts';
import { promptConfirm } from '../terminal/prompt.ts';

export interface Confirmation {
  /** What is about to happen, as a question. */
  readonly question: string;
  /** --yes was said. */
  readonly yes: boolean;
  readonly interactive: boolean;
}

/** Comes back when somebody agreed. Throws AZMON-DECLINED (13): the answer was no, or nobody can be asked and --yes was not said. */
export async function confirm({ question, yes, interactive }: Confirmation): Promise<void> {
  if (yes) return;
  if (!interactive) throw declined('nobody can be asked here, and --yes was not said');
  if (!(await promptConfirm(question))) throw declined('the answer was no');
}

const declined = (why: string): Problem =>
  new Problem({
    code: 'AZMON-DECLINED',
    exit: EXIT.declined,
    message: 'nothing was done',
    why,
    fix: [{ text: 'go ahead without a question: --yes; see what would be done: --dry-run' }],
  });
