import { describe, expect, test } from 'vitest';
import { installTemplate, type TemplateFlags } from '../../src/app/install-template.ts';
import type { DeploymentRequest } from '../../src/ports.ts';
import { EXIT, Problem } from '../../src/problem.ts';
import { DeploymentFailure } from '../../src/target/deployment-failure.ts';
import { type FakeWorld, vm } from '../support/azure-fake.ts';
import { type DoorOptions, deployDoor, KEY } from './deploy-door.ts';

const FLAGS = { workspace: 'logs-we', agent: 'log-analytics', 'no-verify': true } as const;
const vms = ['a', 'b', 'c'].map((name) => vm({ name }));
const TARGETS = ['azure:a', 'azure:b', 'azure:c'];

interface Told {
  readonly targets: readonly {
    readonly name: string;
    readonly state: string;
    readonly error?: { readonly code: string };
  }[];
  readonly deployments: readonly { readonly state: string; readonly machines: readonly string[] }[];
}

async function play(part: FakeWorld, flags: TemplateFlags = {}, options: DoorOptions = {}) {
  const sent: DeploymentRequest[] = [];
  const { deployments, ...rest } = part;
  const played = deployDoor(
    {
      ...{ vms, ...rest },
      deployments: {
        deploy: (request) => {
          sent.push(request);
          return deployments?.deploy?.(request) ?? { id: request.name, resources: [] };
        },
        ...(deployments?.names === undefined ? {} : { names: deployments.names }),
      },
    },
    options,
  );
  const answer = await installTemplate(TARGETS, { ...FLAGS, ...flags }, played.door);
  const result = (typeof answer.result === 'function' ? answer.result() : answer.result) as unknown as Told;
  return { ...played, answer, sent, states: result.targets.map(({ state }) => state), result };
}

const failed = (...errors: DeploymentFailure['errors']): Problem =>
  new Problem({
    ...{ code: 'AZMON-DEPLOYMENT-FAILED', exit: EXIT.failed, message: 'the deployment failed' },
    cause: new DeploymentFailure(errors),
  });
const extensionOf = (name: string): string => `${vm({ name }).id}/extensions/OmsAgentForLinux`;

describe('machines that come together', () => {
  test('one deployment for all, the key read inside it', async () => {
    const { sent, states, azure } = await play({});
    expect(sent).toHaveLength(1);
    expect(sent[0]?.parameters.machines?.value).toHaveLength(3);
    expect(sent[0]?.parameters.workspaceKey).toEqual({ value: '' });
    expect(azure.calls.filter((call) => call.startsWith('workspaces.keys'))).toEqual([]);
    expect(states).toEqual(['changed', 'changed', 'changed']);
  });

  test('without the right to list keys azmon says so, and sends nothing', async () => {
    const denied = new Problem({ code: 'AZMON-AZURE-DENIED', exit: EXIT.auth, message: 'not allowed' });
    const part = { permissions: [{ actions: ['*/read'], notActions: [] }], failing: { 'workspaces.keys': denied } };
    await expect(play(part)).rejects.toMatchObject({ exit: EXIT.auth });
  });

  test('one that cannot come keeps nobody waiting', async () => {
    const stopped = vms.map((one) => (one.name === 'b' ? vm({ name: 'b', power: 'stopped' }) : one));
    const noStart = new Problem({ code: 'AZMON-AZURE-REFUSED', exit: EXIT.failed, message: 'no capacity' });
    const { sent, states } = await play({ vms: stopped, failing: { power: noStart } }, { 'start-stopped': true });
    expect(sent[0]?.parameters.machines?.value).toMatchObject([{ name: 'a' }, { name: 'c' }]);
    expect(states).toEqual(['changed', 'failed', 'changed']);
  });
});

describe('a deployment that failed', () => {
  test('is the trouble of the machine that its error names; the others are looked at', async () => {
    const { states, result } = await play({
      deployments: {
        deploy: () => {
          throw failed({ resource: extensionOf('b'), code: 'VMExtensionProvisioningError', message: 'exit code 52' });
        },
      },
    });
    // Nothing is there in this Azure: neither of the others can have been done.
    expect(states).toEqual(['failed', 'failed', 'failed']);
    expect(result.targets.map(({ error }) => error?.code)).toEqual([
      ...['AZMON-DEPLOYMENT-FAILED', 'AZMON-EXTENSION-FAILED', 'AZMON-DEPLOYMENT-FAILED'],
    ]);
    expect(result.deployments).toMatchObject([{ state: 'failed' }]);
  });

  test('refused as a whole, it is the trouble of all', async () => {
    const refused = new Problem({ code: 'AZMON-TEMPLATE-INVALID', exit: EXIT.usage, message: 'no' });
    const { states, answer } = await play({
      deployments: {
        deploy: () => {
          throw refused;
        },
      },
    });
    expect(states).toEqual(['failed', 'failed', 'failed']);
    expect(answer.exit).toBe(EXIT.usage);
  });
});

test('a full history under a lock is told, and nothing is deleted', async () => {
  const names = Array.from({ length: 790 }, (_, index) => `d${index}`);
  const lock = { name: 'keep', level: 'CanNotDelete', scope: '/subscriptions/s/resourceGroups/servers' } as const;
  const free = await play({ deployments: { names } });
  expect(free.answer.warnings?.map(({ code }) => code)).not.toContain('AZMON-DEPLOYMENT-HISTORY');
  const { answer, azure } = await play({ deployments: { names }, locks: [lock] });
  expect(answer.warnings?.map(({ code }) => code)).toContain('AZMON-DEPLOYMENT-HISTORY');
  expect(azure.writes.every((write) => write.startsWith('deployments.deploy'))).toBe(true);
});

test('exported, nothing is deployed and no key is written', async () => {
  const written: { folder: string; path: string; text: string }[] = [];
  const { sent } = await play({}, { export: 'out' }, { written, key: KEY });
  expect(sent).toEqual([]);
  expect(written.map(({ path }) => path.replace(/azmon-.*\.json/, 'X.json'))).toEqual([
    ...['templates/log-analytics-vm.json', 'parameters/X.json', 'deploy.sh', 'README.md'],
  ]);
  expect(JSON.stringify(written)).not.toContain(KEY);
  expect(written.find(({ path }) => path === 'deploy.sh')?.text).toContain('# az asks for: workspaceKey');
});

test.for([
  ['--export with --validate', { export: 'x', validate: true }],
  ['--export with --what-if', { export: 'x', 'what-if': true }],
  ['--force alone', { force: true }],
] as const)('%s is refused', async ([, flags]) => {
  await expect(play({}, flags)).rejects.toMatchObject({ code: 'AZMON-FLAG-CONFLICT' });
});
