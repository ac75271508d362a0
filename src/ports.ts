import type { Secret } from './secret.ts';
import type { Target } from './target/target.ts';

/** Everything azmon can do to the world, as types. The outside (transport/, disk/, terminal/) implements them; app/wiring hands them out. */

/** What to run on a machine to look at it. Both scripts are given because only the transport learns which system is there. */
export interface ProbeRequest {
  readonly linux: string;
  readonly windows: string;
  /** Set as variables for the script: names of capital letters and underscores, values any text of one line. */
  readonly parameters: Readonly<Record<string, string>>;
  /** As `parameters`, but only opened while written to the script's stdin (or the environment of that one child on Windows). */
  readonly secrets: Readonly<Record<string, Secret>>;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Look as root where sudo allows it: without a password first, then with this one. Where it does not, look as the user who logs in. */
  readonly sudo?: { readonly password?: Secret };
}

/** What came back. Times are of azmon's own clock, milliseconds since 1970. */
export interface ProbeRun {
  readonly output: string;
  readonly startedAt: number;
  readonly finishedAt: number;
}

/** Reaches one kind of target. Throws a Problem (12 unreachable, 3 refused or host key changed, 7 the probe broke) belonging to the target. */
export interface Transport {
  probe(target: Target, request: ProbeRequest): Promise<ProbeRun>;
}

/** Reading files; paths as the user wrote them, `-` is stdin (read at most once). Throws a Problem (2) that names the path. */
export interface Files {
  read(path: string): Promise<string>;
  /** Files of a folder in name order (not recursive, hidden ones left out), or the path itself when it is a file or `-`. */
  list(path: string): Promise<readonly string[]>;
}

export interface Clock {
  now(): number;
}
