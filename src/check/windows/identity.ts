import type { Subject } from '../check.ts';
import { judgeIdentity } from '../identity.ts';
import { skip } from '../outcome.ts';
import { windowsCheck } from './windows-check.ts';

export const identity = windowsCheck({
  id: 'windows.identity',
  severity: 'block',
  when: (needs) => needs.azureIdentity,
  judge(subject) {
    const outcome = judgeIdentity(subject.facts);
    if (outcome.status === 'pass' || !isDevice(subject)) return outcome;
    return skip('a client device signs in with its own identity of Microsoft Entra ID');
  },
});

const isDevice = ({ system, release }: Subject): boolean =>
  system.family === 'windows' &&
  release.windows.clientInstaller !== undefined &&
  !system.server &&
  !system.multiSession &&
  system.build >= release.windows.clientInstaller.minimumBuild;
