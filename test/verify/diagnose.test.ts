import { describe, expect, test } from 'vitest';
import { AGENTS } from '../../src/agent/index.ts';
import type { AzureRule } from '../../src/target/azure-rule.ts';
import type { Chain, WorkspaceLook } from '../../src/verify/chain.ts';
import { diagnose } from '../../src/verify/diagnose.ts';
import { diagnoseMachine } from '../../src/verify/diagnose-machine.ts';
import { LINKS } from '../../src/verify/proof.ts';
import { WORKSPACE_GUID, workspace } from '../support/azure-fake.ts';
import { legacyChain, rule, successorChain } from './chain.ts';

const GOOD: WorkspaceLook = { id: WORKSPACE_GUID, workspace: { value: workspace() }, trouble: [] };
const OTHER = '99999999-2222-3333-4444-555555555555';

interface Around {
  looked?: readonly string[];
  named?: boolean;
  workspace?: Partial<WorkspaceLook>;
  unread?: readonly string[];
  asOf?: string;
}

const broken = (chain: Chain, around: Around = {}) =>
  diagnose({
    ...{ agent: chain.agent, chain, unread: around.unread ?? [], asOf: around.asOf ?? '2024-01-01' },
    asked: { workspaces: around.looked ?? [WORKSPACE_GUID], named: around.named ?? false },
    workspaces: [{ ...GOOD, ...around.workspace }],
  });

const failed = (code: number, message: string) => ({
  provisioning: 'Failed',
  statuses: [{ code: `ProvisioningState/failed/${code}`, level: 'Error', message }],
});
const wants = (kind: string, value: string) => ({
  settings: { authentication: { managedIdentity: { 'identifier-name': kind, 'identifier-value': value } } },
});
const tied = (part: Partial<AzureRule>): Chain['rules'] => ({
  value: [{ id: rule(part).id, rule: { value: rule(part) } }],
});
const identities = (...user: string[]) => ({ identity: { system: false, user } });
const of = (part: Parameters<typeof workspace>[0]): Around => ({
  workspace: { workspace: { value: workspace(part) } },
});

describe('the broken link, and what shows it', () => {
  test.for<[title: string, chain: Chain, around: Around, link: string, evidence: RegExp]>([
    ['stopped', legacyChain({ vm: { power: 'stopped' } }), {}, 'agent', /the machine is stopped/],
    [
      'deallocated, before all else',
      legacyChain({ vm: { power: 'deallocated' }, extension: null }),
      {},
      'agent',
      /deallocated/,
    ],
    ['no extension', legacyChain({ extension: null }), {}, 'extension', /no extension of the Log Analytics agent/],
    ['no successor', successorChain({ extension: null }), {}, 'extension', /no extension of the Azure Monitor Agent/],
    ['none, workspace named', legacyChain({ extension: null }), { named: true }, 'extension', /put there by hand/],
    ['still at work', legacyChain({ extension: { provisioning: 'Creating' } }), {}, 'extension', /still Creating/],
    ['code 51', legacyChain({ extension: failed(51, 'Unsupported operating system') }), {}, 'extension', /is Failed/],
    ['code 53', legacyChain({ extension: failed(53, 'Enable failed with exit code 53') }), {}, 'key', /code 53/],
    ['code 55', legacyChain({ extension: failed(55, 'Enable failed with exit code 55') }), {}, 'network', /code 55/],
    [
      'a host that does not resolve',
      legacyChain({ extension: failed(1, 'Could not resolve host: x.oms.opinsights.azure.com') }),
      {},
      'network',
      /resolve/,
    ],
    [
      'the successor and its identity',
      successorChain({ extension: failed(53, 'Failed to determine managed identity settings') }),
      {},
      'identity',
      /is Failed/,
    ],
    ['another workspace', legacyChain(), { looked: [OTHER] }, 'key', new RegExp(`${WORKSPACE_GUID}.*${OTHER}`)],
    ['no identity', successorChain({ vm: identities() }), {}, 'identity', /no managed identity/],
    ['two identities', successorChain({ vm: identities('/a', '/b') }), {}, 'identity', /2 user-assigned/],
    [
      'an identity that is not there',
      successorChain({ vm: identities('/a'), extension: wants('mi_res_id', '/b') }),
      {},
      'identity',
      /sign in as \/b/,
    ],
    ['no rule', successorChain({ rules: { value: [] } }), {}, 'rule', /no data collection rule is associated/],
    ['a rule for Windows', successorChain({ rules: tied({ kind: 'Windows' }) }), {}, 'rule', /for Windows only/],
    ['a rule for no workspace', successorChain({ rules: tied({ workspaces: [] }) }), {}, 'rule', /sends to no/],
    ['a rule without sources', successorChain({ rules: tied({ properties: {} }) }), {}, 'rule', /has no data source/],
    [
      'a rule that is gone',
      successorChain({ rules: { value: [{ id: '/x/gone', rule: { unread: 'was not found' } }] } }),
      {},
      'rule',
      /gone could not be read \(was not found\)/,
    ],
    ['keys refused', legacyChain(), of({ keysRefused: true }), 'key', /disableLocalAuth/],
    [
      'over the cap',
      legacyChain(),
      of({ ingestionStatus: 'OverQuota', dailyCapGb: 1 }),
      'ingestion',
      /OverQuota .*1 GB/,
    ],
    ['suspended', successorChain(), of({ ingestionStatus: 'SubscriptionSuspended' }), 'ingestion', /Suspended/],
    ['private only', successorChain(), of({ publicIngestion: false }), 'ingestion', /private links only/],
    ['own trouble', legacyChain(), { workspace: { trouble: ['rate limit'] } }, 'ingestion', /rate limit/],
    ['a workspace unread', legacyChain(), { unread: ['x: no right'] }, 'unknown', /x: no right/],
    [
      'VM agent not ready',
      legacyChain({ vm: { vmAgent: { state: 'not-ready', message: 'stuck' } } }),
      {},
      'agent',
      /stuck/,
    ],
    ['VM agent absent', successorChain({ vm: { vmAgent: { state: 'absent' } } }), {}, 'agent', /no VM agent/],
    ['uploads shut down', legacyChain(), { asOf: '2026-03-02' }, 'retired-upload', /2026-03-02/],
    ['the day before', legacyChain(), { asOf: '2026-03-01' }, 'unknown', /all that Azure shows/],
    ['the successor has no such day', successorChain(), { asOf: '2030-01-01' }, 'unknown', /all that Azure shows/],
  ])('%s', ([, chain, around, link, evidence]) => {
    const found = broken(chain, around);
    expect(found.link).toBe(link);
    expect(found.evidence).toMatch(evidence);
    expect(found.fix.length).toBeGreaterThan(0);
    expect(LINKS).toContain(found.link);
  });

  test('a machine that Azure does not know has an answer too', () => {
    const agent = AGENTS['azure-monitor'];
    const asked = { workspaces: [WORKSPACE_GUID], named: true };
    const found = diagnose({ agent, asked, workspaces: [GOOD], unread: [], asOf: '2026-11-01' });
    expect(found).toMatchObject({ link: 'unknown' });
  });
});

