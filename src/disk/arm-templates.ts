import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The text of a template of templates/arm, below the folder azmon is installed in. */
export const armTemplate = (root: string, name: string): string =>
  readFileSync(join(root, 'templates', 'arm', `${name}.json`), 'utf8');
