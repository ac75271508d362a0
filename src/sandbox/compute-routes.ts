import { CATALOGUE_ROUTES } from './compute-catalogue.ts';
import { EXTENSION_ROUTES } from './compute-extension.ts';
import { POWER_ROUTES } from './compute-power.ts';
import { RUN_COMMAND_ROUTES } from './compute-run-command.ts';
import { VM_ROUTES } from './compute-vm.ts';
import { HYBRID_CATALOGUE_ROUTES } from './hybrid-catalogue.ts';
import { HYBRID_EXTENSION_ROUTES } from './hybrid-extension.ts';
import { HYBRID_MACHINE_ROUTES } from './hybrid-machine.ts';
import { HYBRID_COMMAND_ROUTES } from './hybrid-run-command.ts';
import { HYBRID_UPGRADE_ROUTES } from './hybrid-upgrade.ts';
import type { Route } from './route.ts';
import { SCALE_SET_ROUTES } from './scale-set.ts';
import { SCALE_SET_CHANGE_ROUTES } from './scale-set-change.ts';
import { SCALE_SET_EXTENSION_ROUTES } from './scale-set-extension.ts';
import { SCALE_SET_INSTANCE_ROUTES } from './scale-set-instances.ts';
import { SCALE_SET_UPGRADE_ROUTES } from './scale-set-upgrade.ts';

/**
 * Microsoft.Compute and Microsoft.HybridCompute, as far as azmon and those beside it need them; the addresses of operations stand apart
 * (compute-operation.ts).
 */
export const COMPUTE_ROUTES: readonly Route[] = [
  ...VM_ROUTES,
  ...EXTENSION_ROUTES,
  ...POWER_ROUTES,
  ...RUN_COMMAND_ROUTES,
  ...CATALOGUE_ROUTES,
  ...SCALE_SET_ROUTES,
  ...SCALE_SET_CHANGE_ROUTES,
  ...SCALE_SET_EXTENSION_ROUTES,
  ...SCALE_SET_UPGRADE_ROUTES,
  ...SCALE_SET_INSTANCE_ROUTES,
  ...HYBRID_MACHINE_ROUTES,
  ...HYBRID_EXTENSION_ROUTES,
  ...HYBRID_UPGRADE_ROUTES,
  ...HYBRID_CATALOGUE_ROUTES,
  ...HYBRID_COMMAND_ROUTES,
];
