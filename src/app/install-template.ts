import type { Action } from '../method/action.ts';
import { isDeployed, isDeployedRule } from '../method/template-order.ts';
import type { Azure } from '../ports.ts';
import { EXIT, Problem } from '../problem.ts';
import { deployedResult, deployResult } from '../report/deploy-json.ts';
import { type TemplateRun, templateResult, templateText } from '../report/template.ts';
import { templateExport } from '../report/template-export.ts';
import type { DeployedTarget, DeployRun } from '../rollout/deploy-run.ts';
import { CONCURRENCY } from '../rollout/run.ts';
import type { DeployedTemplate } from '../rollout/template-run.ts';
import type { Answer, Notice } from './answer.ts';
import type { Door } from './deploy-begin.ts';
import { nextCommand } from './deploy-next.ts';
import { DeployProgress } from './deploy-progress.ts';
import { deployAll, exitOfAll } from './deploy-run.ts';
import { type InstallFlags, type Prepared, prepareInstall, retired, taskOf } from './install.ts';
import { askDeployments, refusedTargets } from './install-template-ask.ts';
import { deployTogether } from './install-template-deploy.ts';
import { type TemplateKeys, templateKeys } from './install-template-key.ts';
import { type PlannedTarget, planDeployments, plannedTargets, readHistories } from './install-template-plan.ts';
import { retirementNotices } from './retirement.ts';

export type TemplateFlags = InstallFlags & {
  readonly validate?: boolean | undefined;
  readonly 'what-if'?: boolean | undefined;
  readonly export?: string | undefined;
  readonly force?: boolean | undefined;
};

/** A run that has been planned, and nothing sent. */
export interface TemplatePlan {
  readonly prepared: Prepared;
  readonly keys: TemplateKeys;
  readonly looked: readonly DeployedTarget[];
  readonly targets: ReadonlyMap<string, PlannedTarget>;
  readonly deployments: readonly DeployedTemplate[];
  readonly notices: readonly Notice[];
}

/**
 * Puts the agent on machines of Azure by template deployments: looks and plans as `install extension` does, then changes all machines of a
 * resource group together, and proves each. What is wrong with the command line is thrown before anything is touched.
 */
export async function installTemplate(targets: readonly string[], flags: TemplateFlags, door: Door): Promise<Answer> {
  refuseConflicts(flags);
  const keys = templateKeys();
  const prepared = await prepareInstall(targets, flags, door, keys.resolver);
  const looked = await lookAtAll(prepared, flags, door);
  const plan = await planOf(prepared, keys, looked, flags);
  if (flags.export !== undefined)
    return answerOf(plan, { ...planned(plan), exported: await exported(plan, flags, door) }, door);
  if (flags.validate === true || flags['what-if'] === true) {
    const asked = await askDeployments(plan, flags, door);
    return answerOf(plan, { deployments: asked, targets: refusedTargets(plan, asked) }, door);
  }
  if (flags['dry-run'] === true) return answerOf(plan, planned(plan), door);
  return answerOf(plan, await deployTogether(plan, flags, door), door);
}

const planned = ({ deployments, looked }: TemplatePlan): Done => ({ deployments, targets: looked });

const changesNothing = (flags: TemplateFlags): boolean =>
  flags['dry-run'] === true || flags.validate === true || flags['what-if'] === true || flags.export !== undefined;

function refuseConflicts({ export: folder, validate, 'what-if': whatIf, force }: TemplateFlags): void {
  const asks = [...(validate === true ? ['--validate'] : []), ...(whatIf === true ? ['--what-if'] : [])];
  if (folder !== undefined && asks[0] !== undefined) throw conflict(`--export and ${asks[0]} do not go together`);
  if (folder === undefined && force === true) throw conflict('--force is for --export, and that was not given');
}

const conflict = (message: string): Problem =>
  new Problem({ code: 'AZMON-FLAG-CONFLICT', exit: EXIT.usage, message, fix: [{ text: 'leave one of them out' }] });

