import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The scripts that look at a machine, as they ship with azmon. */
export interface ProbeTemplates {
  readonly linux: string;
  readonly windows: string;
  /** Where the Windows script lies: on this machine it is run from there. */
  readonly windowsPath: string;
}

/** The scripts that change a machine, as they ship with azmon. */
export type WrapperTemplates = ProbeTemplates;

/** Reads templates/probe below the folder azmon is installed in (oclif's `config.root`). */
export const probeTemplates = (root: string): ProbeTemplates => templatesIn(join(root, 'templates', 'probe'));

/** Reads templates/wrapper below the folder azmon is installed in. */
export const wrapperTemplates = (root: string): WrapperTemplates => templatesIn(join(root, 'templates', 'wrapper'));

function templatesIn(folder: string): ProbeTemplates {
  const windowsPath = join(folder, 'windows.cmd');
  return {
    linux: readFileSync(join(folder, 'linux.sh'), 'utf8'),
    windows: readFileSync(windowsPath, 'utf8'),
    windowsPath,
  };
}
