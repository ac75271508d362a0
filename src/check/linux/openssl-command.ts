import { notObserved } from '../check.ts';
import { install } from '../fixes.ts';
import { fail, pass } from '../outcome.ts';
import { opensslCheck } from './openssl-check.ts';

/** The bundle asks the `openssl` command for the version, so the library alone is not enough. */
export const opensslCommand = opensslCheck({
  id: 'openssl.command',
  severity: 'block',
  judge({ facts, system }) {
    const path = facts['openssl.path'];
    if (path === undefined) return notObserved('the openssl command');
    if (path !== null) return pass(path);
    return fail('no openssl command', {
      measured: 'no such command',
      required: 'openssl',
      fix: install(system, 'openssl'),
    });
  },
});
