import { judgeMounts } from './disk-option.ts';
import { linuxCheck } from './linux-check.ts';

export const diskReadOnly = linuxCheck({
  id: 'disk.read-only',
  severity: 'block',
  judge: (subject) =>
    judgeMounts(subject, {
      option: 'ro',
      cause: 'a directory of the installation is mounted read-only',
      required: '/etc, /var, /opt, /tmp writable',
      directories: ['/etc', '/var', '/opt', '/tmp'],
      remedy: 'rw',
    }),
});
