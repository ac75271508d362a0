import { EXIT, type Fix, Problem, type ProblemDetails } from '../problem.ts';

/** What is wrong with a file of this machine: Problems (2) that name its path. */

export const CHECK_PATH: Fix = { text: 'check the path; it counts from the folder azmon was started in' };

/** What the system said when the file was opened or read. */
export function fileFailure(path: string, cause: unknown): Problem {
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return fileProblem('AZMON-FILE-MISSING', `${path} does not exist`, { fix: [CHECK_PATH], cause });
  if (code === 'EACCES' || code === 'EPERM')
    return fileProblem('AZMON-FILE-DENIED', `${path} may not be read`, {
      why: 'the system refused access',
      fix: [{ text: 'let this user read it, or run azmon as its owner' }],
      cause,
    });
  return fileProblem('AZMON-FILE-READ', `${path} cannot be read`, {
    why: `the system says ${code === '' ? 'nothing more' : code}`,
    fix: [{ text: 'copy it to a plain file of this machine, and name that' }],
    cause,
  });
}

export const isFolder = (path: string): Problem =>
  fileProblem('AZMON-FILE-DIRECTORY', `${path} is a folder`, {
    why: 'a file was wanted',
    fix: [{ text: 'name the file itself; only --facts takes folders' }],
  });

type More = Partial<Pick<ProblemDetails, 'why' | 'fix' | 'cause'>>;

export const fileProblem = (code: string, message: string, more: More): Problem =>
  new Problem({ code, exit: EXIT.usage, message, ...more });
