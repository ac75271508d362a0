import type { MachineFacts } from '../../machine/facts.ts';
import type { WindowsSystem } from '../../machine/system.ts';
import type { Fix } from '../../problem.ts';
import { notObserved, type Outcome } from '../check.ts';
import { fail, pass } from '../outcome.ts';
import { kernelBuilt } from './build-date.ts';
import { inOrder, regAdd } from './registry.ts';
import { isLegacy, windowsCheck } from './windows-check.ts';

const KEY = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols\\TLS 1.2\\Client';
const REQUIRED = 'Enabled not 0, DisabledByDefault 0';

/** Switches TLS 1.2 on for programs that connect to somewhere. */
const SWITCH_ON: Fix = inOrder('switch TLS 1.2 on for clients, then restart', [
  regAdd(KEY, 'Enabled', 1),
  regAdd(KEY, 'DisabledByDefault', 0),
]);

/** TLS 1.2 is on by default since Windows 8 and Server 2012; 7 and 2008 R2 have it off; 2008 gets it by an update. */
export const tls12 = windowsCheck({
  id: 'windows.tls12',
  severity: 'block',
  when: (needs) => needs.tls12,
  judge({ facts }, system) {
    const [enabled, off] = [facts['tls12.enabled'], facts['tls12.disabled-by-default']];
    if (enabled === undefined || off === undefined) return notObserved('the settings of TLS 1.2');
    const [lack, keys] = [lacksIt(facts, system), judgeKeys(enabled, off, isLegacy(system))];
    // Settings that are wrong are wrong whether or not the update was seen.
    return lack === undefined || (lack.status === 'unknown' && keys.status === 'fail') ? keys : lack;
  },
});

function judgeKeys(enabled: number | null, off: number | null, offByDefault: boolean): Outcome {
  const measured = `Enabled ${enabled ?? 'not set'}, DisabledByDefault ${off ?? 'not set'}`;
  const required = offByDefault ? REQUIRED : 'not switched off';
  if (enabled === 0 || (off !== null && off !== 0))
    return fail('TLS 1.2 is switched off', { measured, required, fix: [SWITCH_ON] });
  if (offByDefault && off === null) return fail('TLS 1.2 is off by default', { measured, required, fix: [SWITCH_ON] });
  return pass(measured, required);
}

const UPDATE_2008 = 'KB4019276';
/** Rollups of 2008 add up since September 2018, and the build became 6003 in 2019: both hold the update. */
const HELD_SINCE = '2018-10-01';

/** What stands in the way before the settings matter at all. */
function lacksIt(facts: MachineFacts, { id, build }: WindowsSystem): Outcome | undefined {
  if (id !== '2008' || build >= 6003 || (kernelBuilt(facts) ?? '') >= HELD_SINCE) return undefined;
  const updates = facts['windows.updates'];
  if (updates === undefined) return notObserved('the list of updates');
  if (updates?.split(' ').includes(UPDATE_2008)) return undefined;
  const get = {
    text: `get ${UPDATE_2008} from https://www.catalog.update.microsoft.com/Search.aspx?q=${UPDATE_2008} and install it (put the name of the file in place of FILE.msu)`,
    command: 'wusa.exe FILE.msu /quiet /norestart',
  };
  return fail('the update that brings TLS 1.2 is missing', {
    measured: `without ${UPDATE_2008}`,
    required: UPDATE_2008,
    fix: [get, SWITCH_ON],
  });
}
