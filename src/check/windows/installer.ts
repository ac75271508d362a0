import { fail, pass, skip } from '../outcome.ts';
import { windowsCheck } from './windows-check.ts';

/** Devices take an installer of their own, virtual machines in Azure and multi-session hosts the extension. */
export const installer = windowsCheck({
  id: 'windows.installer',
  severity: 'block',
  when: ({ clientInstaller }, { server, id }) => clientInstaller !== undefined && !server && id !== 'unknown',
  judge({ facts, release }, { multiSession, build }) {
    if (multiSession) return pass('multi-session: the VM extension');
    if (facts['azure.vm'] === true) return pass('a virtual machine in Azure: the VM extension');
    const minimum = release.windows.clientInstaller?.minimumBuild ?? 0;
    const measured = `build ${build}`;
    if (build < minimum) {
      const fix = [{ text: 'update to Windows 10 version 1803 or later' }];
      return fail('too old for the client installer', { measured, required: `build ${minimum} or later`, fix });
    }
    if (facts['arc.present'] === true) return skip('connected through Azure Arc');
    const fix = [
      {
        text: 'join the device to Microsoft Entra ID (see dsregcmd /status: AzureAdJoined YES) and use the client installer, elevated',
        command: 'msiexec /i AzureMonitorAgentClientSetup.msi /qn',
      },
    ];
    return fail('a client device takes the client installer', { measured, fix, severity: 'info' });
  },
});
