const LATER = [
  ...['2019-07-01', '2020-06-01', '2020-10-01', '2021-04-01', '2022-09-01', '2023-07-01', '2024-03-01', '2024-07-01'],
  ...['2024-11-01', '2025-04-01'],
];

/** Versions of Microsoft.Resources that the sandbox takes. */
export const PROVIDER_VERSIONS: readonly string[] = ['2016-09-01', ...LATER];
export const GROUP_VERSIONS: readonly string[] = ['2016-09-01', '2018-05-01', ...LATER];
