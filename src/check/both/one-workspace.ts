import { notObserved, type Outcome, type Subject } from '../check.ts';
import { fail, pass } from '../outcome.ts';
import { isOperationsManagerOnly } from './operations-manager.ts';

const ADMIN = '/opt/microsoft/omsagent/bin/omsadmin.sh';

/**
 * Linux: an agent that is there already reports to the one workspace that is wanted. Onboarding it to another one says "already onboarded",
 * changes nothing and ends with 0 (microsoft/OMS-Agent-for-Linux issue 908), so the old workspace must go first.
 */
export function oneWorkspace(subject: Subject): Outcome {
  const { facts } = subject;
  const [version, workspaces] = [facts['oms.version'], facts['oms.workspace']];
  if (version === undefined) return notObserved('whether the Log Analytics agent is there');
  if (version === null) return pass('not installed');
  if (workspaces === undefined) return notObserved('the workspace of the agent that is there');
  return judgeWorkspaces(subject, version, [...new Set(workspaces.map((id) => id.trim().toLowerCase()))]);
}

function judgeWorkspaces({ place, facts }: Subject, version: string, workspaces: readonly string[]): Outcome {
  const wanted = place.workspaceId?.toLowerCase();
  if (workspaces.length === 0) return judgeNone(version, wanted, isOperationsManagerOnly(facts));
  const measured = `${version} reports to ${workspaces.join(', ')}`;
  if (wanted !== undefined && !workspaces.includes(wanted)) {
    const fix = [
      { text: 'take the agent off its workspace first; it then stops reporting there', command: `${ADMIN} -X` },
    ];
    return fail('reports to another workspace', { measured, required: wanted, fix });
  }
  if (workspaces.length === 1) return pass(measured, wanted);
  const fix = [
    { text: 'only the first workspace gets its configuration: remove the others, one by one', command: `${ADMIN} -l` },
  ];
  return fail('reports to more than one workspace', { measured, required: 'one workspace', fix, severity: 'warn' });
}

function judgeNone(version: string, wanted: string | undefined, elsewhere: boolean): Outcome {
  const measured = `${version} reports to ${elsewhere ? 'Operations Manager only' : 'no workspace'}`;
  if (elsewhere && wanted === undefined) return pass(measured);
  const fix = [{ text: `the packages are there, so the bundle will skip them: onboard with ${ADMIN} instead` }];
  const cause = elsewhere ? 'reports to Operations Manager only' : 'installed, but reports to no workspace';
  const severity = elsewhere ? 'info' : 'warn';
  return fail(cause, { measured, required: wanted ?? 'one workspace', fix, severity });
}
