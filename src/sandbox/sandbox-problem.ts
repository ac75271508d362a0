import { EXIT, Problem } from '../problem.ts';

const reason = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'an unknown error';

/** A file of the sandbox that cannot be read or written. */
export const fileTrouble = (path: string, doing: 'read' | 'written', error: unknown): Problem =>
  new Problem({
    code: 'AZMON-SANDBOX-FILE',
    exit: EXIT.usage,
    message: `${path} cannot be ${doing}`,
    why: `the system says ${reason(error)}`,
    fix: [{ text: 'name a file that you may read and write, in a folder that is there' }],
    cause: error,
  });

export const stateTrouble = (path: string, why: string): Problem =>
  new Problem({
    code: 'AZMON-SANDBOX-STATE',
    exit: EXIT.usage,
    message: `${path} holds no state of a sandbox`,
    why,
    fix: [{ text: 'name a file that --state wrote, or one that is not there yet: it is made' }],
  });

export const faultTrouble = (path: string, why: string): Problem =>
  new Problem({
    code: 'AZMON-SANDBOX-FAULTS',
    exit: EXIT.usage,
    message: `${path} holds no list of faults`,
    why,
    fix: [
      {
        text: 'write a list in YAML or JSON, for instance: - { kind: status, status: 429, path: /extensions/, times: 1 }',
      },
    ],
  });

/** EADDRINUSE and its like. */
export const portTrouble = (port: number, error: unknown): Problem =>
  new Problem({
    code: 'AZMON-SANDBOX-PORT',
    exit: EXIT.unavailable,
    message: `the sandbox cannot listen on port ${port}`,
    why: `the system says ${reason(error)}`,
    fix: [{ text: 'leave out --port: any free one is taken' }],
    cause: error,
  });
