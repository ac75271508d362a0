/**
 * Versions of Microsoft.Compute that the sandbox takes: what is answered is 2024-07-01 in all of them, whose members of machines and
 * extensions the later ones have too. 2022-08-01 and 2022-11-01 are sent by az 2.45, 2026-04-01 by @azure/arm-compute 25.
 */
export const COMPUTE_VERSIONS: readonly string[] = [
  ...['2022-03-01', '2022-08-01', '2022-11-01', '2023-03-01', '2023-07-01', '2023-09-01', '2024-03-01', '2024-07-01'],
  ...['2024-11-01', '2025-04-01', '2026-03-01', '2026-04-01'],
];

export const VIRTUAL_MACHINES =
  '/subscriptions/:subscription/resourceGroups/:group/providers/Microsoft.Compute/virtualMachines';
export const VIRTUAL_MACHINE = `${VIRTUAL_MACHINES}/:vm`;
