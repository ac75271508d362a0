import { extensionKey } from '../../machine/look-azure.ts';
import { fail, pass } from '../outcome.ts';
import { azureCheck, judgeRead } from './azure-check.ts';
import { coordinates } from './extension-of.ts';

/** Extensions are published region by region; new regions no longer get the Log Analytics agent. */
export const region = azureCheck({
  id: 'cloud.region',
  severity: 'block',
  judge: ({ vm, versions }, { agent }) => {
    const extension = coordinates(agent, vm);
    return judgeRead(
      versions[extensionKey(extension)],
      `versions of ${extension.type} in ${vm.location}`,
      (offered) => {
        const [newest] = offered;
        if (newest !== undefined) return pass(`${newest} in ${vm.location}`);
        return fail('the extension is not offered in the region of the machine', {
          measured: `no version of ${extension.type} in ${vm.location}`,
          required: `version ${extension.version}`,
          fix: [
            {
              text: 'take another generation of the agent there; an agent that is installed by hand uploads to the same workspace',
            },
          ],
        });
      },
    );
  },
});
