import { notObserved } from '../check.ts';
import { eitherOf } from '../fixes.ts';
import { fail, pass } from '../outcome.ts';
import { brings, linuxCheck } from './linux-check.ts';

/** The one build of nss-pem that makes omi's agent spin at full load. */
const BAD = /^1\.0\.3-5\.el7$/;

export const curlNssPem = linuxCheck({
  id: 'curl.nss-pem',
  severity: 'warn',
  // A package of Red Hat's line: the question does not arise where packages are debs.
  when: (needs, facts) => brings('omi')(needs) && facts['package.tool'] !== 'dpkg',
  judge({ facts }) {
    const version = facts['nss-pem.version'];
    if (version === undefined) return notObserved('the version of nss-pem');
    if (version === null) return pass('not installed');
    if (!BAD.test(version)) return pass(version);
    const fix = eitherOf([
      { text: 'update nss-pem', command: 'yum upgrade -y nss-pem' },
      { text: 'where no newer one is offered, go back one version', command: 'yum downgrade -y nss-pem' },
    ]);
    return fail('nss-pem that keeps the agent busy', { measured: version, required: 'another than 1.0.3-5.el7', fix });
  },
});
