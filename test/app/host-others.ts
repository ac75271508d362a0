import type { Answer } from '../../src/app/answer.ts';
import type { HostDoor } from '../../src/app/host-begin.ts';
import { Problem } from '../../src/problem.ts';
import { PLAIN } from '../../src/report/paint.ts';
import type { FakeWorld } from '../support/azure-fake.ts';
import { KEY } from './deploy-door.ts';
import { foreseen, type HostOptions, hostStage } from './host-stage.ts';

export interface HostResult {
  readonly script?: string;
  readonly targets: readonly {
    readonly target: string;
    readonly state: string;
    readonly exitCode: number;
    readonly error?: { readonly code: string };
    readonly agent?: Readonly<Record<string, unknown>>;
  }[];
  readonly next?: { readonly command: string };
}

/** Runs a door as typed: all flags count as standing on the command line. */
export async function through<F extends object>(
  open: (flags: F, door: HostDoor) => Promise<Answer>,
  words: string,
  flags: F,
  options: HostOptions = {},
  world: FakeWorld = {},
) {
  const played = hostStage({ key: KEY, words, ...options, given: Object.keys(flags) }, world);
  const answer = await open(flags, played.door);
  foreseen(answer);
  const result = (typeof answer.result === 'function' ? answer.result() : answer.result) as HostResult;
  const text = (typeof answer.text === 'function' ? answer.text(PLAIN) : answer.text).join('\n');
  const codes = (answer.errors ?? []).map(({ code }) => code);
  return { ...played, answer, result, text, exit: answer.exit, codes };
}

/** The Problem that ended a run; anything else that is thrown shows itself. */
export async function refusal(run: Promise<unknown>): Promise<Problem> {
  const error = await run.then(
    () => new Error('nothing was refused'),
    (reason: unknown) => reason,
  );
  if (error instanceof Problem) return error;
  throw error;
}
