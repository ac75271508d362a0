import { notObserved, type Subject } from '../check.ts';
import { install } from '../fixes.ts';
import { fail, hardlySeen, pass, skip } from '../outcome.ts';
import { linuxCheck } from './linux-check.ts';
import { isPython2, versionOf } from './python-found.ts';

/** The Python that the agent will use can import ctypes; the minimal packages of Debian and Ubuntu cannot. */
export const pythonCtypes = linuxCheck({
  id: 'python.ctypes',
  severity: 'block',
  when: ({ python }) => python?.ctypes === true,
  judge(subject) {
    const { system, release } = subject;
    const versions = release.linux.python?.versions;
    const flags = versions === 'any' ? ofAny(subject) : ofPython2(subject);
    if (flags.includes(true)) return pass('ctypes can be imported');
    if (flags.length === 0) return skip(versions === 'any' ? 'there is no Python' : 'there is no Python 2');
    // Where any Python will do, only the minimal packages lack ctypes: no reason to leave the verdict open.
    if (flags.includes(undefined))
      return (versions === 'any' ? hardlySeen : notObserved)('whether Python can import ctypes');
    const fix = install(system, versions === 'any' ? 'python-any' : 'python2');
    return fail('Python without ctypes', { measured: 'import ctypes fails', required: 'import ctypes works', fix });
  },
});

type Flag = boolean | null | undefined;

/** The command `python` decides where it is Python 2: it is the one that will be called. */
function ofPython2({ facts }: Subject): Flag[] {
  if (isPython2(versionOf(facts, 'python'))) return [facts['python.ctypes']];
  if (isPython2(versionOf(facts, 'python2'))) return [facts['python2.ctypes']];
  const known = facts['python.path'] !== undefined && facts['python2.path'] !== undefined;
  return known ? [] : [undefined];
}

function ofAny({ facts }: Subject): Flag[] {
  const flags: Flag[] = [];
  if (facts['python2.path'] !== null) flags.push(facts['python2.ctypes']);
  if (facts['python3.path'] !== null) flags.push(facts['python3.ctypes']);
  return flags;
}
