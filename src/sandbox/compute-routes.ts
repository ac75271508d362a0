import { CATALOGUE_ROUTES } from './compute-catalogue.ts';
import { EXTENSION_ROUTES } from './compute-extension.ts';
import { POWER_ROUTES } from './compute-power.ts';
import { RUN_COMMAND_ROUTES } from './compute-run-command.ts';
import { VM_ROUTES } from './compute-vm.ts';
import { HYBRID_MACHINE_ROUTES } from './hybrid-machine.ts';
import type { Route } from './route.ts';
import { SCALE_SET_ROUTES } from './scale-set.ts';
import { SCALE_SET_INSTANCE_ROUTES } from './scale-set-instances.ts';

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
  ...SCALE_SET_INSTANCE_ROUTES,
  ...HYBRID_MACHINE_ROUTES,
];
