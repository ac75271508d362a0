import type { Assessment } from '../check/assess.ts';
import type { Finding } from '../check/check.ts';
import { blockingIn, refuseUnready, withoutChecks } from './readiness.ts';

/** The wrapper answers these itself, each with an exit code of its own: it waits for a lock, it knows another workspace, it upgrades. */
const ANSWERED: readonly string[] = ['agent.workspaces', 'agent.version', 'package.lock'];

/** What is left for the checks to say: without what the run answers itself, and what it was asked to mend. */
export const besideWrapper = (assessment: Assessment, mended: readonly string[]): Assessment =>
  withoutChecks(assessment, [...ANSWERED, ...mended]);

/** What stands against the install, the worst first. */
export const blockingOf = ({ generations }: Assessment): readonly Finding[] =>
  blockingIn(generations.flatMap(({ findings }) => findings));

export interface GateWords {
  readonly target: string;
  readonly method: 'linux' | 'windows';
  /** What --fix would run, one command for a finding. */
  readonly fixable: readonly string[];
}

/** Throws as `refuseUnready`. */
export const refuseBlockedHost = (assessment: Assessment, { target, method, fixable }: GateWords): void =>
  refuseUnready(assessment, {
    check: `azmon check --agent log-analytics --method ${method} ${target}`,
    mends: ({ id }) =>
      fixable.includes(id) ? [{ text: 'or let azmon run such commands first, shown before: --fix' }] : [],
  });
