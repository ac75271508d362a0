import {
  closeSync,
  fchmodSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { PrivateFiles } from '../ports.ts';
import { EXIT, type Fix, Problem } from '../problem.ts';
import type { Secret } from '../secret.ts';

const OWNER_ONLY = 0o600;
const GROUP_AND_OTHERS = 0o077;

/** Files of this machine that hold a secret. */
export function privateFiles(platform: string): PrivateFiles {
  return {
    async writePrivate(path, secret, { overwrite }) {
      refuseTaken(path, overwrite);
      const beside = join(dirname(path), `.${basename(path)}.${crypto.randomUUID()}`);
      try {
        fill(beside, secret);
        if (overwrite) renameSync(beside, path);
        else take(beside, path, secret);
      } catch (error) {
        throw failure(path, error as NodeJS.ErrnoException);
      } finally {
        rmSync(beside, { force: true });
      }
    },
    async readers(path) {
      if (platform === 'win32') return 'unknown';
      return (statSync(path).mode & GROUP_AND_OTHERS) === 0 ? 'owner' : 'others';
    },
  };
}

/** What stands at the path already. A link is never followed: whoever placed it would choose what is written. */
function refuseTaken(path: string, overwrite: boolean): void {
  const there = whatIsAt(path);
  if (there === undefined) return;
  if (there.isSymbolicLink())
    throw refused('AZMON-FILE-LINK', `${path} is a symbolic link`, 'a secret is not written through a link', NAME_FILE);
  if (!there.isFile())
    throw refused(
      'AZMON-FILE-KIND',
      `${path} is ${there.isDirectory() ? 'a folder' : 'no plain file'}`,
      'a secret is written to a file of its own only',
      NAME_FILE,
    );
  if (!overwrite) throw exists(path);
}

function whatIsAt(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw failure(path, error as NodeJS.ErrnoException);
  }
}

/** A new file with the secret in it, on the disk when this returns. The mode stands whatever the umask is. */
function fill(path: string, secret: Secret): void {
  const fd = openSync(path, 'wx', OWNER_ONLY);
  try {
    fchmodSync(fd, OWNER_ONLY);
    writeSync(fd, secret.reveal());
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** A second name for the file fails where something stands there already; file systems without such names get the file itself, exclusively. */
function take(from: string, path: string, secret: Secret): void {
  try {
    linkSync(from, path);
  } catch (error) {
    if (!WITHOUT_LINKS.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    fill(path, secret);
  }
}

const WITHOUT_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL'];

const NAME_FILE: Fix = { text: 'name a plain file that is not there yet' };

function failure(path: string, cause: NodeJS.ErrnoException): Problem {
  const folder = dirname(path);
  const { code = '' } = cause;
  if (code === 'EEXIST') return exists(path);
  if (code === 'ENOENT')
    return refused('AZMON-FILE-MISSING', `the folder ${folder} does not exist`, undefined, {
      text: 'make it first, or name another file',
    });
  if (code === 'ENOTDIR')
    return refused('AZMON-FILE-MISSING', `${folder} is no folder`, undefined, { text: 'name another file' });
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return refused('AZMON-FILE-DENIED', `${path} may not be written`, 'the system refused access to its folder', {
      text: 'name a file in a folder of your own',
    });
  return refused('AZMON-FILE-WRITE', `${path} could not be written`, `the system says ${code || 'nothing more'}`, {
    text: 'make room, or name a file elsewhere',
  });
}

const exists = (path: string): Problem =>
  refused('AZMON-FILE-EXISTS', `${path} is there already`, 'it is not written over unasked', {
    text: 'name another file, or write over it with --force',
  });

const refused = (code: string, message: string, why: string | undefined, fix: Fix): Problem =>
  new Problem({ code, exit: EXIT.usage, message, fix: [fix], ...(why === undefined ? {} : { why }) });
