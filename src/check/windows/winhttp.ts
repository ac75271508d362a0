import { notObserved } from '../check.ts';
import { fail, pass } from '../outcome.ts';
import { regAdd } from './registry.ts';
import { isLegacy, windowsCheck } from './windows-check.ts';

const KEY = 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\WinHttp';
/** TLS 1.1 (0x200) and 1.2 (0x800), as the article behind KB3140245 sets it. */
const TLS12 = 0x800;
const TLS11_AND_12 = 0xa00;

/** Whether the agent goes by this default is not known, so it is a hint. */
export const winhttp = windowsCheck({
  id: 'windows.winhttp',
  severity: 'info',
  when: (needs, system) => needs.tls12 && (isLegacy(system) || system.id === '2012'),
  judge({ facts }) {
    const protocols = facts['winhttp.protocols'];
    if (protocols === undefined) return notObserved('the protocols of WinHTTP');
    const measured = protocols === null ? 'DefaultSecureProtocols not set' : `0x${protocols.toString(16)}`;
    if (protocols !== null && (protocols & TLS12) !== 0) return pass(measured);
    const fix = [
      {
        text: 'install KB3140245 and let WinHTTP offer TLS 1.2 by default',
        command: regAdd(KEY, 'DefaultSecureProtocols', TLS11_AND_12),
      },
    ];
    return fail('WinHTTP does not offer TLS 1.2 by default', {
      measured,
      required: `with 0x${TLS12.toString(16)}`,
      fix,
    });
  },
});
