import type { ProbeRequest, ProbeRun, Transport } from '../ports.ts';
import { EXIT, Problem } from '../problem.ts';
import type { Target } from '../target/target.ts';
import type { MachineFacts } from './facts.ts';
import { parseProbeOutput } from './probe-output.ts';

/** What one look at one machine brought. Times are of azmon's own clock, milliseconds since 1970, around the whole look. */
export type Gathered =
  | {
      readonly target: Target;
      readonly facts: MachineFacts;
      readonly gathered: { readonly startedAt: number; readonly finishedAt: number };
    }
  | { readonly target: Target; readonly problem: Problem };

/** Looks at one machine. Never throws: whatever goes wrong becomes the problem of that target, so that no other one suffers from it. */
export async function gather(transport: Transport, target: Target, request: ProbeRequest): Promise<Gathered> {
  try {
    const run = await transport.probe(target, request);
    return { target, ...factsOf(run) };
  } catch (error) {
    return { target, problem: problemOf(error, target.key) };
  }
}

function factsOf({ output, startedAt, finishedAt }: ProbeRun) {
  const { facts, complete } = parseProbeOutput(output);
  if (!complete) throw incomplete(Object.keys(facts).length);
  return { facts, gathered: { startedAt, finishedAt } };
}

/** Half an answer would make missing facts look like facts that could not be observed. */
const incomplete = (facts: number): Problem =>
  new Problem({
    code: 'AZMON-PROBE-INCOMPLETE',
    exit: EXIT.failed,
    message: 'the look broke off',
    why:
      facts === 0
        ? 'the probe ended before it said anything'
        : `${facts} facts came, and then no more: the probe or its connection was ended`,
    fix: [
      {
        text: 'try again; if it breaks off again, run the probe there by hand and read what it prints',
        command: 'azmon probe linux',
      },
    ],
    retryable: true,
  });

/** What went wrong with one target, as its Problem; an error that nobody foresaw keeps its words to itself. */
export function problemOf(error: unknown, key: string): Problem {
  if (error instanceof Problem) return error.on(key);
  return new Problem({
    code: 'AZMON-INTERNAL',
    exit: EXIT.internal,
    message: 'the look failed in a way azmon does not know',
    // The words of a foreign error may quote what was handed to it, and that may be a secret.
    why: `an error that nobody foresaw (${error instanceof Error ? error.name : typeof error})`,
    fix: [{ text: 'run the same command with --debug and report what it prints after "caused by"' }],
    target: key,
    cause: error,
  });
}
