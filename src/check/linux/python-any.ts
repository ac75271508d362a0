import { notObserved } from '../check.ts';
import { install } from '../fixes.ts';
import { fail, pass } from '../outcome.ts';
import { linuxCheck } from './linux-check.ts';

const NAMES = ['python3', 'python2', 'platform-python'] as const;

/** Some Python, 2 or 3: newer releases and the successor look for python3, python2 and Red Hat's platform-python. */
export const pythonAny = linuxCheck({
  id: 'python.any',
  severity: 'block',
  when: ({ python }) => python?.versions === 'any',
  judge({ facts, system }) {
    const found = NAMES.find(
      (name) => typeof facts[`${name}.path`] === 'string' && facts[`${name}.version` as 'python3.version'] !== null,
    );
    if (found !== undefined) return pass(facts[`${found}.path`] ?? found, 'Python 2 or 3');
    if (NAMES.some((name) => facts[`${name}.path`] === undefined)) return notObserved('Python');
    const broken = NAMES.find((name) => facts[`${name}.path`] !== null);
    return fail(broken === undefined ? 'no Python' : 'Python does not run', {
      measured: broken === undefined ? 'neither python3 nor python2' : (facts[`${broken}.path`] ?? broken),
      required: 'Python 2 or 3',
      fix: install(system, 'python-any'),
    });
  },
});
