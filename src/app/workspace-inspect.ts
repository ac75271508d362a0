import { EXIT, Problem } from '../problem.ts';
import { type Inspected, inspectWorkspace } from '../workspace/inspect.ts';
import { type CredentialContext, portsOf, type WorkspaceFlags, wishOf } from './workspace.ts';

/**
 * The workspace that an argument or the flags name, with what is known of the key that would be used. Throws where there is nothing to
 * show: an id whose workspace cannot be seen, without a key.
 */
export async function inspectFor(
  named: string | undefined,
  flags: WorkspaceFlags,
  context: CredentialContext,
): Promise<Inspected> {
  if (named !== undefined && ['workspace', 'workspace-id'].some((flag) => context.origin(flag) === 'flag'))
    throw twice();
  const inspected = await inspectWorkspace(
    named === undefined ? wishOf(flags, context) : wishOf({ ...flags, workspace: named }, argued(context)),
    portsOf(context),
  );
  if (inspected.workspace === undefined && inspected.held.state === 'none') throw inspected.held.problem;
  return inspected;
}

/** What is named as an argument stands on the command line like a flag. */
const argued = (context: CredentialContext): CredentialContext => ({
  ...context,
  origin: (flag) => (flag === 'workspace' ? 'flag' : context.origin(flag)),
});

const twice = (): Problem =>
  new Problem({
    code: 'AZMON-FLAG-CONFLICT',
    exit: EXIT.usage,
    message: 'a workspace is named by an argument and by a flag',
    fix: [{ text: 'leave one of them out' }],
  });
