import { kindOf } from '../../target/machine-kind.ts';
import { fail, pass } from '../outcome.ts';
import { azureCheck } from './azure-check.ts';

/** Somebody switched extensions off for this machine. */
export const extensionsAllowed = azureCheck({
  id: 'cloud.extensions-allowed',
  severity: 'block',
  judge: ({ vm }) =>
    vm.extensionsAllowed
      ? pass('yes')
      : fail('extensions are switched off for the machine', {
          measured: 'switched off',
          required: 'on',
          fix: [
            {
              text: 'ask whoever runs it why; then switch them on',
              command: kindOf(vm).allowExtensions.replace('ID', vm.id),
            },
          ],
        }),
});
