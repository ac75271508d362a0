import type { WindowsRequirements } from '../../agent/agent.ts';
import type { WindowsSystem } from '../../machine/system.ts';
import type { Check, Outcome, Severity, Subject } from '../check.ts';
import type { CheckId } from '../text.ts';

interface WindowsQuestion {
  readonly id: CheckId;
  readonly severity: Severity;
  /** Missing: asked of every release and machine. */
  readonly when?: (needs: WindowsRequirements, system: WindowsSystem) => boolean;
  judge(subject: Subject, system: WindowsSystem): Outcome;
}

/** A question about a Windows machine, asked where the release of the agent has the requirement behind it. */
export function windowsCheck({ id, severity, when, judge }: WindowsQuestion): Check {
  return {
    id,
    severity,
    applies: ({ system, release }) => system.family === 'windows' && (when?.(release.windows, system) ?? true),
    judge: (subject) =>
      subject.system.family === 'windows'
        ? judge(subject, subject.system)
        : { status: 'skip', reason: 'not a Windows machine' },
  };
}

/** The Windows that came before TLS 1.2 and SHA-2 were a matter of course: still taken, with updates and settings. */
export const isLegacy = ({ id }: WindowsSystem): boolean => id === '7' || id === '2008' || id === '2008-r2';
