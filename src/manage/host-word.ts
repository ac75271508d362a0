import type { ExitCode } from '../problem.ts';
import type { HostContext } from './host-problem.ts';

/** What a word of the wrapper stands for (docs/wrapper.md, "Why it failed"). */
export interface HostWord {
  readonly code: string;
  readonly exit: ExitCode;
  /** Lower case, no full stop. */
  readonly message: string | ((context: HostContext) => string);
  readonly fix: readonly HostFix[];
  /** The same run may well succeed later. */
  readonly retryable?: true;
  /** An installer ended with an error: what it said decides the code and the exit, where azmon knows it. */
  readonly general?: true;
}

/** `azmon`: a command of ours for the target; `there`: one for the machine itself. */
export interface HostFix {
  readonly text: string | ((context: HostContext) => string);
  readonly azmon?: (context: HostContext) => string;
  readonly there?: string | ((context: HostContext) => string);
}

/** Commands of azmon for the target, and the fixes that many words share. */
export const again = ({ words, target, typed }: Pick<HostContext, 'words' | 'target' | 'typed'>): string =>
  typed ?? `${words} ${target}`;
export const check = ({ target }: HostContext): string => `azmon check ${target}`;
export const show = ({ target }: HostContext): string => `azmon agent show ${target}`;
export const logs = ({ target }: HostContext): string => `azmon agent logs ${target}`;

export const AGAIN: HostFix = { text: 'run it again', azmon: again };
export const CHECK: HostFix = { text: 'what stands against it there', azmon: check };
export const SHOW: HostFix = { text: 'what is there', azmon: show };
export const LOGS: HostFix = { text: 'what the agent says', azmon: logs };
export const NETWORK: HostFix = {
  text: 'see each host of the workspace from there',
  azmon: (context) => `${check(context)} --only network`,
};
/** The installer's own log. */
export const SETUP: HostFix = {
  text: ({ system }) => (system === 'linux' ? 'the log of the package manager' : 'the log of the setup'),
  azmon: logs,
};

/** The way for a machine that has none to the file. */
export const PUSH: HostFix = {
  text: ({ target }) =>
    target === 'local' ? 'or bring the file here and name it' : 'or let azmon fetch the file here and bring it there',
  azmon: (context) => `${again(context)} ${context.target === 'local' ? '--bundle FILE' : '--push'}`,
};
