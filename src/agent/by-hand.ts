/** Where an exit code or a text of the installer comes from: the same number means another thing with another source. */
export type HandSource =
  | 'bundle'
  | 'omsadmin'
  | 'service_control'
  | 'dpkg'
  | 'rpm'
  | 'curl'
  | 'fix'
  | 'msiexec'
  | 'setup'
  | 'object';

/**
 * What went wrong, as far as it decides what to do: `key` the workspace refused it · `clock` or something on the way broke the request ·
 * `network` names, connections, TLS · `proxy` · `service` the other side's fault · `lock` another installation · `prerequisite` something is
 * missing on the machine · `corrupt` the file is not what was sent.
 */
export type HandCause = 'key' | 'clock' | 'network' | 'proxy' | 'service' | 'lock' | 'prerequisite' | 'corrupt';

/** A code or a text of an installer, in words. Those with a text say more than a number, and come first. */
export interface HandMeaning {
  readonly source: HandSource;
  /** Missing: any. */
  readonly code?: number;
  /** In what it last said. Missing: any. */
  readonly said?: RegExp;
  /** Lower case, no full stop. */
  readonly meaning: string;
  readonly fix: string;
  /** For the machine itself. */
  readonly command?: string;
  readonly cause?: HandCause;
  /** The same run may well succeed later. */
  readonly transient?: true;
}

/** A file that installs a release of the agent. */
export interface Bundle {
  readonly system: 'linux' | 'windows';
  /** Missing: the address always gives the newest. */
  readonly version?: string;
  /** As the machine names it: `uname -m`, PROCESSOR_ARCHITECTURE. */
  readonly architectures: readonly [string, ...string[]];
  /** As its maker calls the file. */
  readonly name: string;
  readonly url: string;
  /** 64 hexadecimal digits; missing: nobody has verified one with a source that can be named. */
  readonly sha256?: string;
  /** Where the hash was read. */
  readonly source?: string;
}

/** The agent's own installer for a system. */
export interface HandSystem {
  readonly bundles: readonly Bundle[];
  readonly meanings: readonly HandMeaning[];
  /** So many workspaces at once. */
  readonly workspaces: number;
  /** How its maker calls the file. */
  readonly file: 'bundle' | 'package';
}

/** How the agent comes to a machine without Azure: by its own installer, or not at all. */
export type ByHand =
  | { readonly state: 'here'; readonly linux: HandSystem; readonly windows: HandSystem }
  | { readonly state: 'absent'; readonly why: string };

/** What a code and a text stand for; text first, since codes alone mislead. Total over any text. */
export function explainHand(
  { meanings }: Pick<HandSystem, 'meanings'>,
  source: string,
  code: number | undefined,
  said: string,
): HandMeaning | undefined {
  const rows = meanings.filter((row) => row.source === source && (row.code === undefined || row.code === code));
  return (
    rows.find((row) => row.said?.test(said)) ?? rows.find((row) => row.said === undefined && row.code !== undefined)
  );
}

/** A row of a table of meanings: by code, or by text. */
export const meaningFrom =
  (source: HandSource) =>
  (
    on: number | RegExp,
    meaning: string,
    fix: string,
    more: Pick<HandMeaning, 'command' | 'cause' | 'transient'> = {},
  ): HandMeaning => ({ source, ...(typeof on === 'number' ? { code: on } : { said: on }), meaning, fix, ...more });
