import { notObserved } from '../check.ts';
import { fail, pass } from '../outcome.ts';
import { windowsCheck } from './windows-check.ts';

interface Root {
  readonly from: string;
  readonly name: string;
  readonly thumbprint: string;
  readonly file: string;
}

/** What the service's certificates end in, by the day from which that holds. Thumbprints are SHA-1. */
const ROOTS: readonly Root[] = [
  {
    from: '2000-01-01',
    name: 'Baltimore CyberTrust Root',
    thumbprint: 'D4DE20D05E66FC53FE1A50882C78DB2852CAE474',
    file: 'BaltimoreCyberTrustRoot.crt',
  },
  {
    from: '2023-06-30',
    name: 'DigiCert Global Root G2',
    thumbprint: 'DF3C24F9BFD666761B268073FE06D1CC8D4F82A4',
    file: 'DigiCertGlobalRootG2.crt',
  },
];

/** Windows fetches roots when it first needs them, if it may reach Windows Update: what is missing is a warning. */
export const roots = windowsCheck({
  id: 'windows.roots',
  severity: 'warn',
  when: (needs) => needs.tls12,
  judge({ facts, asOf }) {
    const present = facts['roots.present'];
    if (present === undefined) return notObserved('the store of root certificates');
    const root = ROOTS.findLast(({ from }) => from <= asOf);
    if (root === undefined || (present ?? '').toUpperCase().split(' ').includes(root.thumbprint))
      return pass(root?.name);
    const fix = [
      {
        text: `get https://cacerts.digicert.com/${root.file} and add it; machines that may reach Windows Update do so by themselves`,
        command: `certutil -addstore -f Root ${root.file}`,
      },
    ];
    return fail('the root certificate of the service is not there', {
      measured: `without ${root.name}`,
      required: root.name,
      fix,
    });
  },
});
