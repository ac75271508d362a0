import type { Fix } from '../../problem.ts';
import { fail, pass } from '../outcome.ts';
import { SHA2_ONLY } from './sha2-only.ts';
import { isLegacy, windowsCheck } from './windows-check.ts';

interface Pack {
  readonly number: number;
  readonly fix: Fix;
}

const pack = (number: number, article: string, file: string): Pack => ({
  number,
  fix: {
    text: `install Service Pack ${number} (${article}, from the Microsoft Update Catalog), then restart`,
    command: `${file} /quiet /norestart`,
  },
});

const SEVEN = pack(1, 'KB976932', 'windows6.1-KB976932-X64.exe');
const PACKS: Readonly<Record<string, Pack>> = {
  '7': SEVEN,
  '2008-r2': SEVEN,
  '2008': pack(2, 'KB948465', 'Windows6.0-KB948465-X64.exe'),
};

/** Updates for SHA-2 signatures exist for systems with their last service pack only. */
export const servicePack = windowsCheck({
  id: 'windows.service-pack',
  severity: 'block',
  when: (needs, system) => needs.sha2 && isLegacy(system),
  judge({ asOf }, { id, servicePack }) {
    const needed = PACKS[id];
    if (needed === undefined || servicePack >= needed.number) return pass(`Service Pack ${servicePack}`);
    return fail('a service pack is missing', {
      measured: servicePack === 0 ? 'no service pack' : `Service Pack ${servicePack}`,
      required: `Service Pack ${needed.number}`,
      fix: [needed.fix],
      // Until then the agent installs without it, and lists take the system as it is.
      ...(asOf < SHA2_ONLY ? { severity: 'warn' } : {}),
    });
  },
});
