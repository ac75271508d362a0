import type { Subprocess } from 'execa';
import type { ProbeRequest } from '../ports.ts';

/** How the script gets into a shell on the machine: what to run there, and how its stdin is written. */
export interface Launch {
  /** One line of sh; it holds no single quote, so that any login shell (csh and fish too) passes it on between two of them. */
  readonly line: string;
  readonly feed: (child: Subprocess) => void;
  /** Cuts off what was printed before the script was started (by start-up files of a login shell); empty when it never was. */
  readonly output: (stdout: string) => string;
}

/** Says that a shell listens. */
export const BEGIN = 'azmon-begin';
/** What sudo asks with. */
export const ASK = 'azmon-password:';

/** The script travels on stdin: never in an argument list, which everybody on the machine can read. */
export function launch(script: string, sudo: ProbeRequest['sudo']): Launch {
  const plain = { feed: (child: Subprocess) => write(child, `echo ${BEGIN}\n${script}`), output: afterBegin };
  if (sudo === undefined) return { line: 'exec sh -s', ...plain };
  if (sudo.password === undefined) return { line: `${WITHOUT_PASSWORD} exec sh -s`, ...plain };
  const { password } = sudo;
  return { line: WITH_PASSWORD, feed: (child) => converse(child, script, password.reveal()), output: afterBegin };
}

const ALLOWED = 'sudo -n true </dev/null >/dev/null 2>&1';
const WITHOUT_PASSWORD = `if ${ALLOWED}; then exec sudo -n sh -s; fi;`;
/** `-k` ignores and leaves alone the remembered permission, so nothing is written there; `-S` reads the password from stdin. */
const WITH_PASSWORD = [
  `if ${ALLOWED}; then echo ${BEGIN}; exec sudo -n sh -s; fi;`,
  `if command -v sudo >/dev/null 2>&1; then exec sudo -S -k -p ${ASK} sh -c "echo ${BEGIN}; exec sh -s"; fi;`,
  `echo ${BEGIN}; exec sh -s`,
].join(' ');

/** The script is sent when a shell says that it listens: before that, sudo would take its lines for passwords. */
function converse(child: Subprocess, script: string, password: string): void {
  let begun = false;
  answerOnce(child, password, () => begun);
  watch(child.stdout, (text) => {
    if (begun || !text.includes(`${BEGIN}\n`)) return;
    begun = true;
    write(child, script);
  });
}

/**
 * The password is sent when sudo asks for it, and only once: a second question means that it was wrong, and more tries would lock the
 * account.
 */
export function answerOnce(child: Subprocess, password: string, begun: () => boolean): void {
  let questions = 0;
  watch(child.stderr, (text) => {
    const asked = text.split(ASK).length - 1;
    if (begun() || asked === questions) return;
    questions = asked;
    if (questions === 1) child.stdin?.write(`${password}\n`);
    else child.stdin?.end();
  });
  child.stdin?.on('error', ignored);
}

function watch(stream: Subprocess['stdout'], see: (text: string) => void): void {
  let text = '';
  stream?.on('data', (chunk: Uint8Array | string) => {
    text = (text + chunk.toString()).slice(-4096);
    see(text);
  });
}

/** A machine that closes its stdin early tells why on stderr or by its exit code; the broken pipe itself says nothing. */
function write(child: Subprocess, script: string): void {
  child.stdin?.on('error', ignored);
  child.stdin?.end(script);
}

export const ignored = (): void => {};

function afterBegin(stdout: string): string {
  const at = stdout.indexOf(`${BEGIN}\n`);
  return at < 0 ? '' : stdout.slice(at + BEGIN.length + 1);
}
