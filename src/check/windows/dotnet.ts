import type { MachineFacts } from '../../machine/facts.ts';
import { notObserved } from '../check.ts';
import { fail, pass } from '../outcome.ts';
import { inOrder, regAdd } from './registry.ts';
import { isLegacy, windowsCheck } from './windows-check.ts';

const KEYS = [
  'HKLM\\SOFTWARE\\Microsoft\\.NETFramework\\v4.0.30319',
  'HKLM\\SOFTWARE\\WOW6432Node\\Microsoft\\.NETFramework\\v4.0.30319',
];
/** `Release` of .NET Framework 4.6, the first to which the settings apply. */
const DOTNET_46 = 393_295;
const STRONG = inOrder(
  'let .NET use TLS 1.2, then restart',
  KEYS.map((key) => regAdd(key, 'SchUseStrongCrypto', 1)),
);

/** .NET follows the system where TLS 1.2 is on by default; before that, and where it was switched off, it must be told. */
export const dotnet = windowsCheck({
  id: 'windows.dotnet',
  severity: 'warn',
  when: (needs) => needs.tls12,
  judge({ facts }, system) {
    const release = facts['dotnet.release'];
    const values = [facts['dotnet.strong-crypto'], facts['dotnet.strong-crypto-32']];
    if (release === undefined || values.includes(undefined)) return notObserved('the settings of .NET');
    const measured = describe(facts);
    if (isLegacy(system) && (release ?? 0) < DOTNET_46) {
      const fix = [{ text: 'install .NET Framework 4.6 or later (7 and 2008 R2: 4.8; 2008: 4.6.2)' }, STRONG];
      return fail('.NET Framework is older than 4.6', { measured, required: '4.6 or later, strong cryptography', fix });
    }
    const strong = values.every((value) => (isLegacy(system) ? value !== null && value !== 0 : value !== 0));
    return strong
      ? pass(measured)
      : fail('.NET is not set to strong cryptography', { measured, required: 'SchUseStrongCrypto 1', fix: [STRONG] });
  },
});

function describe(facts: MachineFacts): string {
  const release = facts['dotnet.release'];
  const say = (value: number | null | undefined): string => `${value ?? 'not set'}`;
  const crypto = `SchUseStrongCrypto ${say(facts['dotnet.strong-crypto'])}, 32 bits ${say(facts['dotnet.strong-crypto-32'])}`;
  return `${release === null ? 'no .NET Framework 4' : `release ${release}`}; ${crypto}`;
}
