import type { WrapperRun } from '../manage/wrapper-run.ts';
import type { PushedFile } from '../ports-scripts.ts';
import type { Target } from '../target/target.ts';
import { type BundleChoice, type BundleFlags, bundleShown, bundleValues, IS_URL } from './host-bundle.ts';
import { type Fetched, MB, refuseHash } from './host-bundle-file.ts';
import type { WrapperValues } from './host-parameters.ts';
import type { Turn } from './host-run.ts';
import { runWrapper, type WrapperAsked, type Wrapping } from './host-wrapper.ts';

export interface WithBundle {
  readonly turn: Turn;
  readonly target: Target;
  readonly system: 'linux' | 'windows';
  readonly bundle: BundleChoice;
  readonly flags: BundleFlags;
  readonly fetched: Fetched;
  readonly dryRun: boolean;
  /** An agent is on the machine: it may well need no bundle. */
  readonly isThere: boolean;
  readonly wrapping: Wrapping;
  /** What is asked of the wrapper, with what it is told of the bundle. */
  readonly asked: (values: WrapperValues, dryRun: boolean) => WrapperAsked;
}

/** The word of the wrapper for the step that wants the bundle. */
const FETCH = 'fetch';

/**
 * Runs the wrapper with the bundle where it can have it: pushed, where it has to come from here, and taken away again whatever happens.
 * Where an agent is there already, the wrapper is asked first whether it wants one, and what stands against it is known before 150 MB go.
 */
export async function runWithBundle(run: WithBundle): Promise<WrapperRun> {
  const { turn, bundle, flags, dryRun, isThere, wrapping, asked } = run;
  const where = bundleValues(bundle, flags);
  if (!bundle.pushed || dryRun) return runWrapper(asked(where, dryRun), turn, wrapping);
  if (isThere) {
    const { plan } = await runWrapper(asked(where, true), turn, wrapping);
    if (!plan.some(({ step }) => step === FETCH)) return runWrapper(asked(where, false), turn, wrapping);
  }
  const { choice, pushed } = await push(run);
  turn.draft.bundle = bundleShown(choice);
  try {
    return await runWrapper(asked(bundleValues(choice, flags, pushed.path), false), turn, wrapping);
  } finally {
    await pushed.remove();
  }
}

/** Only once its hash is known to be right here. Throws as the downloads and `refuseHash` do. */
async function push({
  turn,
  target,
  system,
  bundle,
  flags,
  fetched,
  wrapping,
  asked,
}: WithBundle): Promise<{ readonly choice: BundleChoice; readonly pushed: PushedFile }> {
  const { step, signal, machine } = turn;
  step(IS_URL.test(bundle.source) ? `fetching ${bundle.name} here` : `reading ${bundle.name}`);
  const file = await fetched.file(bundle.source, turn);
  const beside = bundle.sha256 === undefined ? await fetched.pinBeside(bundle.source, bundle.name, signal) : undefined;
  const choice = { ...bundle, ...beside };
  const { verb } = asked(bundleValues(choice, flags), false);
  refuseHash(choice, file, flags, { system, verb, target: machine.key }, wrapping);
  step(`pushing ${choice.name} (${Math.ceil(file.bytes / MB)} MB)`);
  // A transport takes plain names only.
  const name = choice.name.replaceAll(/[^\w.-]/g, '-').replace(/^[^A-Za-z0-9]+/, '') || 'bundle';
  const { hosts, timeoutMs } = wrapping;
  const pushed = await hosts.transport.push(target, { file: file.path, name, system, timeoutMs, signal });
  return { choice: { ...choice, sha256: choice.sha256 ?? file.sha256 }, pushed };
}
