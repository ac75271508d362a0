import { METHODS, type MethodId } from '../../agent/agent.ts';
import { openMethods, type Refusal, refusalOf, tableOf } from '../../agent/gate.ts';
import { isUnobserved } from '../../agent/standing.ts';
import { architectureOf } from '../../machine/architecture.ts';
import type { Fix } from '../../problem.ts';
import { type Check, notObserved, type Outcome, type Subject } from '../check.ts';
import { methodsOf, nameOf, titleOf } from './naming.ts';

/** The chosen method takes the system, or, when none was chosen, at least one does. */
export const methodGate: Check = {
  id: 'support.method-gate',
  severity: 'block',
  applies: () => true,
  judge(subject): Outcome {
    if (isUnobserved(subject.system)) return notObserved('which system runs there');
    return subject.method === undefined ? judgeAll(subject) : judgeOne(subject, subject.method);
  },
};

function judgeOne(subject: Subject, method: MethodId): Outcome {
  const { agent, system, asOf } = subject;
  if (!agent.methods[system.family].includes(method)) return notOffered(subject, method);
  const refusal = refusalOf(agent, method, system, processor(subject), asOf);
  if (refusal !== undefined) return refused(subject, `${METHODS[method]} does not take this system`, refusal);
  return {
    status: 'pass',
    evidence: { measured: nameOf(system), required: `${METHODS[method]}${tablesFor(subject, method)}` },
  };
}

function judgeAll(subject: Subject): Outcome {
  const { agent, system, asOf } = subject;
  const open = openMethods(agent, system, processor(subject), asOf);
  const [method] = agent.methods[system.family];
  const refusal = method === undefined ? undefined : refusalOf(agent, method, system, processor(subject), asOf);
  if (open.length === 0 && refusal !== undefined) return refused(subject, 'no method takes this system', refusal);
  return { status: 'pass', evidence: { measured: `taken by ${open.map((one) => METHODS[one]).join(', ')}` } };
}

/** What the methods look at: the extensions decide by the processor of the programs. */
const processor = ({ system, facts }: Subject): string | undefined =>
  system.family === 'linux' ? architectureOf(facts)?.userland : undefined;

function refused(subject: Subject, cause: string, { gate, list }: Refusal): Outcome {
  const evidence = { measured: `${nameOf(subject.system)}: ${gate.refusal}`, required: titleOf(list) };
  return { status: 'fail', verdict: 'refused', cause, evidence, fix: others(subject) };
}

/** A method for the other family of systems, or one that this generation never had. */
function notOffered(subject: Subject, method: MethodId): Outcome {
  const { agent, system } = subject;
  const family = system.family === 'linux' ? 'Linux' : 'Windows';
  const offered = agent.methods[system.family === 'linux' ? 'windows' : 'linux'].includes(method);
  const cause = offered
    ? `${METHODS[method]} is not for ${family}`
    : `${METHODS[method]} is not offered for the ${agent.title}`;
  const evidence = {
    measured: METHODS[method],
    required: agent.methods[system.family].map((one) => METHODS[one]).join(', '),
  };
  return { status: 'fail', verdict: 'refused', cause, evidence, fix: others(subject) };
}

/** Names the methods that would take the system. */
function others(subject: Subject): Fix[] {
  const open = openMethods(subject.agent, subject.system, processor(subject), subject.asOf);
  if (open.length > 0) return [{ text: `use a method that takes it: ${methodsOf(open)}` }];
  return [{ text: `no method of the ${subject.agent.title} takes it` }];
}

function tablesFor({ agent, system, asOf }: Subject, method: MethodId): string {
  const tables = agent.gates
    .filter((gate) => gate.methods.includes(method))
    .flatMap((gate) => tableOf(gate, system, asOf) ?? []);
  return tables.length === 0 ? '' : `: ${tables.map(titleOf).join('; ')}`;
}
