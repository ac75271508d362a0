import { describe, expect, test } from 'vitest';
import { AZURE_CHECKS } from '../../src/check/azure/index.ts';
import type { Outcome } from '../../src/check/check.ts';
import type { CheckId } from '../../src/check/text.ts';
import { type SubjectOptions, subject } from '../support/subject.ts';
import { assignment, legacy, look, successor, UNREAD } from './azure-look.ts';

const GUID = 'aaaaaaaa-0000-0000-0000-000000000001';
const AMA = { agent: 'azure-monitor' } as const;

type Row = readonly [title: string, options: SubjectOptions, expected: string];

/** `pass 2.9.1.1`, `block the machine is not running: stopped`, `unknown warn ...`, `skip ...`, `not asked`. */
function told(id: CheckId, options: SubjectOptions): string {
  const check = AZURE_CHECKS.find((one) => one.id === id);
  if (check === undefined) throw new Error(`no check ${id}`);
  const asked = subject(options);
  if (!check.applies(asked)) return 'not asked';
  const outcome = check.judge(asked);
  return inWords(outcome, ('severity' in outcome ? outcome.severity : undefined) ?? check.severity);
}

function inWords(outcome: Outcome, severity: string): string {
  if (outcome.status === 'pass') return `pass ${outcome.evidence?.measured ?? ''}`.trim();
  if (outcome.status === 'fail') return `${severity} ${outcome.cause}: ${outcome.evidence?.measured}`;
  if (outcome.status === 'skip') return `skip ${outcome.reason}`;
  return `unknown ${severity} ${[outcome.reason, outcome.evidence?.measured].filter(Boolean).join(': ')}`;
}

function table(id: CheckId, rows: readonly Row[]): void {
  describe(id, () => {
    test('is not asked where Azure was not', () => expect(told(id, {})).toBe('not asked'));
    for (const [title, options, expected] of rows) test(title, () => expect(told(id, options)).toBe(expected));
  });
}

table('cloud.power', [
  ['runs', { azure: look() }, 'pass running'],
  ['starts', { azure: look({ power: 'starting' }) }, 'block the machine is starting: starting'],
  ['stopped', { azure: look({ power: 'stopped' }) }, 'block the machine is not running: stopped'],
  ['stops', { azure: look({ power: 'stopping' }) }, 'block the machine is not running: stopping'],
  ['deallocated', { azure: look({ power: 'deallocated' }) }, 'block the machine is not running: deallocated'],
  ['goes', { azure: look({ power: 'deallocating' }) }, 'block the machine is not running: deallocating'],
  ['nobody says', { azure: look({ power: 'unknown' }) }, 'unknown block not observed: whether the machine runs'],
]);

table('cloud.provisioning', [
  ['done', { azure: look() }, 'pass Succeeded'],
  ['at work', { azure: look({ provisioning: 'Updating' }) }, 'warn Azure is changing the machine: Updating'],
  ['going', { azure: look({ provisioning: 'Deleting' }) }, 'block the machine is being deleted: Deleting'],
  ['failed', { azure: look({ provisioning: 'Failed' }) }, "warn Azure's last change of the machine failed: Failed"],
]);

table('cloud.vm-agent', [
  ['ready', { azure: look() }, 'pass 2.9.1.1'],
  ['ready, no version', { azure: look({ vmAgent: { state: 'ready' } }) }, 'pass ready'],
  ['absent', { azure: look({ vmAgent: { state: 'absent' } }) }, 'block no VM agent reports: none'],
  [
    'not ready',
    { azure: look({ vmAgent: { state: 'not-ready', message: 'VM status blob is not found.' } }) },
    'block the VM agent is not ready: VM status blob is not found.',
  ],
  [
    'of a stopped machine nothing is expected',
    { azure: look({ power: 'stopped', vmAgent: { state: 'absent' } }) },
    'skip a machine that does not run reports nothing',
  ],
]);

table('cloud.extensions-allowed', [
  ['yes', { azure: look() }, 'pass yes'],
  [
    'no',
    { azure: look({ extensionsAllowed: false }) },
    'block extensions are switched off for the machine: switched off',
  ],
]);

const readOnly = { name: 'frozen', level: 'ReadOnly', scope: '/subscriptions/s', notes: 'end of year' } as const;
const keep = { name: 'keep', level: 'CanNotDelete', scope: '/subscriptions/s/resourceGroups/g' } as const;
table('cloud.lock', [
  ['none', { azure: look() }, 'pass none'],
  [
    'ReadOnly',
    { azure: look({}, { locks: { value: [keep, readOnly] } }) },
    'block a lock forbids changes: ReadOnly lock frozen on /subscriptions/s (end of year)',
  ],
  [
    'CanNotDelete',
    { azure: look({}, { locks: { value: [keep] } }) },
    'warn a lock forbids removal: CanNotDelete lock keep on /subscriptions/s/resourceGroups/g',
  ],
  [
    'unread',
    { azure: look({}, { locks: UNREAD }) },
    'unknown warn not read from Azure: its locks: the service did not answer',
  ],
]);