describe('what helps can be typed as it stands, but for the name of the workspace', () => {
  test.for<[string, Chain, Around, string]>([
    [
      'no successor',
      successorChain({ extension: null }),
      {},
      'azmon install extension azure:servers/web-01 --agent azure-monitor --default-rule --workspace NAME',
    ],
    [
      'no Log Analytics agent',
      legacyChain({ extension: null }),
      {},
      'azmon install extension azure:servers/web-01 --agent log-analytics --workspace NAME',
    ],
    [
      'no rule',
      successorChain({ rules: { value: [] } }),
      {},
      'azmon install extension azure:servers/web-01 --agent azure-monitor --default-rule --workspace NAME',
    ],
    [
      'a wrong key',
      legacyChain({ extension: failed(53, 'Enable failed with exit code 53') }),
      {},
      'azmon install extension azure:servers/web-01 --agent log-analytics --workspace NAME --update-key',
    ],
    [
      'a retired agent: whether the successor takes the system is asked first',
      legacyChain(),
      { asOf: '2026-11-22' },
      'azmon check azure:servers/web-01 --agent azure-monitor',
    ],
  ])('%s', ([, chain, around, command]) =>
    expect(broken(chain, around).fix.map((fix) => fix.command)).toContain(command),
  );
});

describe('what is in order is not called broken', () => {
  const asked = { workspaces: [WORKSPACE_GUID], named: false };
  test.for<[string, Chain]>([
    ['the Log Analytics agent', legacyChain()],
    [
      'the workspace in capitals',
      legacyChain({ extension: { settings: { workspaceId: WORKSPACE_GUID.toUpperCase() } } }),
    ],
    ['the successor', successorChain()],
    ['one user-assigned identity', successorChain({ vm: identities('/a') })],
    ['the chosen one of two', successorChain({ vm: identities('/A', '/b'), extension: wants('mi_res_id', '/a') })],
    ['chosen by client id', successorChain({ vm: identities('/a', '/b'), extension: wants('client_id', 'x') })],
    ['a rule for both systems', successorChain({ rules: { value: [{ id: '/r', rule: { value: withoutKind() } }] } })],
    [
      'one good rule among others',
      successorChain({
        rules: {
          value: [
            { id: '/bad', rule: { value: rule({ kind: 'Windows' }) } },
            { id: '/good', rule: { value: rule() } },
          ],
        },
      }),
    ],
    ['rules that could not be read', successorChain({ rules: { unread: 'no right' } })],
    ['power unknown', legacyChain({ vm: { power: 'unknown' } })],
  ])('%s', ([, chain]) => expect(diagnoseMachine(chain, asked)).toBeUndefined());
});

describe('whether waiting helps', () => {
  test.for<[string, Chain, boolean, boolean]>([
    ['stopped', legacyChain({ vm: { power: 'stopped' } }), false, true],
    ['failed', legacyChain({ extension: failed(51, '') }), false, true],
    ['no rule', successorChain({ rules: { value: [] } }), false, true],
    ['at work', legacyChain({ extension: { provisioning: 'Updating' } }), false, false],
    ['no extension', legacyChain({ extension: null }), false, true],
    ['no extension, workspace named', legacyChain({ extension: null }), true, false],
  ])('%s', ([, chain, named, final]) =>
    expect(diagnoseMachine(chain, { workspaces: [WORKSPACE_GUID], named })).toMatchObject({ final }),
  );
});

function withoutKind(): AzureRule {
  const { kind: _, ...rest } = rule();
  return rest;
}
