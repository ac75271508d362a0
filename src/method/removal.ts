import { extensionOf, type ScaleSetInstance, type VmExtension } from '../target/azure-vm.ts';
import type { Action, Plan } from './action.ts';
import { refuseUnfinished } from './extension-refusals.ts';
import { ASSOCIATION_PREFIX } from './extension-wish-rule.ts';
import { inPower, refuseUnready, touchesHandler } from './machine-power.ts';
import { planOf } from './plan-of.ts';
import { refuseHardStops } from './removal-stops.ts';
import type { RemovalRequest } from './request.ts';
import { withInstances } from './scale-set-instances.ts';
import { shortName } from './short-name.ts';

/**
 * What has to happen for the agent to be off the machine: its extension, whatever its name, and the associations that azmon made for
 * it. Identities stay, others may use them. Pure.
 * Throws a Problem: 10 for a hard stop that was not lowered by name, 9 while another operation runs or the machine is stopped, 4 where
 * the machine cannot take a change.
 */
export function planRemoval(request: RemovalRequest): Plan {
  const { vm, agent, options } = request;
  const handler = { publisher: agent.extension.publisher, type: agent.extension[vm.system].type };
  const found = extensionOf(vm, handler);
  const associations = ownAssociations(request);
  const actions = [...associations, ...deletion(vm.id, found)];
  if (actions.length === 0)
    return withInstances(
      vm,
      planOf([], othersStay(request), `no ${agent.title} extension is there`),
      options.instances,
      (instance) => hasExtension(instance, handler),
    );
  refuseHardStops(request);
  refuseUnfinished(request, found);
  if (actions.some(touchesHandler)) refuseUnready(vm, options.startStopped === true);
  return withInstances(vm, planOf(inPower(vm, actions), notes(request), ''), options.instances);
}

const hasExtension = ({ extensions }: ScaleSetInstance, handler: Pick<VmExtension, 'publisher' | 'type'>): boolean =>
  extensions.some(
    ({ publisher, type }) =>
      `${publisher}/${type}`.toLowerCase() === `${handler.publisher}/${handler.type}`.toLowerCase(),
  );

const deletion = (machine: string, found: VmExtension | undefined): readonly Action[] =>
  found === undefined ? [] : [{ kind: 'delete-extension', machine, name: found.name, why: 'removal was asked for' }];

const byRule = ({ agent }: RemovalRequest): boolean => agent.extension.destination === 'rule';

function ownAssociations(request: RemovalRequest): readonly Action[] {
  if (!byRule(request)) return [];
  return request.associations.filter(isOwn).map(({ name }) => ({
    kind: 'dissociate',
    machine: request.vm.id,
    name,
    why: 'azmon made it for this agent',
  }));
}

/** Made by azmon, for a rule, and not taken over by another service. */
const isOwn = ({ name, rule, provisionedBy }: RemovalRequest['associations'][number]): boolean =>
  name.toLowerCase().startsWith(ASSOCIATION_PREFIX) && rule !== undefined && provisionedBy === undefined;

function othersStay(request: RemovalRequest): readonly string[] {
  if (!byRule(request)) return [];
  const others = request.associations.filter((one) => one.rule !== undefined && !isOwn(one));
  const listed = others.map(({ name, rule }) => `${name} (${shortName(rule ?? '')})`).join(', ');
  return others.length === 0 ? [] : [`associations that azmon did not make stay: ${listed}`];
}

function notes(request: RemovalRequest): readonly string[] {
  const { system, user } = request.vm.identity;
  const identity = byRule(request) && (system || user.length > 0) ? ["the machine's identity stays"] : [];
  return [...othersStay(request), ...identity];
}
