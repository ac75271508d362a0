import { describe, expect, it, test } from 'vitest';
import { type Paint, PLAIN } from '../../src/report/paint.ts';
import { inspectedResult, workspacesResult } from '../../src/report/workspace-json.ts';
import { publicAccess, workspaceTable } from '../../src/report/workspace-table.ts';
import { inspectedLines } from '../../src/report/workspace-text.ts';
import type { Held } from '../../src/workspace/inspect.ts';
import { workspace } from '../support/azure-fake.ts';
import { KEYLESS, LOGS, PRIMARY, SUBSCRIPTION, secret, signedOut } from '../workspace/world.ts';

const subscriptions = [{ id: SUBSCRIPTION.toUpperCase(), name: 'Production', state: 'Enabled' }];
const narrow: Paint = { ...PLAIN, width: 80 };

describe('a list of workspaces', () => {
  it('is a table', () => {
    expect(workspaceTable({ workspaces: [LOGS, KEYLESS], subscriptions }, PLAIN)).toEqual([
      'NAME          REGION      WORKSPACE ID                          SKU        DAYS  KEYS     PUBLIC  GROUP       SUBSCRIPTION',
      'logs-we       westeurope  11111111-2222-3333-4444-555555555555  PerGB2018  30    taken    yes     monitoring  Production',
      'logs-keyless  westeurope  33333333-2222-3333-4444-555555555555  PerGB2018  30    refused  yes     monitoring  Production',
      '',
      '2 workspaces in 1 subscription',
    ]);
  });

  it('is a block for each where the terminal is too narrow, and cuts nothing', () => {
    const lines = workspaceTable({ workspaces: [LOGS], subscriptions }, narrow);
    expect(lines.slice(0, 3)).toEqual([
      'logs-we',
      '  region        westeurope',
      '  workspace id  11111111-2222-3333-4444-555555555555',
    ]);
    expect(lines.every((line) => line.length <= 80)).toBe(true);
  });

  it('may be empty', () => {
    expect(workspaceTable({ workspaces: [], subscriptions }, PLAIN)).toEqual(['0 workspaces in 1 subscription']);
    expect(workspacesResult({ workspaces: [], subscriptions: [] })).toEqual({ workspaces: [], subscriptions: [] });
  });

  test.for([
    [true, true, 'yes'],
    [true, false, 'ingestion'],
    [false, true, 'query'],
    [false, false, 'no'],
  ] as const)('public ingestion %s and query %s is %s', ([publicIngestion, publicQuery, word]) =>
    expect(publicAccess(workspace({ publicIngestion, publicQuery }))).toBe(word),
  );
});

describe('the credentials of a workspace', () => {
  const from = { source: 'file', text: 'the file key.txt' } as const;
  const key = secret(PRIMARY);
  const cases: readonly (readonly [held: Held, line: string, record: object])[] = [
    [
      { state: 'verified', which: 'secondary', key, from },
      '+ verified: it is the secondary key of the workspace  from the file key.txt',
      { state: 'verified', which: 'secondary', from },
    ],
    [
      { state: 'form-only', why: 'nobody is signed in', key, from },
      '? form only, not verified: nobody is signed in  from the file key.txt',
      { state: 'form-only', why: 'nobody is signed in', from },
    ],
    [
      { state: 'mismatch', caseOnly: true, from },
      'x does not belong to this workspace  from the file key.txt',
      { state: 'mismatch', caseOnly: true, from },
    ],
    [
      { state: 'refused' },
      '! none would do: the workspace refuses keys; the Azure Monitor Agent needs none',
      { state: 'refused' },
    ],
    [
      { state: 'none', problem: signedOut() },
      '! none was given, and it could not be looked up: nobody is signed in to Azure',
      { state: 'none', why: 'nobody is signed in to Azure', code: 'AZMON-AUTH-NONE' },
    ],
  ];

  test.for(cases)('$0.state', ([held, line, record]) => {
    const inspected = { workspaceId: LOGS.workspaceId, workspace: LOGS, from, held };
    expect(inspectedLines(inspected, PLAIN).at(-1)).toBe(`  key           ${line}`);
    const result = inspectedResult(inspected);
    expect(result).toMatchObject({ key: record, workspace: { name: 'logs-we' } });
    expect(JSON.stringify(result)).not.toMatch(/\[secret\]/);
  });

  it('of a workspace that nobody here sees', () => {
    const inspected = { workspaceId: LOGS.workspaceId, from, held: cases[1]?.[0] ?? { state: 'refused' as const } };
    expect(inspectedLines(inspected, PLAIN)[0]).toBe(`${LOGS.workspaceId}  only its id is known`);
    expect(inspectedResult(inspected)).not.toHaveProperty('workspace');
  });
});
