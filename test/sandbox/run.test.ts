import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { EXCHANGES } from '../support/exchanges.ts';
import { describeWith } from '../support/needs.ts';
import { ROOT } from '../support/source.ts';

const folder = mkdtempSync(join(tmpdir(), 'azmon-test-run-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const AZMON = join(ROOT, 'bin/dev.js');
const env = (more: Record<string, string> = {}): Record<string, string> => ({
  ...{ PATH: process.env.PATH ?? '', HOME: folder, TMPDIR: folder, LANG: 'C.UTF-8' },
  ...more,
});

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** `azmon sandbox run` with everything temporary in a folder of the test's own. */
function run(args: readonly string[], more: Record<string, string> = {}, input = ''): Ran {
  const ran = spawnSync(process.execPath, [AZMON, 'sandbox', 'run', ...args], {
    ...{ env: env(more), input, encoding: 'utf8', timeout: 120_000 },
  });
  return { code: ran.status, out: ran.stdout, err: ran.stderr };
}
const shell = (script: string, flags: readonly string[] = [], more: Record<string, string> = {}, input = ''): Ran =>
  run([...flags, '--', 'sh', '-c', script], more, input);
const left = (): readonly string[] => readdirSync(folder).filter((name) => name.startsWith('azmon'));

describe('a command in the sandbox', () => {
  test.each([0, 1, 7, 255])('ends with its own exit code %i', (code) => expect(shell(`exit ${code}`).code).toBe(code));

  test('reads and writes for itself', () => {
    expect(shell('cat; echo aside >&2', [], {}, 'what stdin holds')).toEqual({
      ...{ code: 0, out: 'what stdin holds', err: 'aside\n' },
    });
  });

  test('is given its words as they were typed, also those that stand before -- too', () => {
    const { out } = run(['-q', '--no-delays', '--', 'echo', '-q', '--no-delays', '--', 'last']);
    expect(out).toBe('-q --no-delays -- last\n');
  });

  test('leaves stdout to the document where one is wanted', () => {
    const { code, out, err } = shell('echo hello; exit 3', ['-o', 'json']);
    expect([code, err, JSON.parse(out).result.exitCode]).toEqual([3, 'hello\n', 3]);
  });

  test('finds the sandbox, and nothing of another sign-in', () => {
    const { out } = shell('env', [], {
      ...{ AZURE_CLIENT_SECRET: 'of-another-cloud', AZURE_USERNAME: 'somebody', ARM_CLIENT_ID: 'terraform' },
      ...{ AZMON_WORKSPACE_KEY: 'a-canary-of-a-key', NO_PROXY: 'intranet' },
    });
    const found = Object.fromEntries(
      out.split('\n').map((line) => [line.split('=')[0], line.slice(line.indexOf('=') + 1)]),
    );
    expect(found).toMatchObject({ AZMON_CLOUD: 'sandbox', NO_PROXY: 'intranet,localhost,127.0.0.1' });
    expect(found.AZMON_SANDBOX).toMatch(/^https:\/\/localhost:\d+$/);
    expect(out).not.toMatch(/of-another-cloud|somebody|terraform|a-canary-of-a-key/);
  });

  test('keeps what was trusted before', () => {
    writeFileSync(join(folder, 'extra.pem'), '# an authority of the house\n');
    const { out } = shell('cat "$NODE_EXTRA_CA_CERTS"; echo =====; cat "$SSL_CERT_FILE"', [], {
      NODE_EXTRA_CA_CERTS: join(folder, 'extra.pem'),
    });
    const [node = '', all = ''] = out.split('=====\n');
    for (const text of [node, all]) expect(text).toContain('# an authority of the house');
    expect(node.match(/BEGIN CERTIFICATE/g)).toHaveLength(1);
    expect(all.match(/BEGIN CERTIFICATE/g)?.length).toBeGreaterThan(20);
  });

  test('has files that only its user can read, and none are left', () => {
    const { out } = shell('dir=$(dirname "$AZURE_CONFIG_DIR"); find "$dir" -perm /077; echo "$dir"');
    expect(out.split('\n')).toEqual([expect.stringContaining(folder), '']);
    expect(left()).toEqual([]);
  });

  test('finds this azmon first', () => {
    expect(shell('azmon --version').out).toMatch(/\d+\.\d+/);
    expect(shell('command -v azmon').out).toContain(folder);
  });

  test('talks to it by plain TLS', () => {
    const script = `fetch(process.env.AZMON_SANDBOX + '/metadata/endpoints?api-version=2022-09-01').then(({ status }) => console.log(status))`;
    expect(run(['--', process.execPath, '-e', script]).out).toBe('200\n');
  });

  test.each([
    ['no command', [], 'AZMON-ARGUMENT-MISSING'],
    ['one that is not there', ['--', 'no-such-program-3141'], 'AZMON-COMMAND-MISSING'],
    ['one that is no program', ['--', '/etc/passwd'], 'AZMON-COMMAND-MISSING'],
    ['a flag that is none', ['--machine', '--', 'true'], 'AZMON-FLAG-UNKNOWN'],
  ])('%s is an error', (_, args, code) => {
    const { code: exit, out, err } = run(args);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toContain(code);
    expect(err).not.toContain('3141');
    expect(left()).toEqual([]);
  });

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('is sent %s, and may end in its own way', async (signal) => {
    const script = `trap 'echo told; exit 9' ${signal.slice(3)}; echo ready; while :; do sleep 0.1; done`;
    const child = spawn(process.execPath, [AZMON, 'sandbox', 'run', '--', 'sh', '-c', script], { env: env() });
    let out = '';
    child.stdout.on('data', (text: Buffer) => {
      out += String(text);
      if (String(text).includes('ready')) child.kill(signal);
    });
    const code = await new Promise((ended) => child.on('close', ended));
    expect([code, out]).toEqual([9, 'ready\ntold\n']);
    expect(left()).toEqual([]);
  });

  test('that a signal ends has the code that shells give it', () => expect(shell('kill -KILL $$').code).toBe(137));
});

describeWith({ commands: { az: 'azure-cli' } })("Debian's az in the sandbox, without a login", () => {
  const az = (script: string): unknown => {
    // What az sends and gets is judged with all other traffic.
    const record = join(EXCHANGES, `az-${process.pid}-${Date.now()}.ndjson`);
    const { code, out, err } = shell(script, ['--no-delays', '--machines', '30', '--record', record]);
    expect([code, err]).toEqual([0, '']);
    return out.trim() === '' ? undefined : JSON.parse(out);
  };
  const VM = '-g app-westeurope --vm-name web-01';
  const WORKSPACE = '-g monitoring -n logs-westeurope';

  test('lists machines', () =>
    expect(az("az vm list --query '[].name'")).toEqual(expect.arrayContaining(['web-01', 'stranded-01'])));

  test('lists workspaces', () =>
    expect(az("az monitor log-analytics workspace list --query '[].name'")).toEqual(
      expect.arrayContaining(['logs-westeurope']),
    ));

  test('installs the agent with the workspace’s key, and takes it off', () => {
    const script = `set -e
id=$(az monitor log-analytics workspace show ${WORKSPACE} --query customerId -o tsv)
key=$(az monitor log-analytics workspace get-shared-keys ${WORKSPACE} --query primarySharedKey -o tsv)
az vm extension set ${VM} --publisher Microsoft.EnterpriseCloud.Monitoring -n OmsAgentForLinux --version 1.13 --settings "{\\"workspaceId\\":\\"$id\\"}" --protected-settings "{\\"workspaceKey\\":\\"$key\\"}" -o none
az vm extension list ${VM} --query '[].[typePropertiesType, provisioningState]' -o json > "$TMPDIR/listed.json"
az vm extension delete ${VM} -n OmsAgentForLinux
az vm extension list ${VM} --query '[].name'`;
    expect(az(script)).toEqual([]);
    expect(JSON.parse(readFileSync(join(folder, 'listed.json'), 'utf8'))).toEqual([['OmsAgentForLinux', 'Succeeded']]);
  });

  test('says what Azure says', () => {
    const { code, err } = shell('az vm show -g app-westeurope -n nobody');
    expect(code).toBe(3);
    expect(err).toContain('ResourceNotFound');
  });

  test('leaves the user’s own az alone', () => {
    const before = readdirSync(folder);
    az('az account show');
    expect(readdirSync(folder).filter((name) => !before.includes(name))).toEqual([]);
  });
});
