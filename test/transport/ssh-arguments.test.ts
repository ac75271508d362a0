import { describe, expect, it } from 'vitest';
import { parseTarget } from '../../src/target/parse-target.ts';
import { type SshOptions, type SshTarget, sftpArguments, sshArguments } from '../../src/transport/ssh-arguments.ts';

const words = (text: string, options: Partial<SshOptions> = {}, line = 'exec sh -s') =>
  sshArguments(parseTarget(text) as SshTarget, { interactive: false, connectTimeoutS: 15, ...options }, line);

describe('the command line of ssh', () => {
  it.each([
    ['ssh://web', ['--', 'web', 'exec sh -s']],
    ['ssh://ops@web:2222', ['-p', '2222', '-l', 'ops', '--', 'web', 'exec sh -s']],
    ['ssh://ops@[2001:db8::1]', ['-l', 'ops', '--', '2001:db8::1', 'exec sh -s']],
  ])('%s: what cannot be an option stands behind --', (text, end) => {
    expect(words(text).slice(-end.length)).toEqual(end);
  });

  it.each([
    [false, 'BatchMode=yes'],
    [true, 'BatchMode=no'],
  ])('asks only where somebody can answer: %s', (interactive, setting) => {
    expect(words('ssh://web', { interactive })).toContain(setting);
  });

  it('uses another configuration where one is given', () => {
    expect(words('ssh://web', { configFile: '/etc/my ssh' }).slice(0, 2)).toEqual(['-F', '/etc/my ssh']);
    expect(words('ssh://web')).not.toContain('-F');
  });

  it('leaves trust in host keys to the user', () => {
    expect(words('ssh://web').join(' ')).not.toMatch(/StrictHostKeyChecking|KnownHosts|UserKnown/i);
  });

  it('puts a longer line between single quotes, for any login shell', () => {
    expect(words('ssh://web', {}, 'if true; then exec sh -s; fi').at(-1)).toBe(
      "exec sh -c 'if true; then exec sh -s; fi'",
    );
  });
});

describe('the command line of sftp', () => {
  const sftp = (text: string, options: Partial<SshOptions> = {}) =>
    sftpArguments(parseTarget(text) as SshTarget, { interactive: false, connectTimeoutS: 15, ...options });

  it.each([
    ['ssh://web', ['-b', '-', '--', 'web']],
    ['ssh://ops@web:2222', ['-o', 'Port=2222', '-o', 'User=ops', '-b', '-', '--', 'web']],
    ['ssh://[2001:db8::1]', ['-b', '-', '--', '[2001:db8::1]']],
  ])('%s: its letters for port and user are others', (text, end) => {
    expect(sftp(text).slice(-end.length)).toEqual(end);
  });

  it('may ask where somebody can answer: what stands first wins over what -b implies', () => {
    const args = sftp('ssh://web', { interactive: true, configFile: '/etc/my ssh' });
    expect(args.slice(0, 2)).toEqual(['-F', '/etc/my ssh']);
    expect(args.indexOf('BatchMode=no')).toBeLessThan(args.indexOf('-b'));
  });
});
