import type { AgentId } from '../../agent/agent.ts';
import type { LinuxSystem, WindowsSystem } from '../../machine/system.ts';
import type { Check, Outcome, Severity, Subject } from '../check.ts';
import type { CheckId } from '../text.ts';

interface BothQuestion {
  readonly id: CheckId;
  readonly severity: Severity;
  /** Missing: asked of every generation, release and machine. */
  readonly when?: (subject: Subject) => boolean;
  readonly linux: (subject: Subject, system: LinuxSystem) => Outcome;
  readonly windows: (subject: Subject, system: WindowsSystem) => Outcome;
}

/** One question that is asked of Linux and of Windows under one id; each family of systems is judged in its own way. */
export function bothCheck({ id, severity, when, linux, windows }: BothQuestion): Check {
  return {
    id,
    severity,
    applies: (subject) => when?.(subject) ?? true,
    judge: (subject) =>
      subject.system.family === 'windows' ? windows(subject, subject.system) : linux(subject, subject.system),
  };
}

/** For `when`: the question concerns one generation of the agent only. */
export const isAbout =
  (id: AgentId) =>
  ({ agent }: Subject): boolean =>
    agent.id === id;
