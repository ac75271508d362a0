import packageJson from '../../package.json' with { type: 'json' };

/** As much of package.json as oclif needs; handed over so that nothing is looked for on the disk. */
export const PACKAGE = {
  name: packageJson.name,
  version: packageJson.version,
  type: 'module' as const,
  oclif: packageJson.oclif,
};
