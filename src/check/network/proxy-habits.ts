import type { Agent } from '../../agent/agent.ts';
import type { Check, Outcome, Severity, Subject } from '../check.ts';
import type { CheckId } from '../text.ts';

type LinuxProxy = NonNullable<Agent['linuxProxy']>;

/** A question about how the Linux agent will understand the proxy's text. */
export function habitCheck(
  id: CheckId,
  severity: Severity,
  applies: (ways: LinuxProxy, subject: Subject) => boolean,
  judge: (subject: Subject) => Outcome,
): Check {
  return {
    id,
    severity,
    applies: (subject) =>
      subject.system.family === 'linux' &&
      subject.agent.linuxProxy !== undefined &&
      applies(subject.agent.linuxProxy, subject),
    judge,
  };
}
