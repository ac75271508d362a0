import type { AzureVm, ScaleSetInstance } from '../target/azure-vm.ts';
import type { Action, Outstanding, Plan } from './action.ts';
import { planOf } from './plan-of.ts';
import type { InstanceWish } from './request.ts';

/**
 * What a plan for the machine itself becomes once its instances are thought of, where it is made of some. `concerns`: of instances that are
 * behind though the model need not change. Pure.
 */
export function withInstances(
  vm: AzureVm,
  plan: Plan,
  wish: InstanceWish | undefined,
  concerns: (instance: ScaleSetInstance) => boolean = () => true,
): Plan {
  const behind = behindOf(vm, plan.actions, concerns);
  if (behind.length === 0) return noted(vm, plan);
  const [shielded, open] = [behind.filter(isShielded), behind.filter((one) => !isShielded(one))];
  const actions = wish === undefined ? [] : upgrades(vm, open, wish);
  const outstanding: Outstanding = {
    instances: wish === undefined ? open.map(({ name }) => name) : [],
    shielded: shielded.map(({ name }) => name),
  };
  const whole = planOf([...plan.actions, ...actions], [ofModel(plan), ...notes(outstanding)].filter(isText), '');
  const isDone = outstanding.instances.length === 0 && outstanding.shielded.length === 0;
  return isDone ? whole : { ...whole, outstanding };
}

/**
 * Instances that keep an older model until somebody upgrades them: with the policy Manual all of them once the model changes. What else
 * was changed in the model meanwhile comes along with an upgrade.
 */
function behindOf(
  { set }: AzureVm,
  actions: readonly Action[],
  concerns: (instance: ScaleSetInstance) => boolean,
): readonly ScaleSetInstance[] {
  if (set === undefined || set.orchestration === 'flexible' || set.upgradePolicy !== 'Manual') return [];
  const changes = actions.some(({ kind }) => OF_MODEL.includes(kind));
  return changes ? set.instances : set.instances.filter((one) => one.latestModel === false && concerns(one));
}

const OF_MODEL: readonly Action['kind'][] = ['put-extension', 'delete-extension', 'add-identity'];

/** What is true of the model alone is not said of the whole set. */
const ofModel = ({ state, note }: Plan): string => (state === 'unchanged' ? `in the model: ${note}` : note);

const isShielded = ({ isProtected }: ScaleSetInstance): boolean => isProtected === true;
const isText = (text: string): boolean => text !== '';

/** A fifth of the instances at a time, as Azure's own rolling upgrades do unless told otherwise. */
const SHARE = 0.2;

function upgrades(
  { id, set }: AzureVm,
  open: readonly ScaleSetInstance[],
  { atATime }: InstanceWish,
): readonly Action[] {
  const size = Math.max(1, atATime ?? Math.floor((set?.instances.length ?? 0) * SHARE));
  const batches = Math.ceil(open.length / size);
  return Array.from({ length: batches }, (_, index) => ({
    kind: 'upgrade-instances',
    machine: id,
    instances: open.slice(index * size, (index + 1) * size).map(({ instanceId }) => instanceId),
    why: `the upgrade policy is Manual${batches === 1 ? '' : `; ${index + 1} of ${batches}`}`,
  }));
}

function notes({ instances, shielded }: Outstanding): readonly string[] {
  return [
    ...(instances.length === 0
      ? []
      : [`${counted(instances)} not on the newest model of the set (upgrade policy Manual): ${listed(instances)}`]),
    ...(shielded.length === 0
      ? []
      : [`${counted(shielded)} protected from scale set actions and kept as they are: ${listed(shielded)}`]),
  ];
}

const counted = ({ length }: readonly string[]): string => (length === 1 ? '1 instance is' : `${length} instances are`);

/** How many are named; the rest is only counted. */
const NAMED = 8;
const listed = (names: readonly string[]): string =>
  `${names.slice(0, NAMED).join(', ')}${names.length > NAMED ? ` and ${names.length - NAMED} more` : ''}`;

/** Who brings the change to the instances, where it is not azmon. */
function noted({ set }: AzureVm, plan: Plan): Plan {
  if (set === undefined || !plan.actions.some(({ kind }) => OF_MODEL.includes(kind))) return plan;
  const who =
    set.orchestration === 'flexible'
      ? 'instances that are made from now on get it from the model, and a rule only when azmon is run again'
      : `Azure brings the change to the instances by itself (upgrade policy ${set.upgradePolicy})`;
  return set.instances.length === 0 ? plan : { ...plan, note: [plan.note, who].filter(isText).join('; ') };
}
