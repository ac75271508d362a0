import { fails, table, warns } from './table.ts';

const ID = '11111111-2222-3333-4444-555555555555';
const OTHER = '99999999-2222-3333-4444-555555555555';
const at = (workspaceId: string) => ({ place: { workspaceId } });
const oms = (...workspaces: string[]) => ({ 'oms.version': '1.12.15-0', 'oms.workspace': workspaces });
const DETACH = '/opt/microsoft/omsagent/bin/omsadmin.sh -X';
const LIST = '/opt/microsoft/omsagent/bin/omsadmin.sh -l';

/** An agent that serves Operations Manager and no workspace. */
const SCOM = { ...oms(), 'scom.linked': true } as const;

table('agent.workspaces', [
  ['none', { 'oms.version': null }, { pass: 'not installed' }],
  ['the wanted workspace', oms(ID), { pass: `1.12.15-0 reports to ${ID}` }, at(ID)],
  ['the wanted workspace in capitals', oms(ID), 'pass', at(ID.toUpperCase())],
  [
    'another workspace',
    oms(OTHER),
    {
      cause: 'reports to another workspace',
      severity: 'block',
      measured: `1.12.15-0 reports to ${OTHER}`,
      commands: [DETACH],
    },
    at(ID),
  ],
  ['no workspace given', oms(OTHER), 'pass'],
  ['two workspaces, one wanted', oms(ID, OTHER), warns('reports to more than one workspace', LIST), at(ID)],
  ['two workspaces, none wanted', oms(ID, OTHER), warns('reports to more than one workspace', LIST)],
  ['the same twice', oms(ID, ID), 'pass'],
  ['packages without a workspace', oms(), warns('installed, but reports to no workspace')],
  ['of Operations Manager only', SCOM, { pass: '1.12.15-0 reports to Operations Manager only' }],
  [
    'of Operations Manager only, and a workspace is wanted',
    SCOM,
    {
      cause: 'reports to Operations Manager only',
      severity: 'info',
      measured: '1.12.15-0 reports to Operations Manager only',
    },
    at(ID),
  ],
  ['its workspaces hidden', { 'oms.version': '1.12.15-0' }, 'unknown'],
  ['not looked for', {}, 'unknown'],
  ['the successor takes many', oms(OTHER), 'not asked', { agent: 'azure-monitor' }],
]);

table('agent.running', [
  ['not installed', { 'oms.version': null }, 'skip'],
  ['runs', { 'oms.version': '1.12.15-0', 'oms.running': true }, 'pass'],
  [
    'does not run',
    { 'oms.version': '1.12.15-0', 'oms.running': false },
    warns('installed, but does not run', '/opt/microsoft/omsagent/bin/service_control restart'),
  ],
  ['processes hidden', { 'oms.version': '1.12.15-0' }, 'unknown'],
  ['not looked for', {}, 'unknown'],
  [
    'the successor does not run',
    { 'ama.version': '1.33.1', 'ama.running': false },
    warns('installed, but does not run', 'systemctl restart azuremonitoragent'),
    { agent: 'azure-monitor' },
  ],
  [
    'each looks at its own',
    { 'oms.version': '1.12.15-0', 'oms.running': false, 'ama.version': null },
    'skip',
    { agent: 'azure-monitor' },
  ],
]);

table('agent.beside', [
  ['alone', { 'ama.version': null }, 'pass'],
  [
    'the successor is there',
    { 'ama.version': '1.33.1' },
    { cause: 'the other generation of the agent is there', severity: 'warn', measured: 'Azure Monitor Agent 1.33.1' },
  ],
  [
    'the Log Analytics agent is there',
    { 'oms.version': '1.12.15-0' },
    { cause: 'the other generation of the agent is there', measured: 'Log Analytics agent 1.12.15-0' },
    { agent: 'azure-monitor' },
  ],
  [
    'of Operations Manager only',
    SCOM,
    { pass: 'Log Analytics agent 1.12.15-0; the Log Analytics agent reports to Operations Manager only' },
    { agent: 'azure-monitor' },
  ],
  [
    'of Operations Manager and of a workspace',
    { ...SCOM, 'oms.workspace': [ID] },
    warns('the other generation of the agent is there'),
    { agent: 'azure-monitor' },
  ],
  [
    'its workspaces hidden',
    { 'oms.version': '1.12.15-0', 'scom.linked': true },
    warns('the other generation of the agent is there'),
    { agent: 'azure-monitor' },
  ],
  ['its own kind does not count', { 'oms.version': '1.12.15-0', 'ama.version': null }, 'pass'],
  ['not looked for', {}, { unknown: 'not observed: the Azure Monitor Agent', severity: 'warn' }],
]);

