import { associable } from './every-machine.ts';
import type { SandboxAssociation, SandboxState, SandboxWorkspace } from './state.ts';

interface RuleParts {
  readonly destinations?: {
    readonly logAnalytics?: readonly { readonly name?: string; readonly workspaceResourceId?: string }[];
  };
  readonly dataFlows?: readonly { readonly destinations?: readonly string[] }[];
}

/**
 * Machines and scale sets (ids in lower case) that a rule sends to the workspace, with the time since when the first such rule has done so. `only`: the one
 * machine that is asked for.
 */
export function tiesTo(workspace: SandboxWorkspace, state: SandboxState, only?: string): ReadonlyMap<string, number> {
  const ties = new Map<string, number>();
  for (const association of Object.values(state.associations)) {
    const machine = association.machine.toLowerCase();
    if ((only !== undefined && machine !== only.toLowerCase()) || !sendsTo(association, workspace, state)) continue;
    ties.set(machine, Math.min(association.since, ties.get(machine) ?? association.since));
  }
  return ties;
}

/** A rule of the other system does nothing; one without a flow to the workspace neither. */
function sendsTo(
  { rule: id, machine }: SandboxAssociation,
  { id: workspace }: SandboxWorkspace,
  state: SandboxState,
): boolean {
  const rule = state.rules[id?.toLowerCase() ?? ''];
  const system = associable(machine, state)?.system;
  if (rule === undefined || (rule.kind !== undefined && rule.kind.toLowerCase() !== system)) return false;
  const { destinations, dataFlows = [] } = rule.properties as RuleParts;
  return (destinations?.logAnalytics ?? []).some(
    ({ name = '', workspaceResourceId = '' }) =>
      workspaceResourceId.toLowerCase() === workspace.toLowerCase() &&
      dataFlows.some((flow) => flow.destinations?.includes(name)),
  );
}