const builtIn = (guid: string): string => `/providers/Microsoft.Authorization/policyDefinitions/${guid}`;
const NOT_ON_LINUX = builtIn('D4B065E2-fbda-4461-a42c-b0346aeb12a0');
const NOT_ON_WINDOWS = builtIn('d2185817-5b7e-473c-aadd-9de6ac114280');
const APPROVED_ONLY = builtIn('c0e996f8-39cf-4af9-9f45-83fbde810432');
const DEPLOYS_LEGACY = builtIn('053d3325-282c-4e5c-b944-24faffd30d77');
const DEPLOYS_SUCCESSOR = builtIn('a4034bc6-ae50-406d-bf76-50f4ee5a7811');
const policies = (...value: ReturnType<typeof assignment>[]) => look({}, { policies: { value } });
const MACHINE = look().vm.id;

table('cloud.policy', [
  ['none', { azure: look() }, 'pass none that bears on it'],
  [
    'denied by name',
    { azure: policies(assignment('No Log Analytics extension', { definitions: [NOT_ON_LINUX], effect: 'deny' })) },
    'block a policy refuses the extension: No Log Analytics extension',
  ],
  [
    'audited by name',
    { azure: policies(assignment('No Log Analytics extension', { definitions: [NOT_ON_LINUX], effect: 'audit' })) },
    'info a policy marks machines with the extension as non-compliant: No Log Analytics extension',
  ],
  [
    'by name, effect not known',
    { azure: policies(assignment('No Log Analytics extension', { definitions: [NOT_ON_LINUX] })) },
    'warn a policy may refuse the extension: No Log Analytics extension',
  ],
  [
    'switched off',
    { azure: policies(assignment('No Log Analytics extension', { definitions: [NOT_ON_LINUX], effect: 'disabled' })) },
    'pass none that bears on it',
  ],
  [
    'about the other family of systems',
    { azure: policies(assignment('No Log Analytics extension', { definitions: [NOT_ON_WINDOWS], effect: 'deny' })) },
    'pass none that bears on it',
  ],
  [
    'about the other generation',
    {
      ...AMA,
      azure: policies(assignment('No Log Analytics extension', { definitions: [NOT_ON_LINUX], effect: 'deny' })),
    },
    'pass none that bears on it',
  ],
  [
    'not enforced',
    {
      azure: policies(
        assignment('No Log Analytics extension', { definitions: [NOT_ON_LINUX], effect: 'deny', enforced: false }),
      ),
    },
    'pass none that bears on it',
  ],
  [
    'the machine is exempt',
    {
      azure: policies(
        assignment('x', { definitions: [NOT_ON_LINUX], effect: 'deny', excluded: [MACHINE.toUpperCase()] }),
      ),
    },
    'pass none that bears on it',
  ],
  [
    'its group is exempt',
    {
      azure: policies(
        assignment('x', {
          definitions: [NOT_ON_LINUX],
          effect: 'deny',
          excluded: [MACHINE.slice(0, MACHINE.indexOf('/providers/'))],
        }),
      ),
    },
    'pass none that bears on it',
  ],
  [
    'a group whose name begins alike is exempt',
    {
      azure: policies(
        assignment('x', {
          definitions: [NOT_ON_LINUX],
          effect: 'deny',
          excluded: [MACHINE.slice(0, MACHINE.indexOf('/providers/') - 1)],
        }),
      ),
    },
    'block a policy refuses the extension: x',
  ],
  [
    'a list of approved extensions',
    { azure: policies(assignment('approved', { definitions: [APPROVED_ONLY], effect: 'deny' })) },
    'warn a policy may refuse the extension: approved',
  ],
  [
    'a list that is only audited',
    { azure: policies(assignment('approved', { definitions: [APPROVED_ONLY], effect: 'audit' })) },
    'pass none that bears on it',
  ],
  [
    'of its own making, and it denies extensions',
    { azure: policies(assignment('Deny VM extensions', { effect: 'deny' })) },
    'warn a policy may refuse the extension: Deny VM extensions',
  ],
  [
    'of its own making, about something else',
    { azure: policies(assignment('Allowed locations', { effect: 'deny' })) },
    'pass none that bears on it',
  ],
  [
    'installs this generation',
    { azure: policies(assignment('deploy', { definitions: [DEPLOYS_LEGACY], effect: 'deployifnotexists' })) },
    'info a policy installs the agent: deploy',
  ],
  [
    'installs the other generation',
    { azure: policies(assignment('deploy', { definitions: [DEPLOYS_SUCCESSOR], effect: 'deployifnotexists' })) },
    'pass none that bears on it',
  ],
  [
    'an initiative that installs the successor',
    { ...AMA, azure: policies(assignment('all', { definitions: [builtIn('x'), DEPLOYS_SUCCESSOR] })) },
    'info a policy installs the agent: all',
  ],
  [
    'the one that refuses weighs more',
    {
      azure: policies(
        assignment('deploy', { definitions: [DEPLOYS_LEGACY], effect: 'deployifnotexists' }),
        assignment('No Log Analytics extension', { definitions: [NOT_ON_LINUX], effect: 'deny' }),
      ),
    },
    'block a policy refuses the extension: No Log Analytics extension',
  ],
  [
    'unread',
    { azure: look({}, { policies: UNREAD }) },
    'unknown warn not read from Azure: its policies: the service did not answer',
  ],
]);

