import type { MachineState } from '../manage/machine-state.ts';
import type { Paint } from './paint.ts';

export { STATE_ORDER } from '../manage/machine-state.ts';

interface Dress {
  readonly sign: string;
  readonly dress: (text: string) => string;
}

const KINDS: Readonly<Record<MachineState, 'pass' | 'warn' | 'fail' | 'unknown' | 'skip'>> = {
  none: 'skip',
  'legacy-reporting': 'warn',
  'legacy-silent': 'fail',
  'legacy-unread': 'unknown',
  both: 'warn',
  successor: 'pass',
  'successor-without-rule': 'fail',
  stranded: 'fail',
  'no-arc': 'warn',
  held: 'warn',
};

/** The sign and colour of a state. */
export function stateDress(state: MachineState, { symbols, good, warn, bad, dim }: Paint): Dress {
  const kind = KINDS[state];
  const dresses = { pass: good, warn, fail: bad, unknown: warn, skip: dim } as const;
  return { sign: symbols[kind], dress: dresses[kind] };
}

/** What a state means, in a sentence; `azmon status` explains those that occur. */
export const STATE_WORDS: Readonly<Record<MachineState, string>> = {
  none: 'no agent of either generation',
  'legacy-reporting': 'the Log Analytics agent reports; it is retired',
  'legacy-silent': 'the Log Analytics agent is there, and no record comes',
  'legacy-unread': 'the Log Analytics agent is there; whether it reports could not be read',
  both: 'both generations: what both collect is stored and paid for twice',
  successor: 'the Azure Monitor Agent with a rule',
  'successor-without-rule': 'the Azure Monitor Agent, and nothing tells it what to collect',
  stranded: 'the Log Analytics agent on a system that its successor does not take',
  'no-arc': 'it reports, and Azure has no resource for it: its successor needs Azure Arc first',
  held: 'the Log Analytics agent must stay for now, for the reason given',
};

/** What to do about the machines of a state: what follows `azmon status --in-state STATE --json |`. */
export const STATE_NEXT: Readonly<Partial<Record<MachineState, { readonly text: string; readonly command: string }>>> =
  {
    'legacy-silent': { text: 'which link is broken', command: 'azmon verify --file -' },
    'successor-without-rule': {
      text: 'give them a rule',
      command: 'azmon install extension --file - --agent azure-monitor --default-rule --workspace NAME',
    },
    none: { text: 'can an agent be put on them', command: 'azmon check --file -' },
    'legacy-reporting': { text: 'can the successor take over', command: 'azmon check --agent azure-monitor --file -' },
  };
