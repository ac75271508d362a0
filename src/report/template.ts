import { machinesParameter } from '../method/template-parameters.ts';
import { printable } from '../printable.ts';
import type { DeployRun } from '../rollout/deploy-run.ts';
import type { DeployedTemplate, DeploymentState } from '../rollout/template-run.ts';
import { nameIn } from '../target/resource-id.ts';
import { detail, machines, type TextOptions } from './check-words.ts';
import { deployedFleet } from './deploy-fleet.ts';
import { deployedOne } from './deploy-one.ts';
import { deploySummary } from './deploy-summary.ts';
import type { Paint } from './paint.ts';
import { whatIfLines } from './template-what-if.ts';

/** A run by template deployments: its machines as every install tells them, and the deployments they were brought together in. */
export interface TemplateRun {
  readonly run: DeployRun;
  readonly deployments: readonly DeployedTemplate[];
  /** Of `--export`: the folder and what was written there. */
  readonly exported?: { readonly folder: string; readonly files: readonly string[] };
}

/** The report as lines. Pure. */
export function templateText({ run, deployments, exported }: TemplateRun, options: TextOptions): string[] {
  const [only, second] = run.targets;
  const { paint } = options;
  return [
    ...(only !== undefined && second === undefined ? deployedOne(only, options) : deployedFleet(run, options)),
    ...(deployments.length === 0
      ? []
      : [paint.strong('Deployments'), ...deployments.flatMap((one) => lines(one, options)), '']),
    ...(exported === undefined ? [] : [...exportLines(exported, paint), '']),
    ...deploySummary(run, paint),
  ];
}

const WORDS: Readonly<Record<DeploymentState, string>> = {
  planned: '',
  'not-begun': 'not begun',
  begun: 'begun, its end was not waited for',
  done: 'done',
  failed: 'failed',
};

function lines({ deployment, state, problem, validated, changes }: DeployedTemplate, options: TextOptions): string[] {
  const { paint } = options;
  const { name, scope, template, items } = deployment;
  const dress = state === 'failed' ? paint.bad : state === 'done' ? paint.good : paint.warn;
  const word = WORDS[state];
  const [, , subscription = '', , group = ''] = scope.split('/');
  const names = items.map(({ machine }) => nameIn(machine));
  const shown = options.verbose ? names : names.slice(0, NAMED);
  const rest = names.length - shown.length;
  const of =
    deployment.rule === undefined
      ? `${machines(items.length)}: ${shown.join(', ')}${rest > 0 ? ` and ${rest} more (-v names all)` : ''}`
      : `data collection rule ${nameIn(deployment.rule.rule)}`;
  return [
    `  ${name}${word === '' ? '' : `  ${dress(word)}`}`,
    ...detail('group', `${group} (subscription ${subscription})`, paint),
    ...detail('file', `templates/arm/${template}.json`, paint),
    ...detail('for', of, paint),
    ...(validated === undefined ? [] : detail('valid', `Azure takes it: ${validated.length} resources`, paint)),
    ...(problem === undefined ? [] : detail('why', printable(problem.why ?? problem.message), paint)),
    ...(changes === undefined ? [] : whatIfLines(changes, options)),
  ];
}

const NAMED = 12;

const exportLines = ({ folder, files }: NonNullable<TemplateRun['exported']>, { strong, symbols }: Paint): string[] => [
  `${symbols.pass} ${files.length} files were written to ${folder}; none holds a secret`,
  `  ${strong(`sh ${folder}/deploy.sh`)}   deploys them with az`,
];

/** `deployments` of the envelope's `result`. */
export const templateResult = ({ deployments, exported }: TemplateRun): Record<string, unknown> => ({
  deployments: deployments.map(({ deployment, state, problem, validated, changes }) => ({
    ...{ name: deployment.name, scope: deployment.scope, template: deployment.template, state },
    machines: deployment.items.map(({ machine }) => machine),
    parameters: {
      ...deployment.parameters,
      ...(deployment.rule === undefined ? { machines: machinesParameter(deployment.items) } : {}),
    },
    ...(validated === undefined ? {} : { validated }),
    ...(changes === undefined ? {} : { changes }),
    ...(problem === undefined
      ? {}
      : { error: { code: problem.code, message: problem.message, why: problem.why ?? null } }),
  })),
  ...(exported === undefined ? {} : { exported }),
});
