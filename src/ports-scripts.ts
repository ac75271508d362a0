import type { ProbeRequest, ProbeRun, Transport } from './ports.ts';
import type { Target } from './target/target.ts';

/** Changing machines by a script, and what it takes: the part of ports.ts that only the manual methods use. */

/** A script that may change the machine (docs/wrapper.md). Only its being root decides whether it goes on: it says so itself. */
export interface ScriptRequest extends ProbeRequest {
  /** Every line of its stdout, as it comes. */
  readonly line?: (line: string) => void;
  /** Of stdout; missing: as much as a probe may print. */
  readonly maxBytes?: number;
}

export interface ScriptRun extends ProbeRun {
  /** Missing where a signal ended it. */
  readonly exitCode?: number;
}

export interface PushRequest {
  /** Path on this machine. */
  readonly file: string;
  /** File name over there: letters, digits and `-._`. */
  readonly name: string;
  readonly system: 'linux' | 'windows';
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export interface PushedFile {
  /** Path on the target. */
  readonly path: string;
  /** Takes it away again, and the folder that was made for it; never throws. */
  remove(): Promise<void>;
}

/** Runs scripts as well. By run-command of Azure only those without secrets, and nothing is pushed: AZMON-MACHINE-KIND (2). */
export interface ScriptTransport extends Transport {
  /** What came of it as it stands, whatever its exit code; throws only where the script did not run or its answer was lost. */
  run(target: Target, request: ScriptRequest): Promise<ScriptRun>;
  /** Copies a file there, into a folder of its own that only its user can read. This machine: nothing is copied. */
  push(target: Target, request: PushRequest): Promise<PushedFile>;
}

/** Files of this machine as a way to another one needs them. Throws AZMON-FILE-* (2) for what cannot be read. */
export interface LocalFiles {
  /** Its size, and its bytes: opened when they are read. */
  measure(path: string): Promise<{ readonly bytes: number; content(): AsyncIterable<Uint8Array> }>;
  /** A file with this text in a folder of its own that only this user can read. The text holds no secret. */
  scratch(name: string, text: string): Promise<{ readonly path: string; remove(): Promise<void> }>;
}

/** A file that was fetched to this machine, or lay there. */
export interface LocalFile {
  readonly path: string;
  readonly bytes: number;
  /** 64 hexadecimal digits, lower case. */
  readonly sha256: string;
  /** Takes away what was fetched; a file that lay there stays. */
  remove(): Promise<void>;
}

/** Fetching over HTTPS, through the proxy of this process's variables. Throws AZMON-FETCH-* (12; 11 for a 404; 7 for a full disk). */
export interface Downloads {
  /** A path is only measured. Throws AZMON-FILE-MISSING (2) for one that is not there. */
  file(
    source: string,
    how: { readonly signal?: AbortSignal; readonly progress?: (bytes: number, of?: number) => void },
  ): Promise<LocalFile>;
  /** A small text, at most 1 MB; undefined where there is none (404, or no such file). */
  text(source: string, signal?: AbortSignal): Promise<string | undefined>;
}
