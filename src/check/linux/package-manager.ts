import { notObserved } from '../check.ts';
import { fail, pass } from '../outcome.ts';
import { linuxCheck } from './linux-check.ts';

export const packageManager = linuxCheck({
  id: 'package.manager',
  severity: 'block',
  judge({ facts }) {
    const [tool, manager] = [facts['package.tool'], facts['package.manager']];
    const required = 'dpkg or rpm, with apt-get, dnf, yum or zypper';
    const fix = [{ text: 'the agent comes as deb or rpm packages only: use a system that has one of these managers' }];
    if (tool === null) return fail('neither dpkg nor rpm', { measured: 'neither dpkg nor rpm', required, fix });
    if (tool === undefined) return notObserved('the package tool');
    if (manager === undefined) return notObserved('the package manager');
    if (manager !== null) return pass(`${manager}, ${tool}`);
    // The packages are in the bundle: without a manager nothing that is missing can be fetched, but nothing breaks.
    const reinstall = [{ text: `put back the package manager that belongs to ${tool}` }];
    return fail('no package manager', { measured: `${tool} alone`, required, fix: reinstall, severity: 'warn' });
  },
});
