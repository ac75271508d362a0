import type { SupportList } from '../../agent/agent.ts';
import { type Standing, standingOf } from '../../agent/standing.ts';
import { type Check, notObserved, type Outcome, type Subject } from '../check.ts';
import { nameOf, titleOf } from './naming.ts';
import { wayOut } from './way-out.ts';

type Reserved = 'ambiguous' | 'later' | 'newer';

const RESERVED: Readonly<Record<Reserved, string>> = {
  ambiguous: 'the list leaves open whether it means this edition',
  later: 'only a later list names this system',
  newer: 'newer than the newest version on the list',
};

const ADVICE: Readonly<Record<Exclude<Reserved, 'later'>, (list: SupportList) => string>> = {
  ambiguous: ({ title }) => `ask Microsoft before you rely on its help: the list (${title}) does not say`,
  newer: ({ source }) => `see what the list says by now: ${source}`,
};

const NO_HELP = 'Microsoft gives no help for it';

const UNLISTED: Readonly<Record<'version' | 'distro' | 'dropped' | 'no-list', string>> = {
  version: `this version is on no published list: ${NO_HELP}`,
  distro: `this distribution is on no published list: ${NO_HELP}`,
  dropped: `the current list no longer names this system: ${NO_HELP}`,
  'no-list': `no list of systems had been published by that day: ${NO_HELP}`,
};

/** The list that the agent is held to names the system; lists count from their own date. */
export const listed: Check = {
  id: 'support.listed',
  severity: 'block',
  applies: () => true,
  judge(subject) {
    const standing = standingOf(subject.agent.support, subject.system, subject.asOf);
    return outcomeOf(standing, subject);
  },
};

function outcomeOf(standing: Standing, subject: Subject): Outcome {
  const measured = nameOf(subject.system);
  switch (standing.kind) {
    case 'unknown':
      return notObserved('which system runs there');
    case 'listed':
      return { status: 'pass', evidence: { measured, required: titleOf(standing.list) } };
    case 'ambiguous':
    case 'later':
    case 'newer': {
      const evidence = { measured, required: titleOf(standing.list) };
      const fix = standing.kind === 'later' ? wayOut(subject) : [{ text: ADVICE[standing.kind](standing.list) }];
      return { status: 'fail', severity: 'warn', verdict: 'reserved', cause: RESERVED[standing.kind], evidence, fix };
    }
    default: {
      const required = standing.kind === 'no-list' ? `a list of ${subject.asOf} or before` : titleOf(standing.list);
      const cause =
        subject.system.family === 'windows' && standing.kind === 'distro' ? UNLISTED.version : UNLISTED[standing.kind];
      return { status: 'fail', verdict: 'unlisted', cause, evidence: { measured, required }, fix: wayOut(subject) };
    }
  }
}
