import { architectureOf } from '../../machine/architecture.ts';
import type { Subject } from '../check.ts';

/** Why a question about libraries does not arise; `support.architecture` says what is wrong. */
export const NO_BUILD = 'there is no build of the agent for this processor';

/** The release was never built for the processor of a Linux machine: false where the processor was not observed. */
export function hasNoBuild({ facts, release }: Subject): boolean {
  const seen = architectureOf(facts);
  return seen !== undefined && !release.linux.architectures.some((build) => build === seen.kernel);
}
