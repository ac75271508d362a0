import { describe, expect, it } from 'vitest';
import { parseTarget } from '../../src/target/parse-target.ts';
import type { ChildEnd } from '../../src/transport/child.ts';
import type { SshTarget } from '../../src/transport/ssh-arguments.ts';
import { sshProblem } from '../../src/transport/ssh-failure.ts';

const judge = (stderr: string, end: Partial<ChildEnd> = {}, target = 'ssh://ops@web:2222') =>
  sshProblem({
    end: { ended: 'exit', exitCode: 255, stdout: '', stderr, startedAt: 0, finishedAt: 3000, ...end },
    target: parseTarget(target) as SshTarget,
    options: {},
  });

describe('what ssh says', () => {
  it.each([
    ['ssh: Could not resolve hostname web: Name or service not known', 'AZMON-SSH-UNREACHABLE', 12],
    ['ssh: Could not resolve hostname web: Temporary failure in name resolution', 'AZMON-SSH-UNREACHABLE', 12],
    ['ssh: connect to host web port 22: Connection refused', 'AZMON-SSH-UNREACHABLE', 12],
    ['ssh: connect to host web port 22: Connection timed out', 'AZMON-SSH-UNREACHABLE', 12],
    ['ssh: connect to host web port 22: Operation timed out', 'AZMON-SSH-UNREACHABLE', 12],
    ['Connection timed out during banner exchange', 'AZMON-SSH-UNREACHABLE', 12],
    ['ssh: connect to host web port 22: No route to host', 'AZMON-SSH-UNREACHABLE', 12],
    ['ssh: connect to host web port 22: Network is unreachable', 'AZMON-SSH-UNREACHABLE', 12],
    [
      'kex_exchange_identification: Connection closed by remote host\nConnection closed by 10.0.0.1 port 22',
      'AZMON-SSH-UNREACHABLE',
      12,
    ],
    ['kex_exchange_identification: read: Connection reset by peer', 'AZMON-SSH-UNREACHABLE', 12],
    ['Host key verification failed.', 'AZMON-SSH-HOST-KEY', 3],
    [
      '@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\nHost key verification failed.',
      'AZMON-SSH-HOST-KEY',
      3,
    ],
    ['@       WARNING: REVOKED HOST KEY DETECTED!               @', 'AZMON-SSH-HOST-KEY', 3],
    ['ops@web: Permission denied (publickey,gssapi-keyex,gssapi-with-mic).', 'AZMON-SSH-LOGIN', 3],
    ['Received disconnect from 10.0.0.1 port 22:2: Too many authentication failures', 'AZMON-SSH-LOGIN', 3],
    [
      'Unable to negotiate with 10.0.0.1 port 22: no matching host key type found. Their offer: ssh-rsa,ssh-dss',
      'AZMON-SSH-ALGORITHM',
      12,
    ],
    [
      'Unable to negotiate with 10.0.0.1 port 22: no matching key exchange method found. Their offer: diffie-hellman-group1-sha1',
      'AZMON-SSH-ALGORITHM',
      12,
    ],
    ['/home/me/.ssh/config: line 3: Bad configuration option: nonsense', 'AZMON-SSH-CONFIG', 2],
    ['Bad owner or permissions on /home/me/.ssh/config', 'AZMON-SSH-CONFIG', 2],
    [
      'channel 0: open failed: connect failed: No route to host\nstdio forwarding failed\nConnection closed by UNKNOWN port 65535',
      'AZMON-SSH-JUMP',
      12,
    ],
    ['channel 0: open failed: administratively prohibited: open failed\nstdio forwarding failed', 'AZMON-SSH-JUMP', 12],
    [
      'ssh: connect to host gate port 22: Connection refused\nConnection closed by UNKNOWN port 65535',
      'AZMON-SSH-JUMP',
      12,
    ],
    ['me@gate: Permission denied (publickey).\nConnection closed by UNKNOWN port 65535', 'AZMON-SSH-JUMP', 3],
    ['something nobody has seen', 'AZMON-SSH-FAILED', 12],
  ])('%j is %s', (stderr, code, exit) => {
    expect(judge(`** Welcome to web **\n${stderr}\n`)).toMatchObject({ code, exit, target: 'ssh://ops@web:2222' });
  });

  it.each([
    ['cmd.exe', "'exec' is not recognized as an internal or external command,\r\noperable program or batch file.\r\n"],
    [
      'PowerShell',
      "exec : The term 'exec' is not recognized as the name of a cmdlet, function, script file, or operable program.",
    ],
  ])('%s there is told from a broken shell', (_title, stderr) => {
    expect(judge(stderr, { exitCode: 1 })).toMatchObject({
      code: 'AZMON-SSH-WINDOWS',
      exit: 7,
      fix: [{ command: 'azmon probe windows' }],
    });
  });

  it.each([
    ['the probe was killed', '', { exitCode: 255, stdout: 'probe.version=1\n' }],
    [
      'the connection was closed',
      'Connection to web closed by remote host.',
      { exitCode: 255, stdout: 'probe.version=1\n' },
    ],
    ['the probe was killed at once', '', { exitCode: 255 }],
    ['the probe ended early', '', { exitCode: 3, stdout: 'probe.version=1\n' }],
  ])('nothing, because it worked and %s', (_title, stderr, end) => {
    expect(judge(stderr, end)).toBeUndefined();
  });

  it.each([
    ['ssh://web', '', 'ssh-keygen -R web'],
    ['ssh://web:2222', '', "ssh-keygen -R '[web]:2222'"],
    [
      'ssh://web',
      "Offending ED25519 key in /home/o'neil/.ssh/known_hosts:3\nHost key for [10.0.0.1]:2222 has changed and you have requested strict checking.",
      "ssh-keygen -f '/home/o'\\''neil/.ssh/known_hosts' -R '[10.0.0.1]:2222'",
    ],
  ])('the way to forget a host key of %s', (target, more, command) => {
    const said = `@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\n${more}\nHost key verification failed.`;
    expect(judge(said, {}, target)?.fix[0]?.command).toBe(command);
  });

  it('an old machine gets the setting that lets ssh talk to it', () => {
    const problem = judge(
      'Unable to negotiate with 10.0.0.1 port 22: no matching host key type found. Their offer: ssh-rsa',
    );
    expect(problem?.fix[0]?.text).toContain('HostKeyAlgorithms +ssh-rsa');
  });

  it('never shows control characters of the other side', () => {
    expect(judge('evil \u001b]0;title\u0007 \u009b1m \u202e end')?.why).not.toMatch(/[\p{Cc}\p{Bidi_C}]/u);
  });
});
