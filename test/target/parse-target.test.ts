import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Problem } from '../../src/problem.ts';
import { parseTarget } from '../../src/target/parse-target.ts';

const SUBSCRIPTION = '11111111-2222-3333-4444-555555555555';
const GROUP_PATH = `/subscriptions/${SUBSCRIPTION}/resourceGroups/Prod`;

describe('a target', () => {
  it.each([
    ['local', { kind: 'local', key: 'local' }],
    ['  LOCAL ', { kind: 'local', key: 'local' }],
    ['ssh://web-01', { kind: 'ssh', key: 'ssh://web-01', host: 'web-01' }],
    ['SSH://Web-01/', { kind: 'ssh', key: 'ssh://web-01', host: 'Web-01' }],
    ['ssh://Ops@web-01:2222', { kind: 'ssh', key: 'ssh://Ops@web-01:2222', host: 'web-01', user: 'Ops', port: 2222 }],
    ['ssh://web:22', { kind: 'ssh', key: 'ssh://web:22', host: 'web', port: 22 }],
    [
      'ssh://ops@corp.example@web',
      { kind: 'ssh', key: 'ssh://ops@corp.example@web', host: 'web', user: 'ops@corp.example' },
    ],
    ['ssh://CORP%5Cops@web', { kind: 'ssh', key: 'ssh://CORP\\ops@web', host: 'web', user: 'CORP\\ops' }],
    ['ssh://[2001:DB8::1]', { kind: 'ssh', key: 'ssh://[2001:db8::1]', host: '2001:DB8::1' }],
    [
      'ssh://root@[fe80::1%eth0]:22',
      { kind: 'ssh', key: 'ssh://root@[fe80::1%eth0]:22', host: 'fe80::1%eth0', user: 'root', port: 22 },
    ],
    ['azure:Web', { kind: 'azure', key: 'azure:web', name: 'Web' }],
    ['azure:Prod/web', { kind: 'azure', key: 'azure:prod/web', name: 'web', group: 'Prod' }],
    ['ARC:db', { kind: 'arc', key: 'arc:db', name: 'db' }],
    ['VMSS:Prod/front', { kind: 'vmss', key: 'vmss:prod/front', name: 'front', group: 'Prod' }],
    ['arc:rg(1)/db', { kind: 'arc', key: 'arc:rg(1)/db', name: 'db', group: 'rg(1)' }],
    [
      `/SUBSCRIPTIONS/${SUBSCRIPTION.toUpperCase()}/resourcegroups/Prod/providers/microsoft.compute/VIRTUALMACHINES/Web`,
      {
        kind: 'resource',
        key: `${GROUP_PATH}/providers/Microsoft.Compute/virtualMachines/Web`.toLowerCase(),
        id: `${GROUP_PATH}/providers/Microsoft.Compute/virtualMachines/Web`,
      },
    ],
  ])('%s is read', (text, target) => {
    expect(parseTarget(text)).toEqual(target);
  });

  it.each([
    ['', 'AZMON-TARGET-UNKNOWN', 'a target is empty'],
    ['   ', 'AZMON-TARGET-UNKNOWN', 'a target is empty'],
    ['web\u001b[2J', 'AZMON-TARGET-UNKNOWN', 'control characters'],
    ['ssh://web\u009b2J', 'AZMON-TARGET-UNKNOWN', 'control characters'],
    ['azure:web\u202egpj', 'AZMON-TARGET-UNKNOWN', 'control characters'],
    ['web-01', 'AZMON-TARGET-UNKNOWN', '"web-01"'],
    ['winrm://web-01', 'AZMON-TARGET-UNKNOWN', '"winrm://web-01"'],
    ['azure://web', 'AZMON-TARGET-UNKNOWN', '"azure://web"'],
    ['azure:', 'AZMON-TARGET-NAME', 'azure: target'],
    ['azure:a/b/c', 'AZMON-TARGET-NAME', 'azure: target'],
    ['arc:web.', 'AZMON-TARGET-NAME', 'arc: target'],
    ['vmss:a/b/c', 'AZMON-TARGET-NAME', 'a vmss: target'],
    ['arc:-x;rm', 'AZMON-TARGET-NAME', 'arc: target'],
    ['ssh://', 'AZMON-TARGET-SSH', 'the host is missing'],
    ['ssh://user@', 'AZMON-TARGET-SSH', 'the host is missing'],
    ['ssh://@web', 'AZMON-TARGET-SSH', 'the user before @ is empty'],
    ['ssh://-oProxyCommand=id', 'AZMON-TARGET-SSH', 'the host begins with a dash'],
    ['ssh://-oProxyCommand=id@web', 'AZMON-TARGET-SSH', 'the user begins with a dash'],
    ['ssh://%2DoProxyCommand=id@web', 'AZMON-TARGET-SSH', 'the user begins with a dash'],
    ['ssh://a;id@web', 'AZMON-TARGET-SSH', 'the user holds characters'],
    ['ssh://a%0ab@web', 'AZMON-TARGET-SSH', 'the user holds characters'],
    ['ssh://a%zz@web', 'AZMON-TARGET-SSH', 'the user holds a %'],
    ['ssh://$(id)', 'AZMON-TARGET-SSH', 'the host holds characters'],
    ['ssh://we b', 'AZMON-TARGET-SSH', 'the host holds characters'],
    ['ssh://web/etc', 'AZMON-TARGET-SSH', 'a path follows the host'],
    ['ssh://web:0', 'AZMON-TARGET-SSH', 'the port'],
    ['ssh://web:65536', 'AZMON-TARGET-SSH', 'the port'],
    ['ssh://web:ssh', 'AZMON-TARGET-SSH', 'the port'],
    ['ssh://web:', 'AZMON-TARGET-SSH', 'the port'],
    ['ssh://fe80::1', 'AZMON-TARGET-SSH', 'an IPv6 address needs brackets'],
    ['ssh://[web]', 'AZMON-TARGET-SSH', 'the brackets do not hold an IPv6 address'],
    ['ssh://[::1]x', 'AZMON-TARGET-SSH', 'needs brackets'],
  ])('%j is refused with %s', (text, code, message) => {
    expect(refusal(text)).toMatchObject({ code, exit: 2, message: expect.stringContaining(message) });
  });

  it('that is a bare name is refused with what it could mean', () => {
    expect(refusal('web-01').fix.map(({ text }) => text.split(': ')[0])).toEqual([
      'ssh://web-01',
      'azure:web-01',
      'arc:web-01',
      'vmss:web-01',
    ]);
    expect(refusal('ops@web-01').fix).toEqual([{ text: 'did you mean ssh://ops@web-01' }]);
  });

  it.each([
    'ssh://ops:Pa55w0rd@web',
    'ssh://ops:Pa55/w0rd@web',
    'ops:Pa55w0rd@web',
    'https://ops:Pa55w0rd@web',
    'ssh://ops:Pa55w0rd',
  ])('%s: the password is not repeated', (text) => {
    const problem = refusal(text);
    expect(JSON.stringify([problem.message, problem.why, problem.fix])).not.toContain('Pa55');
  });

  it('with a password says how to log in without one', () => {
    expect(refusal('ssh://ops:pw@web').fix[0]?.command).toMatch(/^ssh-copy-id /);
  });

  it('of any text is a target or a Problem', () => {
    const pieces = fc.constantFrom(
      'ssh://',
      '@',
      ':',
      '[',
      ']',
      '/',
      '%',
      '-',
      'azure:',
      'arc:',
      '/subscriptions/',
      'a',
      '22',
      '::1',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (input) => {
        try {
          const target = parseTarget(input);
          if (target.kind === 'ssh') expect(`${target.host}${target.user ?? ''}`).not.toMatch(/\p{Cc}|^-|[;&|`$]/u);
          if (target.kind !== 'facts')
            expect(parseTarget(target.kind === 'ssh' ? written(target) : target.key).key).toBe(target.key);
        } catch (error) {
          expect(error).toBeInstanceOf(Problem);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('suggests for a flag that lost its way nothing that it would refuse', () => {
    expect(() => parseTarget('--fatcs')).toThrow(
      expect.objectContaining({ fix: [{ text: expect.stringMatching(/^write one of: local /) }] }),
    );
  });
});

/** A user may have needed percent-encoding; the key shows it plain. */
const written = (target: { user?: string; key: string }): string =>
  target.user === undefined ? target.key : target.key.replace(target.user, encodeURIComponent(target.user));

function refusal(text: string): Problem {
  try {
    parseTarget(text);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error(`${text} was taken`);
}

it.each([
  ['a workspace key', `${'aB3+'.repeat(21)}aw==`],
  ['a line of a password file', 'root:$6$salt$0mYh45h/ed:19000:0:99999:7:::'],
  ['a hash', 'd'.repeat(64)],
  ['a line of a key file', '-----BEGIN OPENSSH PRIVATE KEY-----'],
  ['a variable', 'WORKSPACE_KEY=s3cr3t'],
])('%s in place of a target is not repeated', (_, text) => {
  const { message, why, fix } = refusal(text);
  expect(JSON.stringify([message, why, fix])).not.toContain(text);
  expect(message).toBe('it cannot be told what kind of target this is');
});
