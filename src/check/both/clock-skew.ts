import type { Fix } from '../../problem.ts';
import { notObserved, type Outcome, type Subject } from '../check.ts';
import { startService } from '../linux/start-service.ts';
import { fail, pass, skip } from '../outcome.ts';
import { bothCheck } from './both-check.ts';

/** Minutes. The service answers 403 when the clocks differ by more than 15. */
const REFUSED = 15;
const WARNED = 5;

/** Signatures carry the time, so a wrong clock is a refused key. The time zone does not matter. */
export const clockSkew = bothCheck({
  id: 'clock.skew',
  severity: 'block',
  linux: (subject) => judge(subject, byNtp(subject)),
  windows(subject) {
    const outcome = judge(subject, BY_W32TIME);
    // The time is put together from the user's own format of dates: where that fails, the verdict is not left open.
    return outcome.status === 'unknown' ? { ...outcome, severity: 'warn' } : outcome;
  },
});

const BY_W32TIME: Fix = { text: 'let Windows set its clock', command: 'net start w32time & w32tm /resync /force' };

const byNtp = ({ facts }: Subject): Fix => ({
  text: 'set the clock and keep it set by NTP',
  command: facts['init.systemd'] === true ? 'timedatectl set-ntp true' : startService(facts, 'ntpd'),
});

function judge(subject: Subject, remedy: Fix): Outcome {
  const now = subject.facts['clock.now'];
  if (now === undefined || now === null) return notObserved('the clock');
  const reference = referenceMs(subject);
  if (reference === undefined) return skip('no second clock to compare with');
  const seconds = Math.round(now - reference / 1000);
  const minutes = Math.abs(seconds) / 60;
  const evidence = { measured: describe(seconds), required: `less than ${WARNED} minutes off` };
  if (minutes < WARNED) return pass(evidence.measured, evidence.required);
  return minutes >= REFUSED
    ? fail('the clock is wrong', { ...evidence, fix: [remedy] })
    : fail('the clock drifts', { ...evidence, fix: [remedy], severity: 'warn' });
}

/** azmon's own clock at the middle of the look; else the median of the times that hosts on the network told, late by the length of the look at most. */
function referenceMs({ gathered, looks }: Subject): number | undefined {
  if (gathered !== undefined) return (gathered.startedAt + gathered.finishedAt) / 2;
  const told = [...looks.values()].flatMap(({ date }) => (date === undefined ? [] : [Date.parse(date)]));
  const times = told.filter(Number.isFinite).sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)];
}

function describe(seconds: number): string {
  const distance = Math.abs(seconds);
  const amount = distance < 120 ? `${distance} s` : `${Math.round(distance / 60)} min`;
  return seconds === 0 ? 'in time' : `${amount} ${seconds > 0 ? 'ahead' : 'behind'}`;
}
