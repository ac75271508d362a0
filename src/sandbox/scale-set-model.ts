import { isUnchanged, rewritten, wishBehind, written } from './extension-contents.ts';
import { installs, removes } from './handler.ts';
import type { OperationWork } from './operations.ts';
import { type Instance, instancesOf } from './scale-set-find.ts';
import { BATCH_PERCENT } from './scale-set-shape.ts';
import type { SandboxExtension, SandboxMachine, SandboxScaleSet } from './state.ts';
import type { World } from './world.ts';

type Ending = ReturnType<OperationWork['settle']>;
type Failure = Extract<Ending, { status: 'Failed' }>;

/** The model was changed: no instance has it any more. Those of a flexible set do not tell. */
export function outdate({ instances }: SandboxScaleSet): void {
  for (const machine of Object.values(instances)) machine.latestModel = false;
}

/**
 * What a change of the model does by itself: with Manual nothing, else it is brought to the instances, with Rolling a part at a time until one
 * of a part fails. Instances of a flexible set keep what they have. Source: docs "Modify a Virtual Machine Scale Set".
 */
export function follow(set: SandboxScaleSet, world: World): Ending {
  if (set.orchestration === 'flexible' || set.upgradePolicy === 'Manual') return { status: 'Succeeded' };
  const instances = instancesOf(set, world.state);
  const size = set.upgradePolicy === 'Rolling' ? Math.max(1, Math.floor((instances.length * BATCH_PERCENT) / 100)) : 0;
  if (size === 0) return bring(set, instances, world);
  for (let from = 0; from < instances.length; from += size) {
    const ending = bring(set, instances.slice(from, from + size), world);
    if (ending.status === 'Failed') return ending;
  }
  return { status: 'Succeeded' };
}

/** Brings the model to instances, to all of them; the first failure is how it ended. */
export function bring(set: SandboxScaleSet, instances: readonly Instance[], world: World): Ending {
  const failures = instances.flatMap(({ machine }) => upgraded(set, machine, world) ?? []);
  return failures[0] ?? { status: 'Succeeded' };
}

/** An instance that does not run has the model, and its extensions when it runs again: which here it never does. */
function upgraded(set: SandboxScaleSet, machine: SandboxMachine, world: World): Failure | undefined {
  machine.latestModel = true;
  if (machine.power !== 'running') return undefined;
  const gone = machine.extensions.filter(({ name }) => !set.extensions.some((one) => isNamed(one, name)));
  const endings = [
    ...gone.map((extension) => removes({ machine, extension, world })),
    ...set.extensions.map((extension) => installed(machine, extension, world)),
  ];
  return endings.find((ending) => ending.status === 'Failed');
}

const isNamed = ({ name }: SandboxExtension, wanted: string): boolean => name.toLowerCase() === wanted.toLowerCase();

/** Nothing is run where the instance has the same already. */
function installed(machine: SandboxMachine, model: SandboxExtension, world: World): Ending {
  if (machine.vmAgent !== 'ready') return silent(machine);
  const wish = wishBehind(model, world.state);
  const old = machine.extensions.find((one) => isNamed(one, model.name));
  const rerun = old === undefined || !(isUnchanged(old, wish) || looksSame(old, model));
  const extension = old === undefined ? written(model.name, wish) : rewritten(old, wish);
  if (old === undefined) machine.extensions.push(extension);
  return installs({ machine, extension, wish, world, rerun });
}

/** What the state of before holds, where nobody knows any more what was sent. */
const looksSame = (old: SandboxExtension, model: SandboxExtension): boolean =>
  old.provisioning === 'Succeeded' && visible(old) === visible(model);

const visible = ({ publisher, type, version, settings, forceUpdateTag, protectedNames }: SandboxExtension): string =>
  JSON.stringify([publisher, type, version, settings, forceUpdateTag, protectedNames]);

const silent = ({ name }: SandboxMachine): Failure => ({
  status: 'Failed',
  error: {
    code: 'VMAgentStatusCommunicationError',
    message: `VM '${name}' has not reported status for VM agent or extensions. Verify that the OS is up and healthy, the VM has a running VM agent, and that it can establish outbound connections to Azure storage. Please refer to https://aka.ms/vmextensionlinuxtroubleshoot for additional VM agent troubleshooting information.`,
  },
});