const may = (...actions: string[]) => look({}, { permissions: { value: [{ actions, notActions: [] }] } });
const EXTENSION = 'Microsoft.Compute/virtualMachines/extensions/write';
const MACHINE_WRITE = 'Microsoft.Compute/virtualMachines/write';
const ASSOCIATION = 'Microsoft.Insights/dataCollectionRuleAssociations/write';
table('cloud.rights', [
  ['everything', { azure: look() }, 'pass virtualMachines/extensions/write'],
  [
    'a reader looks',
    { azure: may('*/read') },
    `warn the signed-in account may not install there: not allowed: ${EXTENSION}`,
  ],
  [
    'a reader wants to install',
    { azure: may('*/read'), method: 'extension' },
    `block the signed-in account may not install there: not allowed: ${EXTENSION}`,
  ],
  [
    'the successor needs an association, and an identity that is not there',
    { ...AMA, azure: may('Microsoft.Compute/virtualMachines/extensions/*') },
    `warn the signed-in account may not install there: not allowed: ${ASSOCIATION}, ${MACHINE_WRITE}`,
  ],
  [
    'with an identity the machine itself is not written',
    {
      ...AMA,
      azure: {
        ...may('Microsoft.Compute/virtualMachines/extensions/*', ASSOCIATION),
        vm: look({ identity: { system: true, user: [] } }).vm,
      },
    },
    'pass virtualMachines/extensions/write, dataCollectionRuleAssociations/write',
  ],
  [
    'notActions take away again',
    {
      azure: look(
        {},
        {
          permissions: { value: [{ actions: ['*'], notActions: ['microsoft.compute/virtualmachines/extensions/*'] }] },
        },
      ),
    },
    `warn the signed-in account may not install there: not allowed: ${EXTENSION}`,
  ],
  [
    'unread',
    { azure: look({}, { permissions: UNREAD }) },
    'unknown warn not read from Azure: what you may do there: the service did not answer',
  ],
]);

const providers = (insights: string, operational = 'Registered') =>
  look(
    {},
    {
      providers: {
        'Microsoft.Compute': { value: 'Registered' },
        'Microsoft.Insights': { value: insights },
        'Microsoft.OperationalInsights': { value: operational },
      },
    },
  );
table('cloud.provider', [
  ['registered', { azure: look() }, 'pass Microsoft.Compute Registered, Microsoft.OperationalInsights Registered'],
  [
    'the successor without Insights',
    { ...AMA, azure: providers('NotRegistered') },
    'block a resource provider is not registered: Microsoft.Insights NotRegistered',
  ],
  [
    'the successor while it is being registered',
    { ...AMA, azure: providers('Registering') },
    'block a resource provider is not registered: Microsoft.Insights Registering',
  ],
  [
    'workspaces may lie elsewhere',
    { azure: providers('Registered', 'Unregistered') },
    'info a resource provider is not registered: Microsoft.OperationalInsights Unregistered',
  ],
  [
    'which the other generation does not need',
    { azure: providers('NotRegistered') },
    'pass Microsoft.Compute Registered, Microsoft.OperationalInsights Registered',
  ],
  [
    'unread',
    {
      ...AMA,
      azure: look({}, { providers: { 'Microsoft.Compute': { value: 'Registered' }, 'Microsoft.Insights': UNREAD } }),
    },
    'unknown warn not read from Azure: whether Microsoft.Insights is registered: the service did not answer',
  ],
]);

