import type { LinuxRequirements } from '../../agent/agent.ts';
import type { MachineFacts } from '../../machine/facts.ts';
import type { Check, Outcome, Severity, Subject } from '../check.ts';
import type { CheckId } from '../text.ts';

interface LinuxQuestion {
  readonly id: CheckId;
  readonly severity: Severity;
  /** Missing: asked of every release and machine. */
  readonly when?: (needs: LinuxRequirements, facts: MachineFacts) => boolean;
  judge(subject: Subject): Outcome;
}

/** A question about a Linux machine, asked where the release of the agent has the requirement behind it. */
export function linuxCheck({ id, severity, when, judge }: LinuxQuestion): Check {
  return {
    id,
    severity,
    applies: ({ system, release, facts }) => system.family === 'linux' && (when?.(release.linux, facts) ?? true),
    judge,
  };
}

/** For `when`: the release brings this part along. */
export const brings =
  (part: NonNullable<LinuxRequirements['parts']>[number]) =>
  (needs: LinuxRequirements): boolean =>
    needs.parts?.includes(part) === true;
