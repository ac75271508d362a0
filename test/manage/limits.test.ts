import { describe, expect, test } from 'vitest';
import { AGENTS } from '../../src/agent/index.ts';
import type { AgentState, ConnectedWorkspace } from '../../src/manage/agent-state.ts';
import { isConnectedTo, refuseBeyond } from '../../src/manage/limits.ts';
import { Problem } from '../../src/problem.ts';

const id = (digit: number): string => `${String(digit).repeat(8)}-0000-0000-0000-000000000000`;
const workspace = (digit: number, part: Partial<ConnectedWorkspace> = {}): ConnectedWorkspace => ({
  ...{ id: id(digit), status: 'connected', text: '' },
  ...part,
});
const windows = (workspaces: readonly ConnectedWorkspace[], part: Partial<AgentState> = {}): AgentState => ({
  ...{ system: 'windows', installed: true, workspaces, groups: [] },
  ...part,
});
const linux = (workspaces: readonly ConnectedWorkspace[], part: Partial<AgentState> = {}): AgentState => ({
  ...windows(workspaces.map((one) => ({ ...one, status: 'onboarded' }))),
  ...{ system: 'linux' },
  ...part,
});
const ABSENT = windows([], { installed: false });
const FOUR = [1, 2, 3, 4].map((digit) => workspace(digit));
const GROUP = { name: 'HQ', server: 'scom:5723', workspace: id(8) };

