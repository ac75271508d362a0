import type { LinuxEntry } from '../../agent/agent.ts';
import { rowsFor } from '../../agent/listing.ts';
import { standingOf } from '../../agent/standing.ts';
import { hasVersionPrefix } from '../../version.ts';
import type { Check, Subject } from '../check.ts';

/** Says by which entry of the list a minor release counts; silent where the list names the version itself. */
export const minorReleases: Check = {
  id: 'support.minor-releases',
  severity: 'info',
  applies: (subject) => entryOf(subject) !== undefined,
  judge(subject) {
    const { system } = subject;
    const measured = system.family === 'linux' ? system.version : '';
    return { status: 'pass', evidence: { measured, required: `${entryOf(subject)}, with all its minor releases` } };
  },
};

/** The shorter version on the list that takes the machine's longer one. */
function entryOf({ agent, system, asOf }: Subject): string | undefined {
  if (system.family !== 'linux') return undefined;
  const standing = standingOf(agent.support, system, asOf);
  if (standing.kind !== 'listed') return undefined;
  const prefix = rowsFor(standing.list.linux, system)
    .flatMap(versionsOf)
    .find((version) => hasVersionPrefix(system.version, version));
  return prefix !== undefined && system.version.split('.').length > prefix.split('.').length ? prefix : undefined;
}

const versionsOf = (entry: LinuxEntry): readonly string[] => entry.versions;
