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
          measured: 'allowExtensionOperations is false',
          required: 'true',
          fix: [
            {
              text: 'ask whoever runs it why; then az vm update --ids ID --set osProfile.allowExtensionOperations=true',
            },
          ],
        }),
});
