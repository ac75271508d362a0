import { assess } from '../check/assess.ts';
import type { CheckedTarget } from '../check/checked.ts';
import type { WrapperRun } from '../manage/wrapper-run.ts';
import { EXIT, Problem } from '../problem.ts';
import { shownResult } from '../report/agent-shown.ts';
import { targetResult } from '../report/check-json.ts';
import type { FolderFile } from '../target/folder-file.ts';
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
import { redacted } from './support-redact.ts';

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
  for (const line of listing(out, files)) talk(line);
  await agreed(flags.yes === true, files.length, out, door);
  await world.folders.write(out, files, { overwrite: flags.force === true, ownerOnly: true });
  const names = files.map(({ path, text }) => ({ path, bytes: Buffer.byteLength(text) }));
  return {
    result: { target: job.machine.key, folder: out, files: names },
    exit: EXIT.ok,
    text: [
      `${out}: ${files.length} files about ${job.machine.key}`,
      ...names.map(({ path, bytes }) => `  ${path}  ${bytes} bytes`),
    ],
  };
}

const onlyOne = (): Problem =>
  new Problem({
    code: 'AZMON-SUPPORT-ONE',
    exit: EXIT.usage,
    message: 'a support bundle is about one machine',
    fix: [{ text: 'name one of them; run the command again for the next' }],
  });

async function collected(
  turn: Turn,
  begun: HostBegun,
  flags: SupportFlags,
  { world }: HostDoor,
): Promise<readonly FolderFile[]> {
  const { wrapping } = begun;
  const { target, system, look } = await reaching(begun, flags)(turn.machine);
  const today = new Date(world.clock.now()).toISOString().slice(0, 10);
  const question = questionOf({ agent: 'log-analytics', method: system, offline: true, verbose: true }, today);
  const assessment = look === undefined ? undefined : assess(look, question);
  const ask = async (verb: 'show' | 'logs'): Promise<WrapperRun | Problem> => {
    const values = said(verb === 'logs' && flags.lines !== undefined ? { AZMON_LOG_LINES: String(flags.lines) } : {});
    try {
      turn.step(verb === 'show' ? 'asking the agent' : 'reading its logs');
      return await runWrapper({ target, system, verb, dryRun: false, values }, turn, wrapping);
    } catch (error) {
      // A part that cannot be had is told in its place: the others are worth having.
      if (error instanceof Problem && !turn.signal.aborted) return error;
      throw error;
    }
  };
  const [shown, logs] = [await ask('show'), await ask('logs')];
  const checked: CheckedTarget | undefined =
    assessment === undefined ? undefined : { target: turn.machine.key, assessment, exit: EXIT.ok, durationMs: 0 };
  return [
    file('azmon.json', {
      azmon: PACKAGE.version,
      at: new Date(world.clock.now()).toISOString(),
      target: turn.machine.key,
    }),
    file('facts.json', look?.facts ?? {}),
    file('findings.json', checked === undefined ? {} : targetResult(checked)),
    file('agent.json', shown instanceof Problem ? told(shown) : agentOf(turn.machine.key, shown)),
    ...(logs instanceof Problem ? [file('logs.json', told(logs))] : logFiles(logs)),
  ];
}

const told = ({ code, message, why }: Problem): object => ({ code, message, ...(why === undefined ? {} : { why }) });

const agentOf = (key: string, { state, ledger }: WrapperRun): object =>
  shownResult([{ key, durationMs: 0, exit: EXIT.ok, ledger, ...(state === undefined ? {} : { state }) }]);

/** Text is cut line by line; a row of a JSON file is a line. */
const file = (path: string, value: unknown): FolderFile => ({
  path,
  text: `${JSON.stringify(value, undefined, 2).split('\n').map(redacted).join('\n')}\n`,
});

/** A name of its own for each, whatever its path is made of. */
const logFiles = ({ logs }: WrapperRun): readonly FolderFile[] =>
  logs.map(({ path, lines }, index) => {
    const name = path.replace(/^.*[/\\]/, '').replaceAll(/[^\w.-]/g, '-');
    return {
      path: `logs/${index + 1}-${name}`,
      text: [`# ${path}`, ...lines].map((line) => `${redacted(line)}\n`).join(''),
    };
  });

const listing = (out: string, files: readonly FolderFile[]): readonly string[] => [
  `${out} would hold:`,
  ...files.map(({ path, text }) => `  ${path}  ${Buffer.byteLength(text)} bytes`),
];

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
