import type { HandCause } from '../agent/by-hand.ts';
import { EXIT, type ExitCode } from '../problem.ts';
import type { HostWord } from './host-word.ts';
import { AGENT_WORDS, CONFLICT_WORDS } from './host-words-agent.ts';
import { FETCH_WORDS, FILE_WORDS } from './host-words-fetch.ts';
import { MACHINE_WORDS } from './host-words-machine.ts';

/** By word; `hash-missing` is told by hash-problem.ts. */
export const HOST_WORDS: Readonly<Record<string, HostWord>> = {
  ...MACHINE_WORDS,
  ...FETCH_WORDS,
  ...FILE_WORDS,
  ...AGENT_WORDS,
  ...CONFLICT_WORDS,
};

/** Where the text of an installer tells why, that decides: a key that is refused is no failure of the machine. */
export const BY_CAUSE: Readonly<
  Record<
    HandCause,
    { readonly code: string; readonly windows?: string; readonly exit: ExitCode; readonly retryable?: true }
  >
> = {
  key: { code: 'AZMON-HOST-KEY-REFUSED', exit: EXIT.failed },
  clock: { code: 'AZMON-HOST-REQUEST-REFUSED', exit: EXIT.failed },
  network: { code: 'AZMON-HOST-UNREACHED', exit: EXIT.unavailable },
  proxy: { code: 'AZMON-HOST-PROXY', exit: EXIT.unavailable },
  service: { code: 'AZMON-HOST-SERVICE', exit: EXIT.unavailable, retryable: true },
  lock: { code: 'AZMON-HOST-PACKAGE-LOCK', windows: 'AZMON-HOST-INSTALLER-BUSY', exit: EXIT.pending, retryable: true },
  prerequisite: { code: 'AZMON-HOST-PREREQUISITE', exit: EXIT['not-ready'] },
  corrupt: { code: 'AZMON-HOST-CORRUPT', exit: EXIT.failed },
};
