import type { MachineFacts } from '../../machine/facts.ts';

/** A workspace shows as a management group of this name too. */
const OF_A_WORKSPACE = /^AOI-/i;

/** The management groups of Operations Manager that an agent for Windows reports to; undefined: not observed. */
export const managementGroups = ({ 'mma.group': seen }: MachineFacts): readonly string[] | undefined =>
  seen?.filter((name) => !OF_A_WORKSPACE.test(name));