interface Wish {
  readonly workspaceId?: string;
  readonly group?: string;
  readonly replace?: boolean;
}
const refusal = (verb: string, state: AgentState, wish: Wish = {}): Problem | undefined => {
  try {
    refuseBeyond(verb, state, {
      ...{ agent: AGENTS['log-analytics'], target: 'ssh://web-01', words: `azmon agent ${verb}` },
      ...wish,
    });
    return undefined;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
};

test.for<[title: string, verb: string, state: AgentState, wish: Wish, code: string | undefined, exit?: number]>([
  // one on Linux
  ['Linux: the first', 'set-workspace', linux([]), { workspaceId: id(1) }, undefined],
  ['Linux: another in its place', 'set-workspace', linux([workspace(1)]), { workspaceId: id(2) }, undefined],
  ['Linux: a second', 'add-workspace', linux([workspace(1)]), { workspaceId: id(2) }, 'AZMON-WORKSPACE-LIMIT', 10],
  ['Linux: adding at all', 'add-workspace', linux([]), { workspaceId: id(2) }, 'AZMON-WORKSPACE-LIMIT', 10],
  [
    'Linux: an install beside another',
    'install',
    linux([workspace(1)]),
    { workspaceId: id(2) },
    'AZMON-WORKSPACE-CONFLICT',
    10,
  ],
  [
    'Linux: an install in its place',
    'install',
    linux([workspace(1)]),
    { workspaceId: id(2), replace: true },
    undefined,
  ],
  ['Linux: an install of the same', 'install', linux([workspace(1)]), { workspaceId: id(1) }, undefined],
  ['Linux: an install where nothing is', 'install', linux([], { installed: false }), { workspaceId: id(1) }, undefined],
  // four on Windows
  ['Windows: the fourth', 'add-workspace', windows(FOUR.slice(1)), { workspaceId: id(5) }, undefined],
  ['Windows: the fifth', 'add-workspace', windows(FOUR), { workspaceId: id(5) }, 'AZMON-WORKSPACE-LIMIT', 10],
  ['Windows: one of the four again', 'add-workspace', windows(FOUR), { workspaceId: id(4) }, undefined],
  [
    'Windows: one comes through a group',
    'add-workspace',
    windows([...FOUR.slice(1), workspace(8, { through: 'HQ' })]),
    { workspaceId: id(5) },
    undefined,
  ],
  [
    'Windows: an install beside another',
    'install',
    windows([workspace(1)]),
    { workspaceId: id(2) },
    'AZMON-WORKSPACE-CONFLICT',
    10,
  ],
  // a management group is connected to one workspace
  [
    'the workspace of the group, directly too',
    'add-workspace',
    windows([], { groups: [GROUP] }),
    { workspaceId: id(8) },
    'AZMON-WORKSPACE-THROUGH-GROUP',
    10,
  ],
  [
    'another one beside the group',
    'add-workspace',
    windows([], { groups: [GROUP] }),
    { workspaceId: id(1) },
    undefined,
  ],
  [
    'taking off the one of the group',
    'remove-workspace',
    windows([workspace(8, { through: 'HQ' })], { groups: [GROUP] }),
    { workspaceId: id(8) },
    'AZMON-WORKSPACE-THROUGH-GROUP',
    10,
  ],
  [
    'taking off the one beside it',
    'remove-workspace',
    windows([workspace(1)], { groups: [GROUP] }),
    { workspaceId: id(1) },
    undefined,
  ],
  [
    'taking off one that is not there',
    'remove-workspace',
    windows(FOUR),
    { workspaceId: id(9) },
    'AZMON-HOST-WORKSPACE-UNKNOWN',
    11,
  ],
  ['leaving the group', 'remove-group', windows([], { groups: [GROUP] }), { group: 'hq' }, undefined],
  [
    'leaving another group',
    'remove-group',
    windows([], { groups: [GROUP] }),
    { group: 'Lab' },
    'AZMON-HOST-GROUP-UNKNOWN',
    11,
  ],
  [
    'Linux: closing what is open, whoever comes in',
    'remove-group',
    linux([], { groups: [{ name: 'scom' }] }),
    { group: 'HQ' },
    undefined,
  ],
  ['Linux: closing what is closed', 'remove-group', linux([]), {}, 'AZMON-HOST-GROUP-UNKNOWN', 11],
  // nothing there
  ...[
    'add-workspace',
    'remove-workspace',
    'set-workspace',
    'set-proxy',
    'clear-proxy',
    'restart',
    'add-group',
    'remove-group',
    'upgrade',
  ].map((verb): [string, string, AgentState, Wish, string, number] => [
    `no agent: ${verb}`,
    verb,
    ABSENT,
    {},
    'AZMON-HOST-NO-AGENT',
    11,
  ]),
  ['no agent: removal', 'remove', ABSENT, {}, undefined],
  // by the extension
  ...[
    'install',
    'remove',
    'add-workspace',
    'remove-workspace',
    'set-workspace',
    'set-proxy',
    'clear-proxy',
    'upgrade',
  ].map((verb): [string, string, AgentState, Wish, string, number] => [
    `by the extension: ${verb}`,
    verb,
    windows(FOUR, { extension: true }),
    {},
    'AZMON-AGENT-MANAGED',
    10,
  ]),
  ['by the extension: restart', 'restart', windows(FOUR, { extension: true }), {}, undefined],
  ['what only looks', 'show', ABSENT, {}, undefined],
  ['logs', 'logs', ABSENT, {}, undefined],
])('%s', ([, verb, state, wish, code, exit]) => {
  const problem = refusal(verb, state, wish);
  expect([problem?.code, problem?.exit]).toEqual([code, exit]);
});

describe('what a refusal says', () => {
  test('belongs to the target, and its commands name it', () => {
    const problem = refusal('add-workspace', linux([workspace(1)]), { workspaceId: id(2) });
    expect(problem?.target).toBe('ssh://web-01');
    expect(problem?.fix[0]?.command).toBe(`azmon agent set-workspace ssh://web-01 --workspace-id ${id(2)}`);
  });

  test('an agent of an extension is changed through the extension', () =>
    expect(refusal('set-proxy', linux([], { extension: true }))).toMatchObject({
      why: 'the extension OmsAgentForLinux is on the machine',
      fix: [{ command: 'azmon install extension azure:NAME --workspace NAME --replace' }],
    }));

  test('Windows may report to both, Linux may not', () => {
    const commands = (state: AgentState) =>
      refusal('install', state, { workspaceId: id(2) })?.fix.map(({ command = '' }) => command.split(' ')[2]);
    expect(commands(windows([workspace(1)]))).toEqual(['add-workspace', 'install']);
    expect(commands(linux([workspace(1)]))).toEqual(['install']);
  });
});

test('connected is what the agent says, not what it has saved', () => {
  expect(isConnectedTo(linux([workspace(1)]), id(1))).toBe(true);
  expect(isConnectedTo(linux([workspace(1)]), id(2))).toBe(false);
  expect(isConnectedTo(windows([workspace(1, { status: 'not-connected' })]), id(1))).toBe(false);
});
