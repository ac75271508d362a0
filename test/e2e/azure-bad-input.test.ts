import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXIT, type ExitName } from '../../src/problem.ts';
import type { Fault } from '../../src/sandbox/faults.ts';
import { fleet } from '../../src/sandbox/fleet.ts';
import type { SandboxState } from '../../src/sandbox/state.ts';
import { sandbox, type TestSandbox } from '../support/sandbox.ts';
import { ROOT } from '../support/source.ts';

/**
 * What goes wrong has one clear error: its exit code, its code, a reason and what to do, no stack; and what was sent to Azure before is
 * told. One line a case, each as JSON and as text.
 */
const folder = mkdtempSync(join(tmpdir(), 'azmon-bad-'));
const open: TestSandbox[] = [];
let azure: TestSandbox;
let signedInAz: Environment;
beforeAll(async () => {
  azure = await opened();
  const token = {
    accessToken: await azure.token(),
    expiresOn: '2099-01-01 00:00:00.000000',
    expires_on: 4_000_000_000,
  };
  signedInAz = standIn('signed-in', `echo '${JSON.stringify({ ...token, tokenType: 'Bearer' })}'`);
});
afterAll(async () => {
  await Promise.all(open.map((one) => one.close()));
  rmSync(folder, { recursive: true, force: true });
});

async function opened(faults: readonly Fault[] = []): Promise<TestSandbox> {
  const one = await sandbox({ state: world(), faults });
  open.push(one);
  return one;
}

const PRODUCTION = '/subscriptions/0a000000-0000-4000-8000-000000000001';
const ELSEWHERE = '/subscriptions/0f000000-0000-4000-8000-00000000ffff';
const vmId = (name: string, group = 'app-westeurope', subscription = PRODUCTION): string =>
  `${subscription}/resourceGroups/${group}/providers/Microsoft.Compute/virtualMachines/${name}`;
const workspaceId = (name: string, subscription = PRODUCTION): string =>
  `${subscription}/resourceGroups/monitoring/providers/Microsoft.OperationalInsights/workspaces/${name}`;
const ruleId = (name: string, subscription = PRODUCTION): string =>
  `${subscription}/resourceGroups/monitoring/providers/Microsoft.Insights/dataCollectionRules/${name}`;

/** A fleet with two machines of one name, and machines and a workspace where something is not allowed. */
function world(): SandboxState {
  const state = fleet({ machines: 30, now: Date.now() });
  const web = Object.values(state.machines).find(({ name }) => name === 'web-01');
  const oms = Object.values(state.machines).find(({ name }) => name === 'oms-01');
  if (web === undefined || oms === undefined) throw new Error('no web-01, no oms-01');
  const add = (machine: typeof web, name: string, group: string): void => {
    const id = vmId(name, group);
    const place = `${PRODUCTION}/resourceGroups/${group}`;
    state.groups[place.toLowerCase()] = { id: place, name: group, location: 'westeurope', tags: {} };
    state.machines[id.toLowerCase()] = { ...structuredClone(machine), id, name, group, computerName: name };
  };
  add(web, 'twin-01', 'blue');
  add(web, 'twin-01', 'green');
  add(web, 'readonly-01', 'reading');
  add(oms, 'readonly-02', 'reading');
  const mayRead = { actions: ['*/read'], notActions: [] };
  state.permissions[`${PRODUCTION}/resourcegroups/reading`] = mayRead;
  state.permissions[workspaceId('logs-other').toLowerCase()] = mayRead;
  const noLogs = { actions: ['Microsoft.OperationalInsights/workspaces/read'], notActions: [] };
  state.permissions[workspaceId('logs-northeurope').toLowerCase()] = noLogs;
  return state;
}

interface Envelope {
  readonly status: ExitName;
  readonly exitCode: number;
  readonly result: { readonly targets?: readonly { readonly actions?: readonly Action[] }[] };
  readonly errors: readonly {
    readonly code: string;
    readonly message: string;
    readonly cause?: string;
    readonly fix: readonly object[];
    readonly docs: string;
    readonly stack?: string;
  }[];
}
interface Action {
  readonly kind: string;
  readonly state: string;
}
interface Ran {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}
type Environment = Readonly<Record<string, string | undefined>>;

