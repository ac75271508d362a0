import type { System } from '../../machine/system.ts';
import type { Fix } from '../../problem.ts';
import { notObserved, type Subject } from '../check.ts';
import { eitherOf, install, isOlder, packageLine } from '../fixes.ts';
import { fail, pass, skip } from '../outcome.ts';
import { linuxCheck } from './linux-check.ts';
import { isPython2, versionOf } from './python-found.ts';

/** The command `python` is Python 2: the agent's packages call it by that name. */
export const pythonAlias = linuxCheck({
  id: 'python.alias',
  severity: 'block',
  when: ({ python }) => python?.alias === true,
  judge(subject) {
    const { facts } = subject;
    const [path, version] = [facts['python.path'], versionOf(facts, 'python')];
    if (path === undefined) return notObserved('the command python');
    if (isPython2(version)) return pass(`python is ${version}`, REQUIRED);
    if (path !== null && version === undefined) return notObserved('the version of the command python');
    if (facts['python2.path'] === null) return skip('there is no Python 2 that python could be');
    const measured = path === null ? 'no command python' : `python is ${version ?? `${path}, which does not run`}`;
    return fail(causeOf(subject), { measured, required: REQUIRED, fix: aliasFixes(subject) });
  },
});

const REQUIRED = 'the command python runs Python 2';

function causeOf({ facts }: Subject): string {
  if (facts['python.path'] === null) return 'no command python';
  return facts['python.version'] === null ? 'the command python does not run' : 'the command python is not Python 2';
}

/**
 * The published command (`alternatives --set python /usr/sbin/python2`) names a path that no system has, and a tool that only Red Hat's
 * line registers python with. Elsewhere a link does it, or the package that owns that link.
 */
function aliasFixes({ system, facts }: Subject): Fix[] {
  const line = packageLine(system);
  if (line === 'el' && !isOlder(system, '8') && isOlder(system, '9'))
    return [{ text: 'make python2 the unversioned python', command: 'alternatives --set python /usr/bin/python2' }];
  if (line === 'amzn' && isOlder(system, '2019') && !isOlder(system, '3'))
    return [
      { text: 'make Python 2.7 the unversioned python', command: 'alternatives --set python /usr/bin/python2.7' },
    ];
  const force = facts['python.path'] === null ? '-s' : '-sf';
  const link = {
    text: 'link python to python2',
    command: `ln ${force} ${linkTarget(facts['python2.path'])} /usr/bin/python`,
  };
  return eitherOf([link, ...ownedLink(system)]);
}

/** Only a plain path goes into a command. */
function linkTarget(python2: string | null | undefined): string {
  const elsewhere = typeof python2 === 'string' && /^\/[\w./-]+$/.test(python2) && !/^\/(usr\/)?bin\//.test(python2);
  return elsewhere ? python2 : '/usr/bin/python2';
}

/** On Debian 11 and Ubuntu 20.04 the link is a package; before them it belongs to the package `python`. */
function ownedLink(system: System): Fix[] {
  const first = { debian: '11', ubuntu: '20.04' } as const;
  const next = { debian: '12', ubuntu: '22.04' } as const;
  const line = packageLine(system);
  if (line !== 'debian' && line !== 'ubuntu') return [];
  if (isOlder(system, first[line])) return install(system, 'python2');
  if (!isOlder(system, next[line])) return [];
  return [{ text: 'install the package that owns this link', command: 'apt-get install -y python-is-python2' }];
}
