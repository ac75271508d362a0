import type { MethodId } from '../../agent/agent.ts';
import { openMethods } from '../../agent/gate.ts';
import { RUNS_AS } from '../../agent/runs-as.ts';
import { architectureOf } from '../../machine/architecture.ts';
import type { Subject } from '../check.ts';

/**
 * Whether the rights of the user who looks matter: `user`, they do; `service`, a service with all rights carries the installation out;
 * `either`, no method was chosen and both kinds are open, so that the user's rights decide between them and stop nothing.
 */
export interface Hands {
  readonly whose: 'user' | 'service' | 'either';
  /** The methods that a service carries out. */
  readonly byService: readonly MethodId[];
}

/** By the chosen method; without one by all that take the machine. Azure must know a machine for a service to be there. */
export function handsOf(subject: Subject): Hands {
  const open = subject.method === undefined ? methodsFor(subject) : [subject.method];
  const byService = open.filter((one) => RUNS_AS[one] === 'service');
  if (byService.length === 0) return { whose: 'user', byService };
  if (byService.length === open.length) return { whose: 'service', byService };
  return { whose: isKnown(subject) ? 'either' : 'user', byService };
}

/** Those that no table refuses; all of them where every one is refused, which another check says. */
function methodsFor({ agent, system, facts, asOf }: Subject): readonly MethodId[] {
  const processor = system.family === 'linux' ? architectureOf(facts)?.userland : undefined;
  const open = openMethods(agent, system, processor, asOf);
  return open.length === 0 ? agent.methods[system.family] : open;
}

/** Azure can reach it: through its guest agent, or that of Azure Arc. */
const isKnown = ({ facts }: Subject): boolean => facts['azure.vm'] === true || facts['arc.present'] === true;