/** In every subscription that can be seen, and with nobody who could answer. */
function azmon(words: readonly string[], env: Environment = {}, at = azure): Promise<Ran> {
  const own = {
    PATH: `${join(folder, 'bin')}:/usr/bin:/bin`,
    HOME: folder,
    LANG: 'C.UTF-8',
    AZMON_NON_INTERACTIVE: '1',
  };
  const all = { ...own, ...at.env, AZURE_SUBSCRIPTION_ID: undefined, ...env };
  const set = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  return new Promise((resolve) => {
    const argv = [join(ROOT, 'bin/run.js'), ...words];
    const child = execFile(process.execPath, argv, { env: set, cwd: folder }, (error, stdout, stderr) =>
      resolve({ exit: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
    child.stdin?.end();
  });
}

/** One error in the document, and none beside it. */
function oneError({ exit, stdout, stderr }: Ran, expected: ExitName, code: string): Envelope {
  const answer = JSON.parse(stdout) as Envelope;
  expect(stdout + stderr).not.toContain('canary');
  expect([exit, answer.exitCode, answer.status, answer.errors.map((error) => error.code)], stdout).toEqual([
    ...[EXIT[expected], EXIT[expected], expected, [code]],
  ]);
  const [error] = answer.errors;
  expect(error?.message).toMatch(/^\S.*[^.]$/);
  expect([error?.docs, error?.stack, stderr]).toEqual([`docs/errors.md#${code.toLowerCase()}`, undefined, '']);
  expect(error?.fix.length, stdout).toBeGreaterThan(0);
  return answer;
}

/** The same for people. */
function oneSentence({ exit, stdout, stderr }: Ran, expected: ExitName, code: string): void {
  const said = stdout + stderr;
  expect(said).not.toContain('canary');
  expect([exit, said.match(/^Error: /gm)?.length, /^ +at /m.test(said)], said).toEqual([EXIT[expected], 1, false]);
  expect(stderr).toMatch(new RegExp(`^Error: .*\\(${code}\\)$`, 'm'));
}

const changes = (at: TestSandbox): readonly string[] =>
  at.exchanges
    .filter(({ method, url }) => /^(PUT|PATCH|DELETE)$/.test(method) || /\/(start|deallocate|powerOff)\?/i.test(url))
    .map(({ method, url }) => `${method} ${new URL(url).pathname}`);

const CREATE = ['workspace', 'create', '-g', 'monitoring', '-l', 'westeurope', '--subscription', 'Contoso Production'];
const LEGACY = ['--agent', 'log-analytics', '--workspace', 'logs-westeurope'];
const install = (target: string, ...more: string[]): string[] => [
  'install',
  'extension',
  target,
  ...(more.length > 0 ? more : LEGACY),
];
const file = (name: string, text: string | Uint8Array, mode = 0o600): string => {
  const path = join(folder, name);
  writeFileSync(path, text, { mode });
  return path;
};
/** An az that does what the line of sh says. */
function standIn(name: string, line: string): Environment {
  const bin = join(folder, name);
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'az'), `#!/bin/sh\n${line}\n`, { mode: 0o755 });
  return { PATH: `${bin}:/usr/bin:/bin`, AZMON_AUTH: 'az' };
}
const failing = (name: string, says: string): Environment => standIn(name, `echo '${says}' >&2; exit 1`);

type Row = readonly [
  title: string,
  words: () => readonly string[],
  exit: ExitName,
  code: string,
  env?: () => Environment,
];

/** As JSON and as text. */
const both = (words: readonly string[], env: Environment = {}): Promise<readonly [Ran, Ran]> =>
  // In front: what follows -- is another command's.
  Promise.all([azmon(['--json', ...words], env), azmon(words, env)]);

/** What is said before anything is touched: see the end of the file. */
function refused(title: string, rows: readonly Row[]): void {
  describe.concurrent(title, () => {
    test.for(rows)('%s', async ([, words, exit, code, env]) => {
      const [json, text] = await both(words(), env?.());
      oneError(json, exit, code);
      oneSentence(text, exit, code);
    });
  });
}

/** The same where azmon tries again for a while: all are begun at once. */
function refusedLate(title: string, rows: readonly Row[]): void {
  describe(title, () => {
    const begun = new Map<Row, Promise<readonly [Ran, Ran]>>();
    beforeAll(() => {
      for (const row of rows) begun.set(row, both(row[1](), row[4]?.()));
    });
    test.for(rows)('%s', async (row) => {
      const [json, text] = (await begun.get(row)) ?? [];
      if (json === undefined || text === undefined) throw new Error('not begun');
      oneError(json, row[2], row[3]);
      oneSentence(text, row[2], row[3]);
    });
  });
}

refused('a machine that is named wrongly', [
  ['a bare name', () => install('web-01'), 'usage', 'AZMON-TARGET-UNKNOWN'],
  ['a name that none can have', () => install('azure:web 01'), 'usage', 'AZMON-TARGET-NAME'],
  ['half a resource id', () => install(PRODUCTION), 'usage', 'AZMON-TARGET-ID'],
  ['an id that ends too early', () => install(vmId('')), 'usage', 'AZMON-TARGET-ID'],
  ['the id of something else', () => install(workspaceId('logs-other')), 'usage', 'AZMON-TARGET-ID'],
  ['a machine by ssh', () => install('ssh://web-01'), 'usage', 'AZMON-EXTENSION-TARGET'],
  ['a machine of Azure Arc that nobody has', () => install('arc:web-01'), 'not-found', 'AZMON-TARGET-NOT-FOUND'],
  ['this machine', () => ['remove', 'extension', 'local', '--yes'], 'usage', 'AZMON-EXTENSION-TARGET'],
  ['no machine', () => ['install', 'extension', ...LEGACY], 'usage', 'AZMON-TARGET-MISSING'],
  ['one that nobody has', () => install('azure:nobody-01'), 'not-found', 'AZMON-TARGET-NOT-FOUND'],
  ['one that another group has', () => install('azure:blue/web-01'), 'not-found', 'AZMON-TARGET-NOT-FOUND'],
  ['an id that nobody has', () => install(vmId('nobody-01')), 'not-found', 'AZMON-AZURE-NOT-FOUND'],
  ['an id in an unknown group', () => install(vmId('web-01', 'nowhere')), 'not-found', 'AZMON-AZURE-NOT-FOUND'],
  ['two of one name', () => install('azure:twin-01'), 'usage', 'AZMON-TARGET-AMBIGUOUS'],
  ['two of one name, checked', () => ['check', 'azure:twin-01'], 'usage', 'AZMON-TARGET-AMBIGUOUS'],
  ['two of one name, verified', () => ['verify', 'azure:twin-01'], 'usage', 'AZMON-TARGET-AMBIGUOUS'],
  ['two of one name, asked for', () => ['status', 'azure:twin-01'], 'usage', 'AZMON-TARGET-AMBIGUOUS'],
]);

refused('a foreign subscription', [
  ['of a machine', () => install(vmId('web-01', 'g', ELSEWHERE)), 'not-found', 'AZMON-AZURE-SUBSCRIPTION-NOT-FOUND'],
  [
    'of a machine that is removed',
    () => ['remove', 'extension', vmId('web-01', 'g', ELSEWHERE), '--yes'],
    'not-found',
    'AZMON-AZURE-SUBSCRIPTION-NOT-FOUND',
  ],
  [
    'of a machine that is verified',
    () => ['verify', vmId('web-01', 'g', ELSEWHERE)],
    'not-found',
    'AZMON-AZURE-SUBSCRIPTION-NOT-FOUND',
  ],
  [
    'of a machine that is checked',
    () => ['check', vmId('web-01', 'g', ELSEWHERE)],
    'not-found',
    'AZMON-AZURE-SUBSCRIPTION-NOT-FOUND',
  ],
  [
    'of a workspace',
    () => install('azure:web-01', '--agent', 'log-analytics', '--workspace', workspaceId('logs-we', ELSEWHERE)),
    'not-found',
    'AZMON-SUBSCRIPTION-UNKNOWN',
  ],
  [
    'of a rule',
    () => install('azure:web-01', '--rule', ruleId('base', ELSEWHERE)),
    'not-found',
    'AZMON-AZURE-SUBSCRIPTION-NOT-FOUND',
  ],
  [
    'by an unknown name',
    () => install('azure:web-01', ...LEGACY, '--subscription', 'Contoso Prodution'),
    'not-found',
    'AZMON-SUBSCRIPTION-UNKNOWN',
  ],
  [
    'by an unknown id',
    () => ['status', '--subscription', ELSEWHERE.slice(15)],
    'not-found',
    'AZMON-SUBSCRIPTION-UNKNOWN',
  ],
  [
    'for a new workspace',
    () => ['workspace', 'create', 'logs-new', '-g', 'a', '-l', 'westeurope', '--subscription', 'x'],
    'not-found',
    'AZMON-SUBSCRIPTION-UNKNOWN',
  ],
]);

refused('no right', [
  [
    'to read a machine',
    () => install(vmId('hidden-01', 'app-westeurope', '/subscriptions/0c000000-0000-4000-8000-000000000003')),
    'auth',
    'AZMON-AZURE-FORBIDDEN',
  ],
  [
    'to change a machine',
    () => install('azure:readonly-01', ...LEGACY, '--no-verify'),
    'auth',
    'AZMON-MACHINE-NOT-READY',
  ],
  [
    'to take anything off it',
    () => ['remove', 'extension', 'azure:readonly-02', '--yes'],
    'auth',
    'AZMON-AZURE-FORBIDDEN',
  ],
  [
    'to read keys',
    () => install('azure:web-01', '--agent', 'log-analytics', '--workspace', 'logs-other'),
    'auth',
    'AZMON-AZURE-FORBIDDEN',
  ],
  [
    'to write keys out',
    () => ['workspace', 'key', '--workspace', 'logs-other', '--out', join(folder, 'a.key')],
    'auth',
    'AZMON-AZURE-FORBIDDEN',
  ],
  [
    'to read logs',
    () => ['verify', 'azure:oms-01', '--workspace', 'logs-northeurope'],
    'auth',
    'AZMON-AZURE-FORBIDDEN',
  ],
  ['to come from here', () => ['status', '--workspace', 'logs-private'], 'unavailable', 'AZMON-AZURE-PRIVATE'],
  ['to read logs of a status', () => ['status', '--workspace', 'logs-northeurope'], 'auth', 'AZMON-AZURE-FORBIDDEN'],
  [
    'to see a subscription',
    () => ['workspace', 'list', '--subscription', 'Contoso Sealed'],
    'auth',
    'AZMON-AZURE-FORBIDDEN',
  ],
  [
    'to make a workspace',
    () => [
      'workspace',
      'create',
      'logs-new',
      '-g',
      'reading',
      '-l',
      'westeurope',
      '--subscription',
      'Contoso Production',
      '--yes',
    ],
    'auth',
    'AZMON-AZURE-FORBIDDEN',
  ],
]);

const NOBODY = { AZURE_CLIENT_ID: undefined, AZURE_CLIENT_SECRET: undefined, AZURE_TENANT_ID: undefined };
const NO_MSI = {
  IDENTITY_ENDPOINT: undefined,
  IDENTITY_HEADER: undefined,
  MSI_ENDPOINT: undefined,
  MSI_SECRET: undefined,
};
const LOGIN = 'ERROR: AADSTS700082: The refresh token has expired due to inactivity. Please run: az login';
refused('a login', [
  ['of az that has expired', () => install('azure:web-01'), 'auth', 'AZMON-AUTH-NONE', () => failing('expired', LOGIN)],
  [
    'of az that never was',
    () => ['status'],
    'auth',
    'AZMON-AUTH-NONE',
    () => failing('never', 'ERROR: Please run "az login" to setup account.'),
  ],
  [
    'of az without az',
    () => install('azure:web-01'),
    'auth',
    'AZMON-AUTH-NONE',
    () => ({ AZMON_AUTH: 'az', PATH: folder }),
  ],
  [
    'with a wrong secret',
    () => install('azure:web-01'),
    'auth',
    'AZMON-AUTH-REFUSED',
    () => ({ AZURE_CLIENT_SECRET: 'wrong' }),
  ],
  [
    'in a tenant that is none',
    () => ['status'],
    'auth',
    'AZMON-AUTH-TENANT',
    () => ({ AZURE_TENANT_ID: '99999999-0000-4000-8000-000000000000' }),
  ],
  ['by a tenant that cannot be one', () => ['status', '--tenant', 'a b'], 'usage', 'AZMON-AUTH-TENANT-NAME'],
  [
    'of nobody',
    () => install('azure:web-01'),
    'auth',
    'AZMON-AUTH-NONE',
    () => ({ ...NOBODY, ...NO_MSI, PATH: folder }),
  ],
  ['that asks, and nobody is there', () => ['status', '--auth', 'device-code'], 'usage', 'AZMON-AUTH-ASKS'],
  ['that asks in a browser', () => ['login', 'status', '--auth', 'browser'], 'usage', 'AZMON-AUTH-ASKS'],
]);

refused('a workspace', [
  [
    'that nobody has, by name',
    () => install('azure:web-01', '--agent', 'log-analytics', '--workspace', 'logs-westeurop'),
    'not-found',
    'AZMON-WORKSPACE-UNKNOWN',
  ],
  [
    'that nobody has, by its resource id',
    () => install('azure:web-01', '--workspace', workspaceId('logs-gone'), '--default-rule'),
    'not-found',
    'AZMON-WORKSPACE-UNKNOWN',
  ],
  [
    'that nobody has, by its id, and no key',
    () => install('azure:web-01', '--workspace-id', '11111111-2222-4333-8444-555555555555', '--agent', 'log-analytics'),
    'not-found',
    'AZMON-WORKSPACE-UNKNOWN',
  ],
  [
    'that is shown, by its id',
    () => ['workspace', 'show', '11111111-2222-4333-8444-555555555555'],
    'not-found',
    'AZMON-WORKSPACE-UNKNOWN',
  ],
  ['whose id is none', () => install('azure:web-01', '--workspace-id', 'logs'), 'usage', 'AZMON-WORKSPACE-ID'],
  ['whose name is none', () => ['workspace', 'show', 'a b'], 'usage', 'AZMON-WORKSPACE-NAME-FORM'],
  ['that is not named', () => install('azure:web-01', '--agent', 'log-analytics'), 'usage', 'AZMON-WORKSPACE-MISSING'],
  [
    'that takes no keys',
    () => install('azure:web-01', '--agent', 'log-analytics', '--workspace', 'logs-keyless'),
    'not-ready',
    'AZMON-WORKSPACE-NO-KEYS',
  ],
  [
    'that is there with other settings',
    () => [
      'workspace',
      'create',
      'logs-other',
      '-g',
      'monitoring',
      '-l',
      'eastus',
      '--subscription',
      'Contoso Production',
      '--yes',
    ],
    'conflict',
    'AZMON-WORKSPACE-EXISTS',
  ],
  [
    'whose key is another’s',
    () => install('azure:web-01'),
    'usage',
    'AZMON-WORKSPACE-KEY-MISMATCH',
    () => ({ AZMON_WORKSPACE_KEY: Buffer.alloc(64, 7).toString('base64') }),
  ],
  ['whose rule is none', () => install('azure:web-01', '--rule', 'base'), 'usage', 'AZMON-RULE-ID'],
  [
    'whose rule is not there',
    () => install('azure:web-01', '--rule', ruleId('gone')),
    'not-found',
    'AZMON-AZURE-NOT-FOUND',
  ],
]);

refused('nobody can answer', [
  ['which agent', () => install('azure:web-01', '--workspace', 'logs-westeurope'), 'usage', 'AZMON-AGENT-UNCLEAR'],
  ['whether to remove', () => ['remove', 'extension', 'azure:oms-01'], 'declined', 'AZMON-DECLINED'],
  [
    'whether to make a workspace',
    () => [
      'workspace',
      'create',
      'logs-new',
      '-g',
      'monitoring',
      '-l',
      'westeurope',
      '--subscription',
      'Contoso Production',
    ],
    'declined',
    'AZMON-DECLINED',
  ],
  ['which workspace', () => ['workspace', 'show'], 'usage', 'AZMON-WORKSPACE-MISSING'],
]);

refused('a command line', [
  ['with a flag that is none', () => install('azure:web-01', ...LEGACY, '--no-verifi'), 'usage', 'AZMON-FLAG-UNKNOWN'],
  ['with a value that is none', () => install('azure:web-01', '--agent', 'mma'), 'usage', 'AZMON-FLAG-VALUE'],
  [
    'with a time without a unit',
    () => install('azure:web-01', ...LEGACY, '--timeout', '10'),
    'usage',
    'AZMON-FLAG-VALUE',
  ],
  [
    'with two sources of a key',
    () => install('azure:web-01', ...LEGACY, '--workspace-key-file', 'a', '--workspace-key-vault', 'akvs://abc/b'),
    'usage',
    'AZMON-WORKSPACE-KEY-TWICE',
  ],
  [
    'that contradicts itself',
    () => install('azure:web-01', ...LEGACY, '--no-verify', '--verify', 'reporting'),
    'usage',
    'AZMON-FLAG-CONFLICT',
  ],
  [
    'with a vault that is none',
    () => install('azure:web-01', ...LEGACY, '--workspace-key-vault', 'kv/secret'),
    'usage',
    'AZMON-VAULT-REFERENCE',
  ],
  [
    'with a secret that is not there',
    () => install('azure:web-01', ...LEGACY, '--workspace-key-vault', 'akvs://kv-prod/none'),
    'not-found',
    'AZMON-VAULT-SECRET',
  ],
  ['of a cloud that is none', () => ['status', '--cloud', 'moon'], 'usage', 'AZMON-FLAG-VALUE'],
  [
    'of a sandbox that is not known',
    () => ['status'],
    'usage',
    'AZMON-SANDBOX-ADDRESS',
    () => ({ AZMON_SANDBOX: undefined }),
  ],
  ['with a variable that is none', () => ['status'], 'usage', 'AZMON-VARIABLE-VALUE', () => ({ AZMON_AUTH: 'magic' })],
]);

const listed = (path: string): readonly string[] => ['install', 'extension', '--file', path, ...LEGACY];
refused('a file', [
  ['that is not there', () => listed('/nowhere/machines.csv'), 'usage', 'AZMON-FILE-MISSING'],
  ['that is a folder', () => listed(folder), 'usage', 'AZMON-FILE-DIRECTORY'],
  ['that is empty', () => listed(file('empty.txt', '')), 'usage', 'AZMON-INVENTORY-EMPTY'],
  [
    'that is no text',
    () => listed(file('binary.txt', Buffer.from([0, 1, 2, 255, 254, 0, 7]))),
    'usage',
    'AZMON-INVENTORY-TEXT',
  ],
  [
    'without a column of machines',
    () => listed(file('header.csv', 'name,agent\nweb-01,\n')),
    'usage',
    'AZMON-INVENTORY-HEADER',
  ],
  ['that is cut off', () => listed(file('cut.json', '[{"target": "azure:web-01"')), 'usage', 'AZMON-INVENTORY-SYNTAX'],
  [
    'with a row that is none',
    () => listed(file('row.csv', 'target,agent\nazure:web-01,mma\n')),
    'usage',
    'AZMON-INVENTORY-ROW',
  ],
  [
    'of a key that is empty',
    () => install('azure:web-01', ...LEGACY, '--workspace-key-file', file('empty.key', '')),
    'usage',
    'AZMON-WORKSPACE-KEY-FORM',
  ],
  [
    'of a key that is none',
    () => install('azure:web-01', ...LEGACY, '--workspace-key-file', file('none.key', 'secret')),
    'usage',
    'AZMON-WORKSPACE-KEY-FORM',
  ],
  [
    'of a key that is a folder',
    () => install('azure:web-01', ...LEGACY, '--workspace-key-file', folder),
    'usage',
    'AZMON-FILE-DIRECTORY',
  ],
  [
    'of a key on an empty stdin',
    () => install('azure:web-01', ...LEGACY, '--workspace-key-file', '-'),
    'usage',
    'AZMON-WORKSPACE-KEY-FORM',
  ],
  [
    'of settings that is broken',
    () => ['status', '--config', file('broken.yaml', 'subscription: [')],
    'usage',
    'AZMON-CONFIG-SYNTAX',
  ],
  [
    'of settings with an unknown name',
    () => ['status', '--config', file('name.yaml', 'subscripton: a')],
    'usage',
    'AZMON-CONFIG-KEY',
  ],
  [
    'of settings with a wrong value',
    () => ['status', '--config', file('value.yaml', 'auth: magic')],
    'usage',
    'AZMON-CONFIG-VALUE',
  ],
  [
    'that is there already',
    () => ['workspace', 'key', '--workspace', 'logs-westeurope', '--out', file('there.key', 'x')],
    'usage',
    'AZMON-FILE-EXISTS',
  ],
  [
    'of faults that is none',
    () => ['sandbox', 'run', '--faults', file('faults.yaml', '- kind: sudden'), '--', 'true'],
    'usage',
    'AZMON-SANDBOX-FAULTS',
  ],
]);

const MSI = { AZMON_AUTH: 'managed-identity' };
/** TLS of the sandbox is trusted by these. */
const UNTRUSTING = { NODE_EXTRA_CA_CERTS: undefined, SSL_CERT_FILE: undefined };
const BY_WRONG_PROXY = { HTTPS_PROXY: 'http://ops:canary-4711@127.0.0.1:1', NO_PROXY: undefined, no_proxy: undefined };
refusedLate('a way to Azure', [
  [
    'that ends at a closed port',
    () => install('azure:web-01'),
    'unavailable',
    'AZMON-AZURE-UNREACHABLE',
    () => ({ ...MSI, AZMON_SANDBOX: 'https://localhost:1' }),
  ],
  [
    'that ends there while signing in',
    () => ['status'],
    'unavailable',
    'AZMON-AZURE-UNREACHABLE',
    () => ({ AZURE_AUTHORITY_HOST: 'https://localhost:1', AZMON_SANDBOX: 'https://localhost:1' }),
  ],
  [
    'whose certificate nobody trusts',
    () => install('azure:web-01'),
    'unavailable',
    'AZMON-AZURE-UNREACHABLE',
    () => ({ ...MSI, ...UNTRUSTING }),
  ],
  [
    'whose certificate nobody trusts, while signing in',
    () => ['status'],
    'unavailable',
    'AZMON-AZURE-UNREACHABLE',
    () => UNTRUSTING,
  ],
  [
    'by a proxy that is not there',
    () => install('azure:web-01'),
    'unavailable',
    'AZMON-AZURE-UNREACHABLE',
    () => ({ ...signedInAz, ...BY_WRONG_PROXY }),
  ],
  [
    'by such a proxy, while signing in',
    () => ['status'],
    'unavailable',
    'AZMON-AZURE-UNREACHABLE',
    () => BY_WRONG_PROXY,
  ],
]);

const PUT = { method: 'PUT', path: '/extensions/' } as const;
const LOOK = { method: 'GET', path: '/operations/' } as const;

describe.concurrent('what passes', () => {
  test.for<[title: string, faults: readonly Fault[]]>([
    ['a connection that is cut once before', [{ kind: 'cut', path: '/providers/', times: 1 }]],
    ['a connection that is cut once at the change', [{ ...PUT, kind: 'cut', times: 1 }]],
    ['a connection that is cut twice in mid-operation', [{ ...LOOK, kind: 'cut', times: 2 }]],
    ['429 with Retry-After', [{ ...PUT, kind: 'status', status: 429, retryAfterS: 1, times: 1 }]],
    ['429 for a look', [{ ...LOOK, kind: 'status', status: 429, retryAfterS: 1, times: 1 }]],
    ['500 at the change', [{ ...PUT, kind: 'status', status: 500, times: 1 }]],
    ['503 with Retry-After', [{ ...PUT, kind: 'status', status: 503, retryAfterS: 1, times: 1 }]],
    ['500 while looking', [{ kind: 'status', method: 'GET', path: '/virtualMachines/', status: 500, times: 2 }]],
    [
      'another change of the same machine',
      [{ ...PUT, kind: 'status', status: 409, code: 'AnotherOperationInProgress', times: 1 }],
    ],
  ])('%s', async ([, faults]) => {
    const at = await opened(faults);
    const { stdout, exit } = await azmon([...install('azure:web-01'), '--json'], {}, at);
    expect([exit, actionsIn(stdout)], stdout).toEqual([0, ['put-extension done']]);
  });
});

const actionsIn = (stdout: string): readonly string[] =>
  ((JSON.parse(stdout) as Envelope).result.targets ?? []).flatMap(({ actions = [] }) =>
    actions.map(({ kind, state }) => `${kind} ${state}`),
  );

/** What was sent, and what is known of it, is told beside the error. */
describe('what does not pass', () => {
  const REFUSED = { code: 'ExpiredAuthenticationToken', message: 'The access token has expired.' };
  type Broken = readonly [
    title: string,
    faults: readonly Fault[],
    exit: ExitName,
    code: string,
    actions: readonly string[],
    why: RegExp,
    more?: readonly string[],
  ];
  const ROWS: readonly Broken[] = [
    [
      'a network that is cut',
      [{ kind: 'cut', path: '/providers/' }],
      'unavailable',
      'AZMON-AZURE-UNREACHABLE',
      [],
      /was cut/,
    ],
    [
      'cut at the change',
      [{ ...PUT, kind: 'cut' }],
      'unavailable',
      'AZMON-AZURE-UNREACHABLE',
      ['put-extension begun'],
      /whether Azure took the change is not known/,
    ],
    [
      'cut in mid-operation',
      [{ ...LOOK, kind: 'cut' }],
      'unavailable',
      'AZMON-AZURE-LOST',
      ['put-extension begun'],
      /may still be going on or done; .*was cut/,
      ['--timeout', '20s'],
    ],
    [
      'an operation that does not end',
      [{ kind: 'stuck' }],
      'pending',
      'AZMON-AZURE-TIMEOUT',
      ['put-extension begun'],
      /the operation goes on in Azure/,
      ['--timeout', '2s'],
    ],
    [
      '429 for ever',
      [{ ...PUT, kind: 'status', status: 429, retryAfterS: 0 }],
      'unavailable',
      'AZMON-AZURE-THROTTLED',
      ['put-extension failed'],
      /TooManyRequests/,
    ],
    [
      '429 for an hour',
      [{ ...PUT, kind: 'status', status: 429, retryAfterS: 3600 }],
      'unavailable',
      'AZMON-AZURE-THROTTLED',
      ['put-extension failed'],
      /TooManyRequests/,
    ],
    [
      '429 for a look, for an hour',
      [{ kind: 'status', path: '/providers/', status: 429, retryAfterS: 3600 }],
      'unavailable',
      'AZMON-AZURE-THROTTLED',
      [],
      /TooManyRequests/,
    ],
    [
      '500 for ever',
      [{ ...PUT, kind: 'status', status: 500 }],
      'unavailable',
      'AZMON-AZURE-UNAVAILABLE',
      ['put-extension begun'],
      /InternalServerError/,
    ],
    [
      '400',
      [{ ...PUT, kind: 'status', status: 400, code: 'InvalidParameter' }],
      'failed',
      'AZMON-AZURE',
      ['put-extension failed'],
      /InvalidParameter/,
    ],
    [
      'a right that is gone',
      [{ ...PUT, kind: 'status', status: 403, code: 'AuthorizationFailed' }],
      'auth',
      'AZMON-AZURE-FORBIDDEN',
      ['put-extension failed'],
      /AuthorizationFailed/,
    ],
    [
      'a login that is over',
      [{ kind: 'status', path: '/providers/', status: 401, ...REFUSED }],
      'auth',
      'AZMON-AUTH-EXPIRED',
      [],
      /has expired/,
    ],
    [
      'a login that is over at the change',
      [{ ...PUT, kind: 'status', status: 401, ...REFUSED }],
      'auth',
      'AZMON-AUTH-EXPIRED',
      ['put-extension failed'],
      /has expired/,
    ],
    [
      'a login that is over in mid-operation',
      [{ ...LOOK, kind: 'status', status: 401, ...REFUSED }],
      'auth',
      'AZMON-AZURE-LOST',
      ['put-extension begun'],
      /may still be going on or done; .*has expired/,
    ],
    [
      'a handler that fails',
      [{ kind: 'extension', exitCode: 52, message: 'no Python' }],
      'failed',
      'AZMON-EXTENSION-FAILED',
      ['put-extension failed'],
      /./,
    ],
  ];
  const begun = atOnce(ROWS, ([, faults, , , , , more = []]) => [faults, [...install('azure:web-01'), ...more]]);
  test.for(ROWS)('%s', async (row) => {
    const [, , exit, code, actions, why] = row;
    const { at, ran } = await begun(row);
    const answer = oneError(ran, exit, code);
    expect(answer.errors[0]?.cause).toMatch(why);
    expect(actionsIn(ran.stdout)).toEqual(actions);
    if (actions.length === 0) expect(changes(at)).toEqual([]);
  });

  test('is told to people too', async () => {
    const at = await opened([{ kind: 'stuck' }]);
    const ran = await azmon([...install('azure:web-01'), '--timeout', '1s'], {}, at);
    oneSentence(ran, 'pending', 'AZMON-AZURE-TIMEOUT');
    expect(ran.stdout).toMatch(/\+ put extension OmsAgentForLinux .* begun, its end was not seen$/m);
    expect(ran.stdout).toMatch(/^next +azmon verify azure:web-01 /m);
  });

  type Cut = readonly [title: string, path: string, words: readonly string[], actions: readonly string[]];
  const CUTS: readonly Cut[] = [
    ['a removal', '/extensions/', ['remove', 'extension', 'azure:oms-01', '--yes'], ['delete-extension begun']],
    ['a status', '/providers/', ['status'], []],
    ['a proof', '/v1/', ['verify', 'azure:oms-01'], []],
    ['a check', '/providers/', ['check', 'azure:web-01'], []],
    ['a list', '/providers/', ['workspace', 'list', '--subscription', 'Contoso Production'], []],
    ['a workspace that is made', '/workspaces/logs-cut', [...CREATE, 'logs-cut', '--yes'], []],
  ];
  const method = (words: readonly string[]): object => (words[0] === 'remove' ? { method: 'DELETE' } : {});
  const cut = atOnce(CUTS, ([, path, words]) => [[{ kind: 'cut', path, ...method(words) }], words]);
  test.for(CUTS)('cut: %s', async (row) => {
    const { ran } = await cut(row);
    oneError(ran, 'unavailable', 'AZMON-AZURE-UNREACHABLE');
    expect(actionsIn(ran.stdout)).toEqual(row[3]);
  });
});

/** Begins all rows of a suite at once, each in a sandbox of its own with faults: azmon tries again for a while. */
function atOnce<R>(
  rows: readonly R[],
  how: (row: R) => readonly [faults: readonly Fault[], words: readonly string[]],
): (row: R) => Promise<{ readonly at: TestSandbox; readonly ran: Ran }> {
  const begun = new Map<R, Promise<{ readonly at: TestSandbox; readonly ran: Ran }>>();
  beforeAll(() => {
    for (const row of rows) {
      const [faults, words] = how(row);
      begun.set(
        row,
        opened(faults).then(async (at) => ({ at, ran: await azmon([...words, '--json'], {}, at) })),
      );
    }
  });
  return (row) => begun.get(row) ?? Promise.reject(new Error('not begun'));
}

describe('afterwards', () => {
  test('nothing was changed by what was refused, and where Azure was asked to it said no', () => {
    const { exchanges } = azure;
    const writing = exchanges.filter(({ method }) => /^(PUT|PATCH|DELETE)$/.test(method));
    expect(writing.map(({ status }) => status)).toEqual(writing.map(() => 403));
    expect(writing.length).toBeGreaterThan(0);
  });
});
