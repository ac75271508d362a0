import type { LinuxArchitecture, LinuxEntry } from './agent.ts';

/** Versions of a distribution separated by blanks, by distribution: `{ rhel: '7 8' }`; an empty text leaves a row out. */
type Versions = Readonly<Record<string, string>>;

/** Rows of a list in which all systems share the same architectures; tables are easier to check against their source this way. */
export function rows(architectures: readonly LinuxArchitecture[], versions: Versions): readonly LinuxEntry[] {
  return Object.entries(versions)
    .filter(([, text]) => text !== '')
    .map(([distro, text]) => ({ distro, versions: text.split(' '), architectures }));
}
