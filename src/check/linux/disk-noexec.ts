import { judgeMounts } from './disk-option.ts';
import { linuxCheck } from './linux-check.ts';

/** Bundle, package scripts and extension are executed from these directories. */
export const diskNoexec = linuxCheck({
  id: 'disk.noexec',
  severity: 'block',
  judge: (subject) =>
    judgeMounts(subject, {
      option: 'noexec',
      cause: 'programs may not be executed where the installation runs',
      required: 'no noexec on /tmp, /var, /var/tmp, /opt',
      directories: ['/tmp', '/var', '/var/tmp', '/opt'],
      remedy: 'exec',
    }),
});
