import { EXIT, type Fix, Problem } from '../problem.ts';
import type { Held, Inspected } from './inspect.ts';

const nameOf = ({ workspace, workspaceId }: Inspected): string => workspace?.name ?? workspaceId;

/** A key that was given is none of the workspace's: nothing was touched, the input is wrong. */
export function mismatch(inspected: Inspected, { caseOnly, from }: Extract<Held, { state: 'mismatch' }>): Problem {
  const name = nameOf(inspected);
  return new Problem({
    code: 'AZMON-WORKSPACE-KEY-MISMATCH',
    exit: EXIT.usage,
    message: `the key from ${from.text} does not belong to the workspace ${name}`,
    why: caseOnly
      ? 'it differs from the key of the workspace by upper and lower case only: something on the way changed its case'
      : 'it is neither its primary nor its secondary key: it belongs to another workspace (keys of storage accounts look alike), or the key was regenerated since',
    fix: [
      { text: 'leave the key out: with your sign-in it is looked up' },
      {
        text: 'write the key of today to a file',
        command: `azmon workspace key ${name} --out ${name}.key`,
      },
    ],
  });
}

/** Source: docs "Disable local authentication": the Log Analytics agent has no other way to sign in than the key. */
export function keysRefused(inspected: Inspected): Problem {
  const name = nameOf(inspected);
  return new Problem({
    code: 'AZMON-WORKSPACE-NO-KEYS',
    exit: EXIT['not-ready'],
    message: `the workspace ${name} lets in no agent that signs in with a key`,
    why: 'its local authentication is switched off (disableLocalAuth), and the Log Analytics agent knows no other way to sign in',
    fix: [
      {
        text: 'the Azure Monitor Agent signs in with the identity of the machine',
        command: `azmon install extension TARGET --workspace ${name} --default-rule`,
      },
      { text: 'or send to a workspace that takes keys' },
    ],
  });
}

const GIVE_KEY: Fix = {
  text: 'or give the key: --workspace-key-file PATH, AZMON_WORKSPACE_KEY, or --workspace-key-vault REFERENCE',
};

/** No key was given, and this is why it could not be looked up: the same problem, with the other way out. */
export const keyWanted = (problem: Problem): Problem =>
  new Problem({
    code: problem.code,
    exit: problem.exit,
    message: problem.message,
    why: `the workspace key was to be looked up${problem.why === undefined ? '' : `: ${problem.why}`}`,
    fix: [...problem.fix, GIVE_KEY],
    retryable: problem.retryable,
    cause: problem.cause,
  });
