import type { Agent } from '../../agent/agent.ts';
import { endOfVersion } from '../../agent/end-of-support.ts';
import { openMethods } from '../../agent/gate.ts';
import { AGENTS } from '../../agent/index.ts';
import { listedName } from '../../agent/listing.ts';
import { oncePerSystem } from '../../agent/once-per-system.ts';
import { baseOf, standingOf } from '../../agent/standing.ts';
import { architectureOf } from '../../machine/architecture.ts';
import type { LinuxSystem } from '../../machine/system.ts';
import type { Fix } from '../../problem.ts';
import { compareVersions } from '../../version.ts';
import type { Check, Outcome, Subject } from '../check.ts';
import { architecture } from './architecture.ts';
import { container } from './container.ts';
import { libc } from './libc.ts';
import { wsl } from './wsl.ts';

/** What to do on a system that the list does not take: the successor where it takes the system, else a listed version. */
export function wayOut(subject: Subject): Fix[] {
  const next = successorTaking(subject);
  if (next !== undefined)
    return [
      {
        text: `use the ${next.title}, whose list names this system`,
        command: `azmon check --agent ${next.id}`,
      },
    ];
  const [first] = subject.agent.support.lists;
  if (first !== undefined && baseOf(subject.agent.support, subject.asOf) === undefined)
    return [{ text: `ask for a later day: the first list is of ${first.date} (--as-of ${first.date})` }];
  const version = nearestVersion(subject.agent, subject.system, subject.asOf);
  if (version !== undefined)
    return [{ text: `move to ${subject.system.name} ${version}, the nearest version on the list` }];
  return [{ text: 'move what runs there to a system on the list' }];
}

/** What no change on a machine helps, asked of the next generation too. */
const FINAL: readonly Check[] = [architecture, libc, container, wsl];

/** The next generation, when its list names the system, one of its methods takes it, and nothing makes it impossible there. */
export function successorTaking(subject: Subject): Agent | undefined {
  const { agent, system, facts, asOf } = subject;
  const next = agent.successor === undefined ? undefined : AGENTS[agent.successor];
  if (next === undefined || standingOf(next.support, system, asOf).kind !== 'listed') return undefined;
  const asked: Subject = { ...subject, agent: next, release: next.releases[0] };
  if (FINAL.some((check) => check.applies(asked) && isImpossible(check.judge(asked)))) return undefined;
  const processor = system.family === 'linux' ? architectureOf(facts)?.userland : undefined;
  return openMethods(next, system, processor, asOf).length > 0 ? next : undefined;
}

const isImpossible = (outcome: Outcome): boolean => outcome.status === 'fail' && outcome.verdict === 'impossible';

/** Upwards if possible, and to one that its maker still supports if there is one. */
const nearestVersion = oncePerSystem((agent: Agent, system, asOf): string | undefined => {
  if (system.family !== 'linux') return undefined;
  const versions = (baseOf(agent.support, asOf)?.linux ?? [])
    .filter(({ distro }) => distro === listedName(system))
    .flatMap((entry) => entry.versions)
    .sort(compareVersions);
  const open = versions.filter((version) => openMethods(agent, { ...system, version }, undefined, asOf).length > 0);
  const above = open.filter((version) => compareVersions(version, system.version) > 0);
  return above.find((version) => isAlive(system, version, asOf)) ?? above.at(-1) ?? open.at(-1);
});

const isAlive = (system: LinuxSystem, version: string, asOf: string): boolean =>
  (endOfVersion(listedName(system), version)?.end ?? '9999') >= asOf;
