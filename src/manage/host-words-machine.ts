import { EXIT } from '../problem.ts';
import { AGAIN, again, CHECK, check, type HostWord, SHOW } from './host-word.ts';

/** The machine itself, and who else is at work on it. */
export const MACHINE_WORDS: Readonly<Record<string, HostWord>> = {
  'not-root': {
    code: 'AZMON-HOST-NOT-ROOT',
    exit: EXIT.auth,
    message: ({ system }) =>
      system === 'linux' ? 'the change needs root' : 'the change needs an elevated administrator',
    fix: [
      {
        text: ({ system, target }) =>
          system === 'windows'
            ? 'open the command prompt with "Run as administrator", or log in with an account of the administrators'
            : target === 'local'
              ? 'run azmon by sudo, which asks for the password'
              : 'log in as root, or as a user who may use sudo',
      },
    ],
  },
  busy: {
    code: 'AZMON-HOST-BUSY',
    exit: EXIT.pending,
    message: 'another run of azmon is changing the machine',
    fix: [{ text: 'wait for its end, then run it again', azmon: again }],
    retryable: true,
  },
  'bad-value': {
    code: 'AZMON-HOST-VALUE',
    exit: EXIT.usage,
    message: 'a value does not have the form that it must have',
    fix: [{ text: 'correct the value that is named; nothing was changed' }],
  },
  'no-program': {
    code: 'AZMON-HOST-PROGRAM',
    exit: EXIT['not-ready'],
    message: 'the machine lacks a program that a change is made with',
    fix: [{ text: 'install what is named with the package tool of the machine; nothing was changed' }, AGAIN],
  },
  'no-package-tool': {
    code: 'AZMON-HOST-PACKAGE-TOOL',
    exit: EXIT['not-ready'],
    message: 'the machine has neither dpkg nor rpm',
    fix: [{ text: 'the agent comes as packages of these two only' }, CHECK],
  },
  'no-script-host': {
    code: 'AZMON-HOST-SCRIPT-HOST',
    exit: EXIT['not-ready'],
    message: 'the script host of Windows, which carries the change out, does not run',
    fix: [
      {
        text: 'see whether it is switched off (Enabled = 0), and switch it on for the time of the change',
        there: 'reg query "HKLM\\SOFTWARE\\Microsoft\\Windows Script Host\\Settings" /v Enabled',
      },
      AGAIN,
    ],
  },
  architecture: {
    code: 'AZMON-HOST-ARCHITECTURE',
    exit: EXIT['not-ready'],
    message: 'there is no agent for the architecture of the machine',
    fix: [
      {
        text: 'see whether its successor takes the machine',
        azmon: (context) => `${check(context)} --agent azure-monitor`,
      },
    ],
  },
  'disk-full': {
    code: 'AZMON-HOST-DISK-FULL',
    exit: EXIT.failed,
    message: 'there is too little room on the machine',
    fix: [
      {
        text: 'make room: the agent takes 500 MB each on /var, /etc and /opt',
        there: ({ system }) => (system === 'linux' ? 'df -h /var /etc /opt /tmp' : 'fsutil volume diskfree C:'),
      },
      AGAIN,
    ],
  },
  noexec: {
    code: 'AZMON-HOST-NOEXEC',
    exit: EXIT['not-ready'],
    message: 'nothing may be executed where the bundle is unpacked',
    fix: [{ text: 'see which folders are mounted noexec', there: 'findmnt -T /tmp -T /var/tmp -T /var' }, AGAIN],
  },
  'package-lock': {
    code: 'AZMON-HOST-PACKAGE-LOCK',
    exit: EXIT.pending,
    message: 'the package manager of the machine stayed locked',
    fix: [{ text: 'wait until its holder ends, then run it again', azmon: again }],
    retryable: true,
  },
  'installer-busy': {
    code: 'AZMON-HOST-INSTALLER-BUSY',
    exit: EXIT.pending,
    message: 'another installation kept Windows Installer busy',
    fix: [{ text: 'wait for its end, then run it again', azmon: again }],
    retryable: true,
  },
  interrupted: {
    code: 'AZMON-HOST-INTERRUPTED',
    exit: EXIT.interrupted,
    message: 'the run on the machine was interrupted',
    fix: [AGAIN],
    retryable: true,
  },
  'undo-incomplete': {
    code: 'AZMON-HOST-UNDO',
    exit: EXIT.failed,
    message: 'what had been done could not be undone entirely',
    fix: [
      SHOW,
      { text: 'mend what is named, then run it again: the rest stands in the ledger of the machine', azmon: again },
    ],
  },
};
