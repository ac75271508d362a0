import { fail } from '../linux/outcome.ts';
import { windowsCheck } from './windows-check.ts';

/** Desktop editions are taken, for work like that of a server. */
export const client = windowsCheck({
  id: 'windows.client',
  severity: 'info',
  when: ({ clientInstaller }, { server, id }) => clientInstaller === undefined && !server && id !== 'unknown',
  judge: (_subject, { name }) =>
    fail('a client system', {
      measured: name,
      fix: [{ text: 'fine for workloads of the kind a server has; monitoring solutions do not look at clients' }],
    }),
});
