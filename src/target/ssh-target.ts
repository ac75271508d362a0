import { EXIT, type Fix, Problem } from '../problem.ts';
import type { Target } from './target.ts';

/**
 * Reads `ssh://[user@]host[:port]`. The parts become words of ssh's command line, so what ssh could take for an option, and what a
 * ProxyCommand's shell could take for more than a word, is refused here (as OpenSSH does for its own command line since 9.6).
 * Throws AZMON-TARGET-SSH (2), which never echoes the text: it may hold a password.
 */
export function parseSshTarget(text: string): Target {
  const authority = text.slice('ssh://'.length).replace(/\/$/, '');
  const at = authority.lastIndexOf('@');
  const user = at < 0 ? undefined : readUser(authority.slice(0, at));
  const { host, port } = readPlace(authority.slice(at + 1));
  return {
    kind: 'ssh',
    key: sshKey(host, user, port),
    host,
    ...(user === undefined ? {} : { user }),
    ...(port === undefined ? {} : { port }),
  };
}

/** Port 22 is kept where it was written: without one the user's ssh configuration decides. */
function sshKey(host: string, user: string | undefined, port: number | undefined): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return `ssh://${user === undefined ? '' : `${user}@`}${name.toLowerCase()}${port === undefined ? '' : `:${port}`}`;
}

function readUser(text: string): string {
  if (text.includes(':'))
    throw wrong(
      'a password does not belong into a target',
      'it would be seen in lists of processes and in shell histories',
      PASSWORD_FIX,
    );
  const user = decoded(text);
  if (user === '') throw wrong('the user before @ is empty');
  if (user.startsWith('-')) throw wrong('the user begins with a dash', 'ssh would take it for an option');
  if (/[\s\p{Cc}/'"`;&<>|(){}$:]|\\$/u.test(user)) throw wrong('the user holds characters that no user name has');
  return user;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw wrong('the user holds a % that is not followed by two hexadecimal digits');
  }
}

function readPlace(text: string): { host: string; port?: number } {
  const parts = /^(?:\[([^\]]*)\]|([^:]*))(?::(.*))?$/s.exec(text);
  if (parts === null) throw wrong('the host cannot be read');
  const [, bracketed, plain = '', port] = parts;
  if (bracketed === undefined && port?.includes(':'))
    throw wrong('an IPv6 address needs brackets', 'its colons would be taken for a port', [
      { text: 'write ssh://[2001:db8::1]:22' },
    ]);
  const host = bracketed === undefined ? readHost(plain) : readAddress(bracketed);
  return port === undefined ? { host } : { host, port: readPort(port) };
}

function readHost(text: string): string {
  if (text === '') throw wrong('the host is missing');
  if (text.startsWith('-')) throw wrong('the host begins with a dash', 'ssh would take it for an option');
  if (text.includes('/')) throw wrong('a path follows the host', 'a target is a machine, not a file on it');
  if (!/^[\p{L}\p{N}._+-]{1,253}$/u.test(text)) throw wrong('the host holds characters that no host name has');
  return text;
}

function readAddress(text: string): string {
  if (!/^[0-9a-f:.]*:[0-9a-f:.]*(%[\w.-]+)?$/i.test(text)) throw wrong('the brackets do not hold an IPv6 address');
  return text;
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65535) throw wrong('the port is not a whole number from 1 to 65535');
  return port;
}

const PASSWORD_FIX: readonly Fix[] = [
  {
    text: 'use a key: ssh-copy-id puts yours on the machine, asking for the password once',
    command: 'ssh-copy-id user@host',
  },
  { text: 'or leave the password out and answer the question of ssh (one machine, started in a terminal)' },
];

function wrong(
  message: string,
  why?: string,
  fix: readonly Fix[] = [{ text: 'write ssh://[user@]host[:port]' }],
): Problem {
  return new Problem({
    code: 'AZMON-TARGET-SSH',
    exit: EXIT.usage,
    message: `an ssh target cannot be read: ${message}`,
    fix,
    ...(why === undefined ? {} : { why }),
  });
}
