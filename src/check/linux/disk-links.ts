import { notObserved } from '../check.ts';
import { fail, pass } from '../outcome.ts';
import { linuxCheck } from './linux-check.ts';

/** /opt or /var moved elsewhere by a link: SELinux contexts and package scripts go by the real path. */
export const diskLinks = linuxCheck({
  id: 'disk.links',
  severity: 'warn',
  judge({ facts }) {
    const links = facts['disk.link'];
    if (links === undefined) return notObserved('whether /opt or /var is a link');
    if (links.length === 0) return pass('no links');
    const measured = links.map((link) => link.replace(/^(\S+)\s+/, '$1 -> ')).join(', ');
    const fix = [
      { text: 'mount the other file system at the directory itself (mount --bind) instead of linking to it' },
    ];
    return fail('/opt or /var is a symbolic link', { measured, required: 'directories of their own', fix });
  },
});
