import type { Action, ActionKind } from '../method/action.ts';
import { describeAction } from '../method/describe.ts';
import type { TemplateDeployment } from '../method/template.ts';
import { machinesParameter } from '../method/template-parameters.ts';
import { isSlot } from '../method/template-request.ts';
import type { FolderFile } from '../target/folder-file.ts';
import { parseResourceId } from '../target/resource-id.ts';

export interface TemplateExport {
  readonly deployments: readonly TemplateDeployment[];
  /** Actions of all machines that no template can do, in order: what comes before the deployments, and what after. */
  readonly before: readonly Action[];
  readonly after: readonly Action[];
  /** Text of a template of templates/arm. */
  readonly template: (name: string) => string;
}

const PARAMETERS = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#';

/** The folder of `--export`: templates, parameters without secrets, a script with the commands for az, and what it all is. Pure. */
export function templateExport(exported: TemplateExport): readonly FolderFile[] {
  const { deployments, template } = exported;
  const names = [...new Set(deployments.map((one) => one.template))];
  return [
    ...names.map((name) => ({ path: `templates/${name}.json`, text: template(name) })),
    ...deployments.map((one) => ({ path: parametersPath(one), text: parametersText(one) })),
    { path: 'deploy.sh', text: script(exported), executable: true },
    { path: 'README.md', text: readme(exported) },
  ];
}

const parametersPath = ({ name }: TemplateDeployment): string => `parameters/${name}.json`;

function parametersText({ parameters, items, rule }: TemplateDeployment): string {
  const plain = Object.entries(parameters).filter(([, value]) => !isSlot(value));
  const machines = rule === undefined ? [['machines', { value: machinesParameter(items) }] as const] : [];
  const document = {
    $schema: PARAMETERS,
    contentVersion: '1.0.0.0',
    parameters: Object.fromEntries([...plain.map(([name, value]) => [name, { value }] as const), ...machines]),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** Parameters that the file leaves out: az asks for them without showing what is typed. */
const leftOut = ({ parameters }: TemplateDeployment): readonly string[] =>
  Object.entries(parameters).flatMap(([name, value]) => (isSlot(value) ? [name] : []));

function script({ deployments, before, after }: TemplateExport): string {
  const lines = [
    '#!/bin/sh',
    '# Deploys what this folder holds. Stops at the first command that fails.',
    'set -e',
    'cd "$(dirname "$0")"',
    ...section('What no template can do, before the deployments', before.map(azOf)),
    ...section('The deployments', deployments.map(deployLine)),
    ...section('What no template can do, after the deployments', after.map(azOf)),
  ];
  return `${lines.join('\n')}\n`;
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', `# ${title}`, ...lines];

function deployLine(deployment: TemplateDeployment): string {
  const [, , subscription = '', , group = ''] = deployment.scope.split('/');
  const asked = leftOut(deployment);
  return [
    ...(asked.length === 0 ? [] : [`# az asks for: ${asked.join(', ')}`]),
    `az deployment group create --subscription ${quoted(subscription)} --resource-group ${quoted(group)} --name ${deployment.name} \\`,
    `  --template-file templates/${deployment.template}.json --parameters @${parametersPath(deployment)} --output none`,
  ].join('\n');
}

/** The command of az for an action that no template can do. */
const AZ: { readonly [K in ActionKind]?: (action: Extract<Action, { kind: K }>) => string } = {
  start: ({ machine }) => `az vm start --ids ${quoted(machine)}`,
  stop: ({ machine, to }) => `az vm ${to === 'deallocated' ? 'deallocate' : 'stop'} --ids ${quoted(machine)}`,
  'add-identity': ({ machine }) => {
    const { type, ...place } = parseResourceId(machine);
    return `az ${type === 'scale-set' ? 'vmss' : 'vm'} identity assign ${placed(place)} --name ${quoted(place.name)}`;
  },
  'delete-extension': ({ machine, name }) => {
    const { type, ...place } = parseResourceId(machine);
    const what = { vm: 'vm', 'scale-set': 'vmss', arc: 'connectedmachine' }[type];
    const of = { vm: 'vm-name', 'scale-set': 'vmss-name', arc: 'machine-name' }[type];
    const yes = type === 'arc' ? ' --yes' : '';
    return `az ${what} extension delete ${placed(place)} --${of} ${quoted(place.name)} --name ${quoted(name)}${yes}`;
  },
  'upgrade-instances': ({ machine, instances }) => {
    const place = parseResourceId(machine);
    return `az vmss update-instances ${placed(place)} --name ${quoted(place.name)} --instance-ids ${instances.map(quoted).join(' ')}`;
  },
};

function azOf(action: Action): string {
  const command = AZ[action.kind] as ((action: Action) => string) | undefined;
  return command?.(action) ?? `# by azmon alone: ${describeAction(action)}`;
}

const placed = ({ subscription, group }: { readonly subscription: string; readonly group: string }): string =>
  `--subscription ${subscription} --resource-group ${quoted(group)}`;

/** For a POSIX shell; what needs no quotes gets none. */
const quoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

function readme({ deployments, before, after }: TemplateExport): string {
  const asked = [...new Set(deployments.flatMap(leftOut))];
  const actions = [...before, ...after];
  const lines = [
    '# Deployments made by azmon',
    '',
    'Signed in with az, run `sh deploy.sh`: it holds the commands in their order.',
    '',
    '| Deployment | Resource group | Template | What |',
    '|---|---|---|---|',
    ...deployments.map(
      (one) => `| ${one.name} | ${one.scope.split('/')[4]} | templates/${one.template}.json | ${what(one)} |`,
    ),
    '',
    ...(asked.length === 0
      ? ['No file here holds a secret, and none is asked for.']
      : [
          `No file here holds a secret. az asks for ${asked.join(', ')}, without showing what is typed. Where they are in a Key Vault,`,
          'let the parameter file refer to it:',
          '',
          '```json',
          `"${asked[0]}": { "reference": { "keyVault": { "id": "<resource id of the vault>" }, "secretName": "<name>" } }`,
          '```',
        ]),
    ...(actions.length === 0
      ? []
      : [
          '',
          'What no template can do is done by commands of their own:',
          '',
          ...actions.map((one) => `- ${lineOf(one)}`),
        ]),
  ];
  return `${lines.join('\n')}\n`;
}

const lineOf = (action: Action): string =>
  `${'machine' in action ? `${parseResourceId(action.machine).name}: ` : ''}${describeAction(action)}`;

const what = ({ items, rule }: TemplateDeployment): string =>
  rule === undefined ? items.map(({ machine }) => parseResourceId(machine).name).join(', ') : 'data collection rule';
