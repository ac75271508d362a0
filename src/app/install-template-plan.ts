import { type TemplateDeployment, type TemplateTarget, templateDeployments } from '../method/template.ts';
import { LIMITS } from '../method/template-file.ts';
import { templateOrder } from '../method/template-order.ts';
import type { Azure } from '../ports.ts';
import { Problem } from '../problem.ts';
import type { DeployedTarget, MachineChange } from '../rollout/deploy-run.ts';
import type { Notice } from './answer.ts';
import type { Located, LocatedMachine } from './deploy-targets.ts';
import type { Prepared } from './install.ts';
import type { Aim } from './install-aim.ts';
import type { TemplateKeys } from './install-template-key.ts';

/** A target that was looked at and is to be changed. */
export interface PlannedTarget {
  readonly machine: LocatedMachine;
  readonly aim: Aim;
  /** Its actions in the order of a template's deployment. */
  readonly change: MachineChange;
}

/** By key: those whose plan has changes, and those that are as wanted. */
export function plannedTargets(
  looked: readonly DeployedTarget[],
  { begun, aims }: Prepared,
): ReadonlyMap<string, PlannedTarget> {
  const machines = new Map(
    begun.located.filter((one): one is LocatedMachine => isThere(one)).map((one) => [one.id.key, one]),
  );
  return new Map(
    looked.flatMap(({ key, state, change }) => {
      const machine = machines.get(key);
      const aim = machine === undefined ? undefined : aims(machine.row);
      if (machine === undefined || change === undefined || aim === undefined || aim instanceof Problem) return [];
      if (state !== 'planned' && state !== 'unchanged') return [];
      const actions = templateOrder(change.actions.map(({ action }) => action));
      return [
        [
          key,
          { machine, aim, change: { ...change, actions: actions.map((action) => ({ action, state: 'planned' })) } },
        ],
      ];
    }),
  );
}

const isThere = (one: Located): one is LocatedMachine => 'id' in one;

/** Plans the deployments of a run. */
export function planDeployments(
  targets: ReadonlyMap<string, PlannedTarget>,
  { installing, startedAt }: Prepared,
  keys: TemplateKeys,
  taken: ReadonlyMap<string, readonly string[]>,
): readonly TemplateDeployment[] {
  const known: Secrets[] = [];
  const planned = [...targets].map(([key, { machine, aim, change }]): TemplateTarget => {
    const secrets = installing.secrets(aim, machine.row);
    if (!known.some((one) => areSame(one, secrets))) known.push(secrets);
    return {
      ...{ key, system: change.vm.system, actions: change.actions.map(({ action }) => action) },
      ...{ secrets: `${known.findIndex((one) => areSame(one, secrets))}`, keyOf: keys.workspaceOf(aim) },
    };
  });
  const stamp = new Date(startedAt).toISOString().replaceAll(/[-:.Z]/g, '');
  return templateDeployments(planned, { stamp, taken: (scope) => taken.get(scope.toLowerCase()) ?? [] });
}

type Secrets = Aim['secrets'];

/** Rows of a file may name the same proxy with another login. */
const areSame = (one: Secrets, other: Secrets): boolean =>
  one.size === other.size && [...one].every(([name, value]) => other.get(name)?.equals(value) === true);

export interface Histories {
  readonly names: ReadonlyMap<string, readonly string[]>;
  readonly notices: readonly Notice[];
}

/** What the histories of the scopes hold: names that are taken, and whether there is room. What cannot be read is left to Azure. */
export async function readHistories(deployments: readonly TemplateDeployment[], azure: Azure): Promise<Histories> {
  const scopes = new Map(deployments.map(({ scope }) => [scope.toLowerCase(), scope]));
  const read = await Promise.all(
    [...scopes].map(async ([key, scope]) => {
      const names = await orNothing(azure.deployments.names(scope));
      const more = deployments.filter((one) => one.scope.toLowerCase() === key).length;
      const full = names.length + more > NEARLY_FULL && (await isLocked(scope, azure));
      return { key, names, notices: full ? [historyFull(scope, names.length)] : [] };
    }),
  );
  return {
    names: new Map(read.map(({ key, names }) => [key, names])),
    notices: read.flatMap(({ notices }) => notices),
  };
}

/** Azure begins to delete the oldest at about 775 (docs "Deployment history deletions"); not where a lock forbids it. */
const NEARLY_FULL = 775;

async function isLocked(scope: string, azure: Azure): Promise<boolean> {
  const locks = await orNothing(azure.resources.locks(scope));
  return locks.length > 0;
}

async function orNothing<T>(read: Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof Problem) return [];
    throw error;
  }
}

const historyFull = (scope: string, count: number): Notice => ({
  code: 'AZMON-DEPLOYMENT-HISTORY',
  message: `the history of ${scope} holds ${count} of ${LIMITS.history} deployments, and a lock keeps Azure from deleting the oldest: delete some (az deployment group delete) before it is full`,
});
