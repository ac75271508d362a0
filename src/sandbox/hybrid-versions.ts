/**
 * Versions of Microsoft.HybridCompute that the sandbox takes. 2022-12-27 is the last stable one whose file is at hand; the previews and
 * what came after them are what az's connectedmachine extension and newer clients send.
 */
export const HYBRID_VERSIONS: readonly string[] = [
  ...['2021-05-20', '2022-12-27', '2023-10-03-preview', '2024-05-20-preview', '2024-07-10', '2025-01-13'],
];

/** Run commands came later than machines. */
export const HYBRID_COMMAND_VERSIONS: readonly string[] = HYBRID_VERSIONS.filter((version) => version > '2023');

export const HYBRID_PROVIDER = '/subscriptions/:subscription/providers/Microsoft.HybridCompute';
export const ARC_MACHINES =
  '/subscriptions/:subscription/resourceGroups/:group/providers/Microsoft.HybridCompute/machines';
export const ARC_MACHINE = `${ARC_MACHINES}/:arc`;
