import { fail, pass, skip } from '../outcome.ts';
import { windowsCheck } from './windows-check.ts';

/** Devices take an installer of their own, virtual machines in Azure and multi-session hosts the extension. */
export const installer = windowsCheck({
  id: 'windows.installer',
  severity: 'block',
  when: ({ clientInstaller }, { server, id }) => clientInstaller !== undefined && !server && id !== 'unknown',
  judge({ facts, release }, { multiSession, build, edition }) {
    if (multiSession) return pass('multi-session: the VM extension');
    if (facts['azure.vm'] === true) return pass('a virtual machine in Azure: the VM extension');
    const minimum = release.windows.clientInstaller?.minimumBuild ?? 0;
    const measured = `build ${build}`;
    if (build < minimum) {
      const fix = [{ text: 'update to Windows 10 version 1803 or later' }];
      return fail('too old for the client installer', { measured, required: `build ${minimum} or later`, fix });
    }
    if (facts['arc.present'] === true) return skip('connected through Azure Arc');
    if (isHome(edition))
      return fail('Windows Home cannot join Microsoft Entra ID', { ...PRO, measured: `edition ${edition}` });
    const fix = [
      {
        text: 'join the device to Microsoft Entra ID (see dsregcmd /status: AzureAdJoined YES) and use the client installer, elevated',
        command: 'msiexec /i AzureMonitorAgentClientSetup.msi /qn',
      },
    ];
    return fail('a client device takes the client installer', { measured, fix, severity: 'info' });
  },
});

/** Home and its kinds for one language or country. */
const isHome = (edition: string): boolean => /^Core/i.test(edition);

const PRO = {
  required: 'an edition whose devices can join: Pro, Enterprise, Education',
  fix: [
    {
      text: 'change to Windows Pro (put your product key in place of KEY), then join the device and use the client installer',
      command: 'changepk.exe /ProductKey KEY',
    },
  ],
};
