import type { MachineFacts } from '../../machine/facts.ts';

/** A workspace shows as a management group of this name too. */
const OF_A_WORKSPACE = /^AOI-/i;

/** The management groups of Operations Manager that an agent for Windows reports to; undefined: not observed. */
export const managementGroups = ({ 'mma.group': seen }: MachineFacts): readonly string[] | undefined =>
  seen?.filter((name) => !OF_A_WORKSPACE.test(name));

/** The Log Analytics agent that is there serves Operations Manager and no workspace: it collects nothing for Azure. */
export function isOperationsManagerOnly(facts: MachineFacts): boolean {
  const windows = (managementGroups(facts)?.length ?? 0) > 0 && facts['mma.workspace']?.length === 0;
  return windows || (facts['scom.linked'] === true && facts['oms.workspace']?.length === 0);
}
