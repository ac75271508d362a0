import type { ManagementLock } from '../../target/scope.ts';
import { fail, pass } from '../outcome.ts';
import { azureCheck, judgeRead } from './azure-check.ts';

/** ReadOnly forbids every change, extensions included; CanNotDelete only what is taken away. */
export const lock = azureCheck({
  id: 'cloud.lock',
  severity: 'block',
  judge: ({ locks }) =>
    judgeRead(locks, 'its locks', (list) => {
      const readOnly = list.filter(({ level }) => level === 'ReadOnly');
      if (readOnly.length > 0)
        return fail('a lock forbids changes', {
          measured: inWords(readOnly),
          required: 'no ReadOnly lock',
          fix: [{ text: 'ask whoever set the lock to take it off for the time of the install' }],
        });
      if (list.length === 0) return pass('none');
      return fail('a lock forbids removal', {
        measured: inWords(list),
        severity: 'warn',
        fix: [
          { text: 'installing goes on; replacing or removing the extension will be refused while the lock is there' },
        ],
      });
    }),
});

const inWords = (locks: readonly ManagementLock[]): string =>
  locks
    .map(
      ({ name, level, scope, notes }) => `${level} lock ${name} on ${scope}${notes === undefined ? '' : ` (${notes})`}`,
    )
    .join('; ');
