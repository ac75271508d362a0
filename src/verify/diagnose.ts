import type { Agent } from '../agent/agent.ts';
import { AGENTS } from '../agent/index.ts';
import type { Chain, WorkspaceLook } from './chain.ts';
import { type Asked, diagnoseMachine, vmAgentLink } from './diagnose-machine.ts';
import { workspaceLink } from './diagnose-workspace.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { BrokenLink } from './proof.ts';
import { targetWord } from './target-word.ts';

/** All that was read when no record came. */
export interface Evidence {
  readonly agent: Agent;
  /** Missing: no virtual machine of Azure, or one that cannot be read. */
  readonly chain?: Chain;
  readonly asked: Asked;
  readonly workspaces: readonly WorkspaceLook[];
  /** Workspaces whose records could not be read, and why, a sentence each. */
  readonly unread: readonly string[];
  /** YYYY-MM-DD */
  readonly asOf: string;
}

/**
 * Names the broken link: the machine's own side first, then its destination, then what cannot be seen from outside: the shut-down of
 * a retired agent's uploads, and at last nothing that Azure shows. Pure; always an answer.
 */
export function diagnose(evidence: Evidence): BrokenLink {
  const { chain, asked, agent, workspaces } = evidence;
  const found: Diagnosis | undefined =
    (chain === undefined ? undefined : diagnoseMachine(chain, asked)) ??
    workspaceLink(agent, workspaces) ??
    unreadLink(evidence) ??
    (chain === undefined ? undefined : vmAgentLink(chain)) ??
    retiredLink(evidence);
  if (found === undefined) return unknown(evidence);
  const { final: _, ...broken } = found;
  return broken;
}

function unreadLink({ unread }: Evidence): Diagnosis | undefined {
  if (unread.length === 0) return undefined;
  return {
    link: 'unknown',
    evidence: `not every workspace could be read: ${unread.join('; ')}`,
    fix: [{ text: 'the role Log Analytics Reader on the workspace is enough' }],
    final: false,
  };
}

function retiredLink({ agent, asOf, chain }: Evidence): Diagnosis | undefined {
  const { retirement } = agent;
  if (retirement === undefined || asOf < retirement.uploads) return undefined;
  return {
    link: 'retired-upload',
    evidence: `all that Azure shows is in order; since ${retirement.uploads} uploads of the ${agent.title} may be shut down without notice, and a firewall in between looks the same`,
    fix: [...networkFix(chain), ...successorFix(agent, chain)],
    final: false,
  };
}

/** The way over is not offered where the successor would not go: `azmon check` tells. */
function successorFix({ id }: Agent, chain: Chain | undefined): BrokenLink['fix'] {
  const [successor] = Object.values(AGENTS).filter((one) => one.id !== id && one.retirement === undefined);
  if (successor === undefined || chain === undefined) return [];
  return [
    {
      text: `the ${successor.title} takes over where it takes the system`,
      command: `azmon check ${targetWord(chain.vm)} --agent ${successor.id}`,
    },
  ];
}

function unknown({ agent, chain }: Evidence): BrokenLink {
  return {
    link: 'unknown',
    evidence:
      chain === undefined
        ? `the workspace has no record of the ${agent.title}, and Azure shows nothing of the machine itself`
        : `all that Azure shows of the ${agent.title} is in order; what is left is inside the machine or on its way out`,
    fix: networkFix(chain),
  };
}

const networkFix = (chain: Chain | undefined): BrokenLink['fix'] =>
  chain === undefined
    ? [{ text: 'look at the machine from inside', command: 'azmon check' }]
    : [
        {
          text: 'look at its way out from inside',
          command: `azmon check ${targetWord(chain.vm)} --agent ${chain.agent.id} --only network`,
        },
      ];
