import { type Inspected, inspectWorkspace, type Wish } from '../workspace/inspect.ts';
import { byArgument } from './by-argument.ts';
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
  const wish = argued(named, flags, context);
  const inspected = await inspectWorkspace(wish, portsOf(context));
  if (inspected.workspace === undefined && inspected.held.state === 'none') throw inspected.held.problem;
  return inspected;
}

function argued(text: string | undefined, flags: WorkspaceFlags, context: CredentialContext): Wish {
  const named = byArgument(text, flags, context);
  const wish = wishOf(named.flags, named.context);
  return text === undefined ? wish : { ...wish, name: { text, from: { source: 'flag', text: 'the command line' } } };
}