table('cloud.region', [
  ['offered', { azure: look() }, 'pass 9.9.9 in westeurope'],
  [
    'not offered',
    {
      azure: look(
        { location: 'newzealandnorth' },
        { versions: { 'microsoft.enterprisecloud.monitoring/omsagentforlinux': { value: [] } } },
      ),
    },
    'block the extension is not offered in the region of the machine: no version of OmsAgentForLinux in newzealandnorth',
  ],
  ['by the system of the machine', { azure: look({ system: 'windows' }) }, 'pass 9.9.9 in westeurope'],
  [
    'unread',
    { azure: look({}, { versions: { 'microsoft.enterprisecloud.monitoring/omsagentforlinux': UNREAD } }) },
    'unknown warn not read from Azure: versions of OmsAgentForLinux in westeurope: the service did not answer',
  ],
]);

table('cloud.identity', [
  ['a key needs none', { azure: look() }, 'not asked'],
  ['none', { ...AMA, azure: look() }, 'info no managed identity yet: none'],
  [
    'system-assigned',
    { ...AMA, azure: look({ identity: { system: true, user: ['a', 'b'] } }) },
    'pass system-assigned',
  ],
  [
    'one user-assigned',
    { ...AMA, azure: look({ identity: { system: false, user: ['a'] } }) },
    'pass one user-assigned',
  ],
  [
    'several user-assigned',
    { ...AMA, azure: look({ identity: { system: false, user: ['a', 'b'] } }) },
    'warn several user-assigned identities and no system-assigned one: 2 user-assigned',
  ],
]);

const withExtension = (part: Parameters<typeof legacy>[0]) => look({ extensions: [legacy(part)] });
table('cloud.extension', [
  ['none', { azure: look() }, 'not asked'],
  ["the other generation's", { ...AMA, azure: withExtension({}) }, 'not asked'],
  ['works', { azure: withExtension({ name: 'OMSExtension' }) }, 'pass OMSExtension 1.17.1'],
  [
    'publisher and type in any case',
    { azure: withExtension({ type: 'omsagentforlinux' }) },
    'pass OmsAgentForLinux 1.17.1',
  ],
  [
    'failed',
    {
      azure: withExtension({
        provisioning: 'Failed',
        statuses: [
          {
            code: 'ProvisioningState/failed/53',
            level: 'Error',
            message: 'Enable failed with exit code 53\r\nlong log',
          },
        ],
      }),
    },
    'warn the extension is there and has failed: OmsAgentForLinux 1.17.1: Enable failed with exit code 53',
  ],
  [
    'failed without a word',
    { azure: withExtension({ provisioning: 'Failed' }) },
    'warn the extension is there and has failed: OmsAgentForLinux 1.17.1: Failed',
  ],
  [
    'at work',
    { azure: withExtension({ provisioning: 'Updating' }) },
    'warn the extension is being changed: OmsAgentForLinux 1.17.1: Updating',
  ],
  [
    'another workspace',
    { azure: withExtension({ settings: { workspaceId: GUID } }), place: { workspaceId: GUID.replace('1', '2') } },
    `block the extension reports to another workspace: OmsAgentForLinux: ${GUID}`,
  ],
  [
    'the same workspace in capitals',
    { azure: withExtension({ settings: { workspaceId: GUID.toUpperCase() } }), place: { workspaceId: GUID } },
    'pass OmsAgentForLinux 1.17.1',
  ],
  [
    'no workspace was named',
    { azure: withExtension({ settings: { workspaceId: GUID } }) },
    'pass OmsAgentForLinux 1.17.1',
  ],
]);

table('cloud.one-generation', [
  ['none', { azure: look() }, 'pass none'],
  ['its own only', { azure: look({ extensions: [legacy()] }) }, 'pass none'],
  [
    'the successor beside it',
    { azure: look({ extensions: [legacy(), successor()] }) },
    "warn the other generation's extension is there: Azure Monitor Agent: AzureMonitorLinuxAgent",
  ],
  [
    'the elder beside the successor',
    { ...AMA, azure: look({ extensions: [legacy({ name: 'OMSExtension' })] }) },
    "warn the other generation's extension is there: Log Analytics agent: OMSExtension",
  ],
  [
    'seen on the machine as well',
    { azure: look({ extensions: [successor()] }), facts: { 'ama.version': '1.36.3' } },
    'skip agent.beside speaks of it',
  ],
]);

table('cloud.probe', [
  ['it was looked at', { azure: look() }, 'pass by run-command'],
  [
    'it could not be',
    { azure: look(), unprobed: { asked: true, why: 'the machine is stopped' } },
    'unknown block not observed: the machine is stopped',
  ],
  [
    'somebody else tells why',
    { azure: look(), unprobed: { asked: true, why: 'run-command failed', detail: 'no right (request 7)' } },
    'unknown block not observed: run-command failed: no right (request 7)',
  ],
  [
    'it was not to be',
    { azure: look(), unprobed: { asked: false, why: 'left out by --no-probe' } },
    'info the machine itself was not looked at: left out by --no-probe',
  ],
]);
