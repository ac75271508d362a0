import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sandbox, type TestSandbox } from '../support/sandbox.ts';
import { ROOT } from '../support/source.ts';

/** The built command against an Azure on this machine: sixty machines, each kind once. */
const folder = mkdtempSync(join(tmpdir(), 'azmon-azure-check-'));
let azure: TestSandbox;
beforeAll(async () => {
  azure = await sandbox({ machines: 66 });
});
afterAll(async () => {
  await azure.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Ran {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Without a subscription in the environment: machines are looked for in all of them. */
const azmon = (...argv: string[]): Promise<Ran> => azmonAt(azure, ...argv);

function azmonAt(at: TestSandbox, ...argv: string[]): Promise<Ran> {
  const { AZURE_SUBSCRIPTION_ID: _, ...env } = at.env;
  const options = { env: { PATH: process.env.PATH ?? '', HOME: folder, LANG: 'C.UTF-8', ...env } };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [join(ROOT, 'bin/run.js'), ...argv], options, (error, stdout, stderr) =>
      resolve({ exit: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
    child.stdin?.end();
  });
}

const AS_OF = ['--as-of', '2026-11-22'];
const AMA = ['--agent', 'azure-monitor', ...AS_OF];

interface Finding {
  readonly id: string;
  readonly status: string;
  readonly cause?: string;
  readonly reason?: string;
}
interface Envelope {
  readonly exitCode: number;
  readonly result: {
    readonly targets: readonly {
      readonly target: string;
      readonly machine?: string;
      readonly verdict?: string;
      readonly generations?: readonly { readonly findings: readonly Finding[] }[];
    }[];
  };
  readonly errors: readonly { readonly code: string; readonly target?: string; readonly cause?: string }[];
  readonly warnings: readonly { readonly code: string }[];
}

async function checked(...argv: string[]): Promise<Envelope> {
  const { stdout } = await azmon('check', ...argv, '--json');
  return JSON.parse(stdout) as Envelope;
}

/** Verdict, and what the checks of the group `cloud` say: `cloud.power the machine is not running`. */
async function seen(name: string, ...argv: string[]): Promise<readonly unknown[]> {
  const { result, exitCode } = await checked(`azure:${name}`, ...AMA, ...argv);
  const findings = result.targets.flatMap(({ generations = [] }) => generations.flatMap((one) => one.findings));
  return [
    exitCode,
    result.targets[0]?.verdict,
    ...findings
      .filter(({ id, status }) => id.startsWith('cloud.') && status !== 'skip')
      .map(({ id, cause, reason }) => `${id} ${cause ?? reason}`),
  ];
}

const NO_IDENTITY = 'cloud.identity no managed identity yet';

describe('a machine of Azure', () => {
  test.each([
    ['web-01', [0, 'ready', NO_IDENTITY]],
    ['win-01', [0, 'ready', NO_IDENTITY]],
    ['ama-01', [0, 'ready']],
    [
      'stopped-01',
      [
        4,
        'not-ready',
        'cloud.power the machine is not running',
        NO_IDENTITY,
        'cloud.probe not observed: the machine is stopped',
      ],
    ],
    [
      'agentless-01',
      [
        4,
        'not-ready',
        'cloud.vm-agent no VM agent reports',
        NO_IDENTITY,
        'cloud.probe not observed: the machine has no VM agent that could run the probe',
      ],
    ],
    [
      'mute-01',
      [
        4,
        'not-ready',
        'cloud.vm-agent the VM agent is not ready',
        NO_IDENTITY,
        'cloud.probe not observed: the VM agent of the machine is not ready',
      ],
    ],
    [
      'barred-01',
      [4, 'not-ready', 'cloud.extensions-allowed extensions are switched off for the machine', NO_IDENTITY],
    ],
    [
      'locked-01',
      [
        4,
        'not-ready',
        'cloud.lock a lock forbids changes',
        NO_IDENTITY,
        'cloud.probe not observed: a ReadOnly lock forbids to run commands there',
      ],
    ],
    ['guarded-01', [0, 'reserved', 'cloud.lock a lock forbids removal', NO_IDENTITY]],
  ])('%s', async (name, expected) => expect(await seen(name)).toEqual(expected));

  test('is not ready for the generation that a policy refuses, or that its region does not offer', async () => {
    const { result } = await checked('azure:fenced-01', 'azure:newregion-01', '--agent', 'log-analytics', ...AS_OF);
    const said = result.targets.map(({ generations = [] }) =>
      generations.flatMap(({ findings }) => findings).filter(({ id }) => /^cloud\.(policy|region)$/.test(id)),
    );
    expect(said.map((one) => one.map(({ cause }) => cause))).toEqual([
      ['a policy refuses the extension'],
      ['the extension is not offered in the region of the machine'],
    ]);
  });

  test('is named by its resource id in the result', async () => {
    const { result } = await checked('azure:web-01', ...AMA);
    expect(result.targets[0]?.machine).toMatch(
      /\/resourceGroups\/[\w-]+\/providers\/Microsoft\.Compute\/virtualMachines\/web-01$/,
    );
  });

  test('is only asked about, not looked into, with --no-probe', async () => {
    const before = azure.exchanges.length;
    expect(await seen('web-01', '--no-probe')).toEqual([
      0,
      'ready',
      NO_IDENTITY,
      'cloud.probe the machine itself was not looked at',
    ]);
    const asked = azure.exchanges.slice(before).map(({ method, url }) => `${method} ${url}`);
    expect(asked.filter((one) => one.includes('runCommand'))).toEqual([]);
    expect(asked.filter((one) => !/^GET |^POST .*(ResourceGraph|\/token)/i.test(one))).toEqual([]);
  });

  test('that runs is told by one run-command, and nothing is put or deleted', async () => {
    const before = azure.exchanges.length;
    await seen('win-01');
    const asked = azure.exchanges.slice(before).map(({ method, url }) => `${method} ${new URL(url).pathname}`);
    expect(asked.filter((one) => /^(PUT|PATCH|DELETE)/.test(one))).toEqual([]);
    expect(asked.filter((one) => one.startsWith('POST') && one.endsWith('runCommand'))).toHaveLength(1);
  });

  test('the way out through a proxy with a login is left out, and the login reaches nobody', async () => {
    const proxy = join(folder, 'proxy');
    writeFileSync(proxy, 'http://ops:canary-b41d@proxy.example:3128\n', { mode: 0o600 });
    const before = azure.exchanges.length;
    const { stdout, stderr } = await azmon('check', 'azure:web-01', ...AMA, '--proxy-file', proxy, '--json', '--debug');
    const { warnings, result } = JSON.parse(stdout) as Envelope;
    expect(warnings.map(({ code }) => code)).toContain('AZMON-PROBE-LOGIN');
    expect(result.targets[0]?.verdict).toBe('undetermined');
    expect(`${stdout}${stderr}${JSON.stringify(azure.exchanges.slice(before))}`).not.toContain('canary');
  });
});

describe('many machines', () => {
  test('are looked at side by side and stand in the order of the file', async () => {
    const all = Object.values(azure.state.machines);
    const names = all.map(({ name, arc }) => `${arc === undefined ? 'azure' : 'arc'}:${name}`);
    const file = join(folder, 'fleet');
    writeFileSync(file, names.map((name) => `${name}\n`).join(''));
    const { result, errors } = await checked('--file', file, ...AMA);
    expect(result.targets.map(({ target }) => target)).toEqual(names);
    expect(errors.filter(({ target }) => !/hidden/.test(target ?? ''))).toEqual([]);
  });

  test('of which some are reached by other ways keep to those', async () => {
    const { result } = await checked('azure:web-01', 'local', '--only', 'support.wsl,cloud', '--offline', ...AMA);
    expect(result.targets.map(({ target, machine }) => [target, machine !== undefined])).toEqual([
      ['azure:web-01', true],
      ['local', false],
    ]);
  });
});

describe('bad input has one clear error', () => {
  const foreign =
    '/subscriptions/0f000000-0000-4000-8000-000000000009/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/v';
  test.each([
    ['a name that nobody has', ['azure:nobody'], 11, 'AZMON-TARGET-NOT-FOUND'],
    ['a wrong group', ['azure:nowhere/web-01'], 11, 'AZMON-TARGET-NOT-FOUND'],
    ['an unknown subscription', ['azure:web-01', '--subscription', 'nobody'], 11, 'AZMON-SUBSCRIPTION-UNKNOWN'],
    ['an Arc machine that nobody has', ['arc:nobody'], 11, 'AZMON-TARGET-NOT-FOUND'],
    ['a scale set that nobody has', ['vmss:nobody'], 11, 'AZMON-TARGET-NOT-FOUND'],
    ['a login that is not there', ['azure:web-01', '--auth', 'az'], 3, 'AZMON-AUTH-NONE'],
  ])('%s', async (_, argv, exit, code) => {
    const { exitCode, errors } = await checked(...argv);
    expect({ exitCode, codes: errors.map((one) => one.code) }).toEqual({ exitCode: exit, codes: [code] });
  });

  test('a foreign subscription by a resource id', async () => {
    const { exitCode, errors } = await checked(foreign);
    expect(exitCode).toBe(11);
    expect(errors).toHaveLength(1);
  });
});

describe('what Azure would not tell', () => {
  test('is said, and the rest is judged all the same', async () => {
    const faults = [
      { kind: 'status', path: '/locks', status: 403, code: 'AuthorizationFailed', message: 'not for you' },
      { kind: 'status', path: '/policyAssignments', status: 403, code: 'AuthorizationFailed', message: 'not for you' },
      { kind: 'status', path: '/runCommand', status: 403, code: 'AuthorizationFailed', message: 'not for you' },
    ] as const;
    const closed = await sandbox({ machines: 12, faults });
    try {
      const { stdout, exit } = await azmonAt(closed, 'check', 'azure:web-01', ...AMA);
      expect(exit).toBe(4);
      const unseen = stdout.split('\n').filter((line) => /^ {4}cloud\./.test(line));
      expect(unseen.map((line) => line.trim().replace(/request [\w-]+/, 'request ...'))).toMatchInlineSnapshot(`
        [
          "cloud.lock    not read from Azure: its locks: no right to read the locks: not for you (AuthorizationFailed, request ...)  Azure Monitor Agent",
          "cloud.policy  not read from Azure: its policies: no right to read the policy assignments: not for you (AuthorizationFailed, request ...)  Azure Monitor Agent",
          "cloud.probe   the look by run-command failed: no right to run a command on the virtual machine web-01: not for you (AuthorizationFailed, request ...)  Azure Monitor Agent",
        ]
      `);
    } finally {
      await closed.close();
    }
  });
});

describe('as people see it', () => {
  test('a stopped machine says what it is, what stands in the way, and once that nobody looked inside', async () => {
    const { stdout, exit } = await azmon('check', 'azure:stopped-01', ...AMA);
    expect(exit).toBe(4);
    expect(stdout.replace(/\d+\.\d s/, '0.0 s')).toMatchInlineSnapshot(`
      "azure:stopped-01  Red Hat Enterprise Linux 8  page of 2020-02-04: supported

        ✗ Azure Monitor Agent  not-ready     the machine is not running

        support 6/6, cloud 8/11, azure 1/1

      ✗ the machine is not running  cloud.power
          found stopped; required: running
          why   Azure refuses to put, change or remove an extension on a machine that does not run (409 OperationNotAllowed).
          fix   start it; azmon install extension --start-stopped does, and stops it again afterwards
          docs  docs/checks.md#cloudpower

      i no managed identity yet  cloud.identity
          found none; required: a managed identity
          why   The agent signs in with a managed identity of the machine: the system-assigned one where there is one, else the only user-assigned one. Without a token it gets no rules, and sends nothing.
          fix   azmon install extension adds a system-assigned one
          docs  docs/checks.md#cloudidentity

      ? not observed, so not judged
          cloud.probe  the machine is stopped  Azure Monitor Agent

      1 machine: 1 not-ready  as of 2026-11-22, 0.0 s
      exit code 4 (not-ready); -v also shows what passed and what was left out
      "
    `);
  });
});
