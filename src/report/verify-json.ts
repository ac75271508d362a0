import { exitName } from '../problem.ts';
import type { VerifiedTarget, VerifyRun } from '../verify/verified.ts';
import { problemRecord } from './problem.ts';

/** `result` of the envelope of `azmon verify`. Pure. */
export function verifyResult({ targets }: VerifyRun): Record<string, unknown> {
  const states: Record<string, number> = {};
  for (const { proof } of targets) {
    const word = proof?.state ?? 'error';
    states[word] = (states[word] ?? 0) + 1;
  }
  return { targets: targets.map(verifiedResult), summary: { total: targets.length, states } };
}

/** One machine and generation: also what an NDJSON line says of it. */
export function verifiedResult(one: VerifiedTarget): Record<string, unknown> {
  const { target, name, agent, proof, problem, exit, durationMs } = one;
  return {
    ...{ target, name, status: exitName(exit), exitCode: exit, durationMs },
    ...(agent === undefined ? {} : { agent }),
    ...(proof === undefined ? {} : { proof }),
    ...(problem === undefined ? {} : { error: problemRecord(problem) }),
  };
}