table('agent.leftover', [
  ['none', { 'oms.leftover': false }, 'pass'],
  [
    'directories without the package',
    { 'oms.leftover': true },
    warns(
      'leftovers of a removed agent',
      'rm -rf /etc/opt/microsoft/omsagent /var/opt/microsoft/omsagent /opt/microsoft/omsagent',
    ),
  ],
  ['not looked for', {}, 'unknown'],
]);

table('agent.onboard-file', [
  ['none', { 'oms.onboard-file': false }, 'pass'],
  [
    'left there',
    { 'oms.onboard-file': true },
    warns('a workspace key was left on the disk', 'rm -f /etc/omsagent-onboard.conf'),
  ],
  ['not looked for', {}, 'unknown'],
]);

const NO_OMS = { 'oms.version': null } as const;

table('agent.scx', [
  ['neither', { ...NO_OMS, 'omi.version': null, 'scx.version': null }, 'pass'],
  [
    'of Operations Manager',
    { ...NO_OMS, 'omi.version': '1.6.4-0', 'scx.version': '1.6.4-0' },
    { cause: 'omi and scx are there already', severity: 'info' },
  ],
  [
    'omi of another feed',
    { ...NO_OMS, 'omi.version': '1.6.4-0', 'scx.version': null },
    warns('omi of another feed is there'),
  ],
  ['of the agent itself', { 'oms.version': '1.12.15-0', 'omi.version': '1.6.3', 'scx.version': '1.6.3' }, 'skip'],
  ['not looked for', {}, 'unknown'],
]);

table('agent.scom', [
  ['no', { 'scom.linked': false }, 'pass'],
  ['linked', { 'scom.linked': true }, { cause: 'reports to Operations Manager', severity: 'info' }],
  ['not looked for', {}, 'unknown'],
]);

table('agent.lad', [
  ['none', { 'lad.present': false }, 'pass'],
  ['there', { 'lad.present': true }, warns('the Linux diagnostics extension is there')],
  ['not looked for', {}, 'unknown'],
]);

table('agent.extension', [
  ['none', { 'oms.extension': false }, 'pass'],
  ['there', { 'oms.extension': true }, { cause: 'the agent belongs to the VM extension', severity: 'info' }],
  ['not looked for', {}, 'unknown'],
]);

table('agent.auditd', [
  ['auditd alone', { 'auditd.running': true, 'mdatp.present': false }, 'pass'],
  [
    'beside Defender',
    { 'auditd.running': true, 'mdatp.present': true },
    { cause: 'two readers of audit events', severity: 'info' },
  ],
  ['none', { 'auditd.running': false }, { cause: 'auditd does not run', severity: 'info' }],
  ['Defender not looked for', { 'auditd.running': true }, 'unknown'],
  ['not looked for', {}, 'unknown'],
]);

table('agent.cylance', [
  ['none', { 'cylance.present': false }, 'pass'],
  ['there', { 'cylance.present': true }, { cause: 'Cylance is there', severity: 'info' }],
  ['not looked for', {}, 'unknown'],
]);

const CONNECT =
  'azcmagent connect --tenant-id TENANT --subscription-id SUBSCRIPTION --resource-group GROUP --location REGION';

table('azure.identity', [
  ['Azure virtual machine', { 'azure.vm': true }, { pass: 'an Azure virtual machine' }, { agent: 'azure-monitor' }],
  [
    'Azure Arc',
    { 'azure.vm': false, 'arc.present': true },
    { pass: 'connected through Azure Arc' },
    { agent: 'azure-monitor' },
  ],
  ['Azure Arc, the other not seen', { 'arc.present': true }, 'pass', { agent: 'azure-monitor' }],
  [
    'neither',
    { 'azure.vm': false, 'arc.present': false },
    fails('the machine has no Azure identity', CONNECT),
    { agent: 'azure-monitor' },
  ],
  [
    'looked for in vain',
    { 'azure.vm': null, 'arc.present': null },
    fails('the machine has no Azure identity', CONNECT),
    { agent: 'azure-monitor' },
  ],
  ['one not seen', { 'azure.vm': false }, 'unknown', { agent: 'azure-monitor' }],
  ['not looked for', {}, 'unknown', { agent: 'azure-monitor' }],
  ['the Log Analytics agent brings its own key', { 'azure.vm': false, 'arc.present': false }, 'not asked'],
]);
