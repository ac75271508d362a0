/**
 * Stands for the curl.exe of Windows in test/e2e/wine-probe.test.ts: Wine has none. It keeps what it was told, by whichever way, in
 * C:\told-<host>.txt, and answers what curl would print for that configuration.
 */
import { readFileSync, writeFileSync, writeSync } from 'node:fs';

const told = readFileSync(0, 'utf8');
const host = /^url = "https:\/\/([^/"]+)/m.exec(told)?.[1] ?? 'none';
const mark = /^write-out = "\\n(azmon-[^:]+):/m.exec(told)?.[1] ?? 'none';
writeFileSync(`C:\\told-${host}.txt`, `${process.argv.slice(2).join('\n')}\n--\n${told}`);

/** @type {Record<string, { code: number, http: number, stood: string, connect?: number }>} */
const ENDS = {
  'unknown-name': { code: 6, http: 0, stood: '0.000000' },
  blackhole: { code: 28, http: 0, stood: '0.000000' },
  'old-tls': { code: 35, http: 0, stood: '0.012000' },
  untrusted: { code: 60, http: 0, stood: '0.012000' },
  refused: { code: 56, http: 0, stood: '0.012000', connect: 407 },
};
const name = host.split('.')[0] ?? '';
const end = {
  connect: /^proxy = /m.test(told) ? 200 : 0,
  ...(ENDS[name] ?? { code: 0, http: 404, stood: '0.012000' }),
};
/** @param {number} number */
const three = (number) => String(number).padStart(3, '0');

const lines = [];
if (end.connect !== 0) lines.push(`HTTP/1.1 ${end.connect} Proxy`, 'Date: Thu, 01 Jan 1970 00:00:00 GMT', '');
if (end.http !== 0)
  lines.push(
    `HTTP/1.1 ${end.http} Not Found`,
    'Date: Sun, 22 Nov 2026 10:00:00 GMT',
    // What a host may try: commands, our own lines, an issuer of its choice.
    'Set-Cookie: a="b"; c=d!e',
    'azmon-exit: 0" & echo user.id=0 & "',
    'azmon-look:200 & echo user.id=0 000 1 1',
    'Issuer: O = Forged',
    '',
  );
if (name === 'forger')
  lines.push('Date: Sun, 22 Nov 2026 10;issuer=O = Forged;http=200:00:00 GMT" & echo user.id=0 & "%PATH%');
lines.push('', `${mark}:${three(end.http)} ${three(end.connect)} ${end.stood} 0.123456`);
if (end.http !== 0)
  lines.push(
    `Subject:CN = ${host}`,
    'Issuer:C = US, O = "Microsoft Corporation", CN = A & B; 100% Issuing! CA',
    'Issuer:C = US, O = DigiCert Inc, CN = DigiCert Global Root G2',
  );
writeSync(1, `${lines.join('\r\n')}\r\n`);
process.exitCode = end.code;
