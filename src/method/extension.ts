import { AGENTS } from '../agent/index.ts';
import { extensionOf } from '../target/azure-vm.ts';
import { kindOf } from '../target/machine-kind.ts';
import type { Action, Plan } from './action.ts';
import { differences, repoints } from './extension-differences.ts';
import { putExtension } from './extension-put.ts';
import { refuseConflict, refuseLocked, refuseUnfinished } from './extension-refusals.ts';
import { type ExtensionWish, wishOf } from './extension-wish.ts';
import { inPower, refuseUnready, touchesHandler } from './machine-power.ts';
import { planOf } from './plan-of.ts';
import type { ExtensionRequest } from './request.ts';
import { withInstances } from './scale-set-instances.ts';

/**
 * What has to happen for the agent to be on the machine as asked. Looks at every dimension that can be read (destination, settings,
 * version, upgrade flags, provisioning, identity, association) and plans the difference only. Pure.
 * Throws a Problem: 10 where another workspace is there and `replace` was not asked, 9 while another operation runs or the machine is
 * stopped, 4 where the machine cannot take an extension, 2 where options contradict.
 */
export function planExtension(request: ExtensionRequest): Plan {
  const wish = wishOf(request);
  refuseUnfinished(request, wish.found);
  refuseConflict(request, wish);
  const actions = [...wish.before, ...extensionActions(request, wish), ...wish.after];
  refuseLocked(request, actions);
  if (actions.some(touchesHandler)) refuseUnready(request.vm, request.options.startStopped === true);
  const plan = planOf(
    inPower(request.vm, actions),
    [...wish.notes, ...surroundings(request, wish), ...asleep(request, actions)],
    'as asked already',
  );
  return withInstances(request.vm, plan, request.options.instances);
}

function extensionActions(request: ExtensionRequest, wish: ExtensionWish): readonly Action[] {
  const why = differences(request, wish);
  if (why.length === 0) return [];
  if (wish.refusePut !== undefined) throw wish.refusePut;
  const put = putExtension(request, wish, why.join(', '));
  const { found } = wish;
  if (found === undefined || put.change === 'update') return [put];
  return [
    {
      kind: 'delete-extension',
      machine: request.vm.id,
      name: found.name,
      why: 'it takes no change of this kind while installed',
    },
    put,
  ];
}

/** Nothing has to be sent to the machine itself, so that it may stay as it is. */
const asleep = ({ vm }: ExtensionRequest, actions: readonly Action[]): readonly string[] =>
  kindOf(vm).carriedOutBy === 'vm-agent' &&
  (vm.power === 'stopped' || vm.power === 'deallocated') &&
  !actions.some(touchesHandler)
    ? [`the machine is ${vm.power}: nothing is reported until it runs`]
    : [];

/** What an operator should know beside the changes. */
function surroundings({ vm, agent, options }: ExtensionRequest, wish: ExtensionWish): readonly string[] {
  const others = Object.values(AGENTS).filter(
    (other) =>
      other.id !== agent.id &&
      extensionOf(vm, { publisher: other.extension.publisher, type: other.extension[vm.system].type }) !== undefined,
  );
  return [
    ...others.map(({ title }) => `the ${title} is there too: what both collect arrives twice and is paid for twice`),
    ...(repoints(wish) && wish.side.repoint === 'put'
      ? ['the extension sets one workspace; others that the agent reports to stay and are changed on the machine only']
      : []),
    // Source: AzureMonitorAgent/agent.py, which reads the proxy of the Connected Machine agent first.
    ...(vm.arc !== undefined && vm.system === 'linux' && options.proxy !== undefined
      ? ['a proxy that the Connected Machine agent is set to goes before this one (azcmagent config get proxy.url)']
      : []),
  ];
}
