import { COMPUTE_VERSIONS } from './compute-versions.ts';

/** As those of machines: az 2.45 sends 2022-11-01, later ones 2023-09-01. */
export const SCALE_SET_VERSIONS: readonly string[] = COMPUTE_VERSIONS;

export const SCALE_SETS =
  '/subscriptions/:subscription/resourceGroups/:group/providers/Microsoft.Compute/virtualMachineScaleSets';
export const SCALE_SET = `${SCALE_SETS}/:set`;
export const SCALE_SET_INSTANCES = `${SCALE_SET}/virtualMachines`;
export const SCALE_SET_INSTANCE = `${SCALE_SET_INSTANCES}/:instance`;
