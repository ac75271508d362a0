import { EXIT, Problem } from '../problem.ts';
import { type Inspected, inspectWorkspace, type Wish } from '../workspace/inspect.ts';
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
  const wish = named === undefined ? wishOf(flags, context) : argued(named, flags, context);
  const inspected = await inspectWorkspace(wish, portsOf(context));
  if (inspected.workspace === undefined && inspected.held.state === 'none') throw inspected.held.problem;
  return inspected;
}

/** What is named as an argument stands on the command line like a flag. */
function argued(text: string, flags: WorkspaceFlags, context: CredentialContext): Wish {
  const origin: CredentialContext['origin'] = (flag) => (flag === 'workspace' ? 'flag' : context.origin(flag));
  const wish = wishOf({ ...flags, workspace: text }, { ...context, origin });
  return { ...wish, name: { text, from: { source: 'flag', text: 'the command line' } } };
}

const twice = (): Problem =>
  new Problem({
    code: 'AZMON-FLAG-CONFLICT',
    exit: EXIT.usage,
    message: 'a workspace is named by an argument and by a flag',
    fix: [{ text: 'leave one of them out' }],
  });
