import type { HandlerCode, HandlerText } from './extension.ts';
import { PLATFORM_CODES, PLATFORM_TEXTS } from './extension-platform-codes.ts';

const CREDENTIALS = 'compare id and key with those of the workspace; both are compared letter by letter';
const SETUP_LOG = 'the log of the setup on the machine says more';

/**
 * The Windows handler publishes no codes. It runs a Windows Installer package, whose codes stand in its messages.
 * Source: docs "MsiExec.exe and InstMsi.exe error messages"; recorded answers; vmext-troubleshoot.
 */
export const MMA_CODES: readonly HandlerCode[] = [
  {
    code: 1601,
    meaning: 'Windows Installer cannot be reached',
    fix: 'start the service msiserver',
    command: 'sc start msiserver',
  },
  { code: 1603, meaning: 'the setup of the agent failed', fix: `${SETUP_LOG}: look for "return value 3"` },
  {
    code: 1605,
    meaning: 'the agent that is to be changed is not installed',
    fix: 'take the extension off, then run azmon again',
  },
  {
    code: 1612,
    meaning: 'the package the agent was installed from is gone',
    fix: 'repair or take off the agent that is there, then run azmon again',
  },
  {
    code: 1618,
    meaning: 'another installation is running',
    fix: 'wait for it to end, then run azmon again',
    transient: true,
  },
  { code: 1619, meaning: 'the package cannot be opened', fix: SETUP_LOG },
  { code: 1625, meaning: 'a group policy forbids the installation', fix: 'allow it in the policy of the machine' },
  {
    code: 1632,
    meaning: 'the folder for temporary files is full or cannot be written',
    fix: 'see the room and the rights of C:\\Windows\\Temp',
  },
  { code: 1633, meaning: 'the package is not for this processor', fix: 'see azmon check for what the agent takes' },
  {
    code: 1638,
    meaning: 'another version of the agent is installed already',
    fix: 'take that off first, then run azmon again',
  },
  {
    code: 1641,
    meaning: 'the machine is restarting to end the installation',
    fix: 'wait for it, then run azmon again',
    transient: true,
  },
  { code: 1654, meaning: 'the agent does not run on this Windows', fix: 'see azmon check for what the agent takes' },
  {
    code: 3010,
    meaning: 'the machine has to be restarted to end the installation',
    fix: 'restart it, then run azmon again',
    transient: true,
  },
  ...PLATFORM_CODES,
];

export const MMA_TEXTS: readonly HandlerText[] = [
  {
    pattern: /currently connected to a different Azure Cloud/i,
    meaning: 'the agent is connected to a workspace of another cloud, and cannot change over',
    fix: 'take that workspace off the agent on the machine (it may be connected though the extension failed), then run azmon again',
  },
  {
    pattern: /Failed to apply configuration to Microsoft Monitoring Agent/i,
    meaning: 'the agent is installed, and did not take workspace or proxy',
    fix: `${CREDENTIALS}; see that the machine runs PowerShell and the rights of C:\\Windows\\Temp are unchanged`,
  },
  {
    pattern: /faulted due to exception during extension processing/i,
    meaning: 'the extension broke off without saying why',
    fix: 'read its log on the machine; where another workspace was meant, run azmon with --replace',
  },
  ...PLATFORM_TEXTS,
];