/** The first half: every machine looked at, judged and planned; what is told of it is told when it has ended. */
async function lookAtAll(prepared: Prepared, flags: TemplateFlags, door: Door): Promise<readonly DeployedTarget[]> {
  const { begun, aims, installing } = prepared;
  const { concurrency } = flags;
  const { length } = begun.located;
  door.talk(length === 1 ? 'looking' : `looking at ${length} machines`);
  const looking = { ...installing, dryRun: true };
  const last = changesNothing(flags);
  return deployAll(begun.located, (machine) => taskOf(machine, aims, looking), {
    ...{ concurrency, clock: door.world.clock, signal: door.signal, told: deployedResult },
    progress: new DeployProgress(length, last && length > 1 ? door.talk : () => undefined),
    event: (name, data) => {
      if (last || name !== 'target.finished') door.event(name, data);
    },
  });
}

async function planOf(
  prepared: Prepared,
  keys: TemplateKeys,
  looked: readonly DeployedTarget[],
  flags: TemplateFlags,
): Promise<TemplatePlan> {
  const targets = plannedTargets(looked, prepared);
  const first = planDeployments(targets, prepared, keys, new Map());
  const asks = flags['dry-run'] !== true && flags.export === undefined && first.length > 0;
  const azure: Azure | undefined = asks ? await prepared.begun.azure() : undefined;
  const { names, notices } =
    azure === undefined ? { names: new Map(), notices: [] } : await readHistories(first, azure);
  const deployments = names.size === 0 ? first : planDeployments(targets, prepared, keys, names);
  return {
    ...{ prepared, keys, looked, targets, notices },
    deployments: deployments.map((deployment) => ({ deployment, state: 'planned' })),
  };
}

interface Done {
  readonly deployments: readonly DeployedTemplate[];
  readonly targets: readonly DeployedTarget[];
  readonly exported?: NonNullable<TemplateRun['exported']>;
}

async function exported(
  { targets, deployments }: TemplatePlan,
  { export: folder = '', force }: TemplateFlags,
  { world }: Door,
): Promise<NonNullable<TemplateRun['exported']>> {
  const actions = [...targets.values()].flatMap(({ change }) => change.actions.map(({ action }) => action));
  const others = actions.filter((action) => !isDeployed(action) && !isDeployedRule(action));
  const isAfter = ({ kind }: Action): boolean => kind === 'stop' || kind === 'upgrade-instances';
  const files = templateExport({
    deployments: deployments.map(({ deployment }) => deployment),
    ...{ before: others.filter((one) => !isAfter(one)), after: others.filter(isAfter) },
    template: (name) => world.armTemplate(name),
  });
  await world.folders.write(folder, files, { overwrite: force === true });
  return { folder, files: files.map(({ path }) => path) };
}

function answerOf(plan: TemplatePlan, done: Done, door: Door): Answer {
  const { begun, aims, startedAt, asOf } = plan.prepared;
  const flags = begun.line.flags as TemplateFlags;
  const dryRun = changesNothing(flags);
  const next = nextCommand(done.targets, dryRun, begun.line);
  const run: DeployRun = {
    ...{ verb: 'install', method: 'template', dryRun, targets: done.targets, exit: exitOfAll(done.targets) },
    durationMs: door.world.clock.now() - startedAt,
    ...(next === undefined ? {} : { next }),
  };
  const template: TemplateRun = { ...done, run };
  const problems = done.targets.flatMap(({ problem }) => (problem === undefined ? [] : [problem]));
  const { output, verbose } = door.asked;
  return {
    result: () => ({ ...deployResult(run), ...templateResult(template) }),
    exit: run.exit,
    text: (paint) => templateText(template, { paint, verbose }),
    warnings: [...plan.notices, ...retirementNotices(retired(begun, aims, asOf))],
    errors: output === 'text' && done.targets.length > 1 ? [] : problems,
  };
}

/** So many machines are worked on at a time, where nothing else was said. */
export const atATime = ({ concurrency }: TemplateFlags): number => concurrency ?? CONCURRENCY;
