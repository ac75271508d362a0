import { assess } from '../check/assess.ts';
import { type SupportFile, supportFiles } from '../manage/support-bundle.ts';
import type { WrapperRun } from '../manage/wrapper-run.ts';
import { EXIT, Problem } from '../problem.ts';
import { PLAIN } from '../report/paint.ts';
import { supportLines, supportResult } from '../report/support-bundle.ts';
import { promptConfirm } from '../terminal/prompt.ts';
import type { AgentVerbFlags } from './agent-values.ts';
import { reaching } from './agent-verb.ts';
import type { Answer } from './answer.ts';
import { beginHosts, type HostBegun, type HostDoor } from './host-begin.ts';
import { onlyReached } from './host-jobs.ts';
import { said } from './host-parameters.ts';
import type { Turn } from './host-run.ts';
import { runWrapper } from './host-wrapper.ts';
import { wantFlags } from './missing-flags.ts';
import { PACKAGE } from './package.ts';
import { questionOf } from './question.ts';

export type SupportFlags = AgentVerbFlags & {
  readonly out?: string | undefined;
  readonly force?: boolean | undefined;
  readonly yes?: boolean | undefined;
};

/** Collects what helps to find out why an agent does not work, of one machine, into a folder. Lists it and asks before it writes. */
export async function supportBundle(targets: readonly string[], flags: SupportFlags, door: HostDoor): Promise<Answer> {
  wantFlags({ ...flags }, ['out']);
  if (targets.length > 1) throw onlyOne();
  const begun = await beginHosts(targets, flags, door, onlyReached(door.words));
  const [job] = begun.jobs;
  if (job === undefined || begun.jobs.length > 1) throw onlyOne();
  if (!('machine' in job)) throw job.problem;
  const { signal, talk, world } = door;
  const turn: Turn = { machine: job.machine, draft: {}, step: talk, signal };
  const files = await collected(turn, begun, flags, door);
  const { out = '' } = flags;
  const { key } = job.machine;
  if (flags.yes !== true) for (const line of supportLines(key, out, files, PLAIN)) talk(line);
  await agreed(flags.yes === true, files.length, out, door);
  await world.folders.write(out, files, { overwrite: flags.force === true, ownerOnly: true });
  return {
    ...{ exit: EXIT.ok, result: supportResult(key, out, files) },
    text: (paint) => supportLines(key, out, files, paint),
  };
}

const onlyOne = (): Problem =>
  new Problem({
    code: 'AZMON-SUPPORT-ONE',
    exit: EXIT.usage,
    message: 'a support bundle is about one machine',
    fix: [{ text: 'name one of them; run the command again for the next' }],
  });

/** A part that cannot be had is told in its place: the others are worth having. */
async function collected(
  turn: Turn,
  begun: HostBegun,
  flags: SupportFlags,
  { world }: HostDoor,
): Promise<readonly SupportFile[]> {
  const { target, system, look } = await reaching(begun, flags)(turn.machine);
  const now = new Date(world.clock.now()).toISOString();
  const question = questionOf(
    { agent: 'log-analytics', method: system, offline: true, verbose: true },
    now.slice(0, 10),
  );
  const ask = async (verb: 'show' | 'logs'): Promise<WrapperRun | Problem> => {
    const values = said(verb === 'logs' && flags.lines !== undefined ? { AZMON_LOG_LINES: String(flags.lines) } : {});
    try {
      turn.step(verb === 'show' ? 'asking the agent' : 'reading its logs');
      return await runWrapper({ target, system, verb, dryRun: false, values }, turn, begun.wrapping);
    } catch (error) {
      if (error instanceof Problem && !turn.signal.aborted) return error;
      throw error;
    }
  };
  const [shown, logs] = [await ask('show'), await ask('logs')];
  return supportFiles({
    ...{ azmon: PACKAGE.version, at: now, target: turn.machine.key },
    ...(look === undefined ? {} : { facts: look.facts, assessment: assess(look, question) }),
    ...(shown instanceof Problem ? {} : { state: shown.state, ledger: shown.ledger }),
    ...(logs instanceof Problem ? {} : { logs: logs.logs }),
    problems: [shown, logs].filter((one) => one instanceof Problem),
  });
}

/** Throws AZMON-DECLINED (13). */
async function agreed(yes: boolean, count: number, out: string, { interactive }: HostDoor): Promise<void> {
  if (yes) return;
  if (interactive && (await promptConfirm(`Write these ${count} files to ${out}?`))) return;
  throw new Problem({
    code: 'AZMON-DECLINED',
    exit: EXIT.declined,
    message: 'nothing was written',
    why: interactive ? 'the answer was no' : 'nobody can be asked here, and --yes was not said',
    fix: [{ text: 'writes without a question: --yes' }],
  });
}
