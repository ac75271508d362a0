import { Problem } from '../../problem.ts';
import { ExtensionFailure } from '../../target/extension-failure.ts';
import type { Attempt } from './attempt.ts';
import { failedHandler } from './extension-text.ts';
import type { Meaning } from './meaning.ts';
import { MEANINGS, OTHER } from './meanings.ts';
import type { Refusal } from './refusal.ts';

/**
 * The one place where Azure's no becomes a Problem: code, exit code, cause, repair. What Azure says is repeated in `why`, with the
 * request's id behind it; what was sent never is.
 */
export function problemOfRefusal(refusal: Refusal, attempt: Attempt): Problem {
  const meaning = MEANINGS.find(({ when }) => when(refusal)) ?? OTHER;
  const handler = failedHandler(refusal);
  const cause = handler === undefined ? new Refused(refusal) : new ExtensionFailure(handler);
  const why = handler === undefined ? whyOf(meaning, refusal, attempt) : handler.text;
  return new Problem({
    code: meaning.code,
    exit: meaning.exit,
    message: meaning.message(refusal, attempt),
    fix: meaning.fix(refusal, attempt),
    retryable: meaning.retryable === true,
    cause,
    ...(why === '' ? {} : { why }),
  });
}

/** Cause of a problem that came from a refusal: what the code of the room decides by. Nothing of the request. */
export class Refused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(`HTTP ${refusal.status}`);
    this.name = 'Refused';
    this.refusal = refusal;
  }
}

/** Azure's innermost text last: it is the cause. Wrappers ("See inner errors for details") are left out where there is more to say. */
function whyOf(meaning: Meaning, refusal: Refusal, attempt: Attempt): string {
  const own = meaning.why?.(refusal, attempt);
  const told =
    own ?? refusal.messages.filter((message) => !WRAPPER.test(message) || refusal.messages.length === 1).join('; ');
  const plain = told === '' ? `Azure answered ${refusal.status} and gave no reason` : told;
  return `${plain}${idOf(refusal)}`;
}

const WRAPPER =
  /^(at least one resource deployment operation failed|the resource operation completed with terminal|see inner errors?|please provide below info|the server rejected the request because too many)/i;

/** What Microsoft's support asks for first. */
function idOf({ requestId, correlationId, codes }: Refusal): string {
  const code = codes.at(-1);
  const parts = [
    ...(code === undefined ? [] : [code]),
    ...(requestId === undefined ? [] : [`request ${requestId}`]),
    ...(correlationId === undefined || correlationId === requestId ? [] : [`correlation ${correlationId}`]),
  ];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}
