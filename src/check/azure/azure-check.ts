import type { AzureLook, Read } from '../../machine/azure-look.ts';
import type { Check, Outcome, Severity, Subject } from '../check.ts';
import type { CheckId } from '../text.ts';

interface AzureQuestion {
  readonly id: CheckId;
  readonly severity: Severity;
  /** Missing: asked of every generation and machine. */
  readonly when?: (look: AzureLook, subject: Subject) => boolean;
  readonly judge: (look: AzureLook, subject: Subject) => Outcome;
}

/** A question that Azure answers about a virtual machine; it does not arise where Azure was not asked. */
export function azureCheck({ id, severity, when, judge }: AzureQuestion): Check {
  return {
    id,
    severity,
    applies: (subject) => subject.azure !== undefined && (when?.(subject.azure, subject) ?? true),
    judge: (subject) =>
      subject.azure === undefined ? { status: 'skip', reason: 'Azure was not asked' } : judge(subject.azure, subject),
  };
}

/**
 * Judges what was read. What could not be read is said and leaves the verdict as it is: whoever may not read locks or policies may
 * well be let through by them.
 */
export function judgeRead<T>(read: Read<T> | undefined, what: string, judge: (value: T) => Outcome): Outcome {
  if (read === undefined) return unread(what, 'it was not asked for');
  return 'unread' in read ? unread(what, read.unread) : judge(read.value);
}

const unread = (what: string, why: string): Outcome => ({
  status: 'unknown',
  reason: `not read from Azure: ${what}`,
  severity: 'warn',
  evidence: { measured: why },
});
