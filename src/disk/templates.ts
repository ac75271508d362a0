import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The scripts that look at a machine, as they ship with azmon. */
export interface ProbeTemplates {
  readonly linux: string;
  readonly windows: string;
  /** Where the Windows script lies: on this machine it is run from there. */
  readonly windowsPath: string;
}

/** Reads templates/probe below the folder azmon is installed in (oclif's `config.root`). */
export function probeTemplates(root: string): ProbeTemplates {
  const folder = join(root, 'templates', 'probe');
  const windowsPath = join(folder, 'windows.cmd');
  return {
    linux: readFileSync(join(folder, 'linux.sh'), 'utf8'),
    windows: readFileSync(windowsPath, 'utf8'),
    windowsPath,
  };
}
