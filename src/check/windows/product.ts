import { notObserved } from '../check.ts';
import { fail, pass, skip } from '../outcome.ts';
import { windowsCheck } from './windows-check.ts';

/** Product codes of the agent as Operations Manager ships it, from public scripts. The agent of Azure has a new one with each release. */
const OF_OPERATIONS_MANAGER: Readonly<Record<string, string>> = {
  '786970C5-E6F6-4A41-B238-AE25D4B91EEA': 'Operations Manager 2012 R2',
  '742D699D-56EB-49CC-A04A-317DE01F31CD': 'Operations Manager 2016',
  'CEB9E45B-2152-4C10-A022-0825B53B632F': 'Operations Manager 2019',
};

/** Both come as "Microsoft Monitoring Agent"; that of Operations Manager is upgraded from its console. */
export const product = windowsCheck({
  id: 'agent.product',
  severity: 'info',
  judge({ facts }) {
    const [version, code] = [facts['mma.version'], facts['mma.product-code']];
    if (version === null) return skip('not installed yet');
    if (code === undefined || code === null) return notObserved('the product code of an agent that is there');
    const origin = OF_OPERATIONS_MANAGER[code.replace(/[{}]/g, '').toUpperCase()];
    if (origin === undefined) return pass(code);
    const fix = [{ text: 'upgrade it from the Operations Manager console, or with the package of Azure by hand' }];
    return fail('installed by Operations Manager', { measured: `${version ?? 'agent'} of ${origin}`, fix });
  },
});
