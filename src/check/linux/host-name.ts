import { notObserved, type Outcome } from '../check.ts';
import { fail, pass } from '../outcome.ts';
import { brings, linuxCheck } from './linux-check.ts';

const REQUIRED = 'letters, digits, hyphens; labels up to 63 characters';
const FIX = [
  {
    text: 'give the machine a proper name (here: name.example.com)',
    command: 'hostnamectl set-hostname name.example.com',
  },
];
const FIX_OLD = [
  {
    text: 'give the machine a proper name (here: name.example.com), and put it into the file that sets it at boot',
    command: 'hostname name.example.com',
  },
];

/** A certificate's common name holds 64 characters at most (RFC 5280, ub-common-name). */
const LONGEST = 64;

/** omi and scx make certificates out of the host name while they are installed, and stop when it is no proper one. */
export const hostName = linuxCheck({
  id: 'host.name',
  severity: 'block',
  when: brings('omi'),
  judge({ facts }) {
    const [name, fqdn] = [facts['host.name'], facts['host.fqdn']];
    if (name === undefined) return notObserved('the host name');
    const fix = facts['init.systemd'] === false ? FIX_OLD : FIX;
    const evidence = { measured: name ?? 'none', required: REQUIRED, fix };
    const cause = faultOf(name ?? '');
    if (cause !== undefined) return fail(cause, evidence);
    if (/^localhost(\.|$)/i.test(name ?? '')) return warn('the host is called localhost', evidence);
    const full = [name ?? '', fqdn ?? ''].find(({ length }) => length > LONGEST);
    if (full !== undefined)
      return warn('the full host name is too long', { ...evidence, measured: `${full.length} characters` });
    return pass(name ?? '', REQUIRED);
  },
});

const warn = (cause: string, evidence: Parameters<typeof fail>[1]): Outcome =>
  fail(cause, { ...evidence, severity: 'warn' });

function faultOf(name: string): string | undefined {
  if (name === '' || name === '(none)') return 'no host name';
  if (!/^[A-Za-z0-9.-]+$/.test(name)) return 'characters in the host name that no certificate takes';
  const labels = name.replace(/\.$/, '').split('.');
  if (labels.some((label) => label === '' || label.length > 63)) return 'a part of the host name is empty or too long';
  return undefined;
}
