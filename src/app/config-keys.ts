import { AZURE_FLAGS, COMMON_FLAGS, DEPLOY_FLAGS, FLAGS, OTHER_FLAGS, WORKSPACE_FLAGS } from './flags.ts';

/** What is said for one run: which machines and files, that nobody is asked, that something is written over. */
export const NOT_IN_CONFIG: readonly string[] = [
  ...['config', 'yes', 'force', 'replace', 'dry-run', 'list', 'file', 'facts', 'out', 'record', 'secondary', 'since'],
  ...['json', 'update-key', 'start-stopped'],
];

/** The keys of a configuration file: the names of flags. A flag that the command does not take is left to those that do. */
export const CONFIG_KEYS: readonly string[] = Object.keys({
  ...{ ...COMMON_FLAGS, ...FLAGS, ...AZURE_FLAGS },
  ...{ ...WORKSPACE_FLAGS, ...DEPLOY_FLAGS, ...OTHER_FLAGS },
}).filter((name) => !NOT_IN_CONFIG.includes(name));
