import { compareVersions } from '../../version.ts';
import { notObserved } from '../check.ts';
import { update } from '../fixes.ts';
import { fail, pass } from '../outcome.ts';
import { linuxCheck } from './linux-check.ts';

/** `2.5-12` is version and package release of Enterprise Linux 5: the release matters only where the version is equal. */
export const glibcVersion = linuxCheck({
  id: 'glibc.version',
  severity: 'block',
  when: ({ glibc }) => glibc !== undefined,
  judge({ facts, release, system }) {
    const [wanted = '', wantedRelease = '0'] = (release.linux.glibc ?? '').split('-');
    const [version, package_] = [facts['glibc.version'], facts['glibc.release']];
    const required = `>= ${release.linux.glibc}`;
    if (version === undefined) return notObserved('the version of glibc');
    if (version === null) {
      const fix = [{ text: 'the agent is built for glibc: use a distribution that has it' }];
      return fail('no glibc', {
        measured: facts['musl.version'] ? `musl ${facts['musl.version']}` : 'no glibc',
        required,
        fix,
      });
    }
    const order = compareVersions(version, wanted);
    if (order === 0 && package_ === undefined) return notObserved('the package release of glibc');
    const measured = order === 0 ? `${version}-${package_ ?? '?'}` : version;
    if (order > 0 || (order === 0 && compareVersions(package_ ?? '0', wantedRelease) >= 0))
      return pass(measured, required);
    return fail('glibc too old', { measured, required, fix: update(system, 'glibc') });
  },
});
