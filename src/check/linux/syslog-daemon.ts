import type { Fix } from '../../problem.ts';
import { notObserved, type Subject } from '../check.ts';
import { install, isOlder, packageLine } from '../fixes.ts';
import { fail, pass } from '../outcome.ts';
import { linuxCheck } from './linux-check.ts';
import { startService } from './start-service.ts';

/** Process names by the daemon they belong to. */
const DAEMONS: Readonly<Record<string, string>> = { rsyslogd: 'rsyslog', 'syslog-ng': 'syslog-ng' };

const REQUIRED = 'rsyslog or syslog-ng running';

/** The agent gets syslog from a daemon that it configures itself: it picks by configuration files, whatever runs. */
export const syslogDaemon = linuxCheck({
  id: 'syslog.daemon',
  severity: 'warn',
  judge(subject) {
    const [running, configured] = [subject.facts['syslog.running'], subject.facts['syslog.configured']];
    if (running === undefined) return notObserved('the syslog daemon');
    if (running === null)
      return fail('no syslog daemon runs', { measured: 'none', required: REQUIRED, fix: startOrInstall(subject) });
    const daemon = DAEMONS[running];
    if (daemon === undefined) return unsupported(subject, running);
    if (configured === undefined) return notObserved('which syslog daemon is configured');
    const picked = pickedFrom(configured);
    if (picked === daemon) return pass(`${daemon} runs`, REQUIRED);
    const measured = `${daemon} runs, ${picked ?? 'none'} is configured`;
    const fix = [{ text: `remove the configuration of what does not run, so that the agent configures ${daemon}` }];
    return fail('another syslog daemon runs than the one configured', { measured, required: REQUIRED, fix });
  },
});

/** As configure_syslog.sh decides: rsyslog's files first. */
function pickedFrom(configured: string | null): string | undefined {
  const words = (configured ?? '').split(/\s+/);
  return ['rsyslog', 'syslog-ng'].find((name) => words.includes(name));
}

function unsupported({ system }: Subject, running: string) {
  const el5 = packageLine(system) === 'el' && isOlder(system, '6');
  return fail(el5 ? 'sysklogd of Enterprise Linux 5 is not supported' : 'the syslog daemon is not supported', {
    measured: `${running} runs`,
    required: REQUIRED,
    fix: install(system, 'rsyslog'),
  });
}

function startOrInstall({ facts, system }: Subject): Fix[] {
  const picked = pickedFrom(facts['syslog.configured'] ?? null);
  if (picked !== undefined) return [{ text: `start ${picked}`, command: startService(facts, picked) }];
  return install(system, 'rsyslog').map((fix) =>
    fix.command === undefined ? fix : { ...fix, command: `${fix.command} && ${startService(facts, 'rsyslog')}` },
  );
}
