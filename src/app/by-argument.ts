import { EXIT, Problem } from '../problem.ts';
import type { CredentialContext, WorkspaceFlags } from './workspace.ts';

interface Named<F, C> {
  readonly flags: F;
  readonly context: C;
}

/** A workspace that an argument names stands on the command line like a flag. Throws AZMON-FLAG-CONFLICT (2) where a flag names one too. */
export function byArgument<F extends WorkspaceFlags, C extends Pick<CredentialContext, 'origin'>>(
  named: string | undefined,
  flags: F,
  context: C,
): Named<F, C> {
  if (named === undefined) return { flags, context };
  if (['workspace', 'workspace-id'].some((flag) => context.origin(flag) === 'flag')) throw twice();
  const origin: CredentialContext['origin'] = (flag) => (flag === 'workspace' ? 'flag' : context.origin(flag));
  return { flags: { ...flags, workspace: named }, context: { ...context, origin } };
}

const twice = (): Problem =>
  new Problem({
    code: 'AZMON-FLAG-CONFLICT',
    exit: EXIT.usage,
    message: 'a workspace is named by an argument and by a flag',
    fix: [{ text: 'leave one of them out' }],
  });
