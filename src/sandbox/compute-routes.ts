import { CATALOGUE_ROUTES } from './compute-catalogue.ts';
import { EXTENSION_ROUTES } from './compute-extension.ts';
import { POWER_ROUTES } from './compute-power.ts';
import { RUN_COMMAND_ROUTES } from './compute-run-command.ts';
import { VM_ROUTES } from './compute-vm.ts';
import type { Route } from './route.ts';

/** Microsoft.Compute, as far as azmon and those beside it need it; the addresses of operations stand apart (compute-operation.ts). */
export const COMPUTE_ROUTES: readonly Route[] = [
  ...VM_ROUTES,
  ...EXTENSION_ROUTES,
  ...POWER_ROUTES,
  ...RUN_COMMAND_ROUTES,
  ...CATALOGUE_ROUTES,
];
