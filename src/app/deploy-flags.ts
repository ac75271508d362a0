import { AZURE_FLAGS, DEPLOY_FLAGS, FLAGS, OTHER_FLAGS, WORKSPACE_FLAGS } from './flags.ts';

/** Of installing and removing, by whatever method of Azure. */
const BOTH = {
  agent: FLAGS.agent,
  file: FLAGS.file,
  ignore: FLAGS.ignore,
  concurrency: FLAGS.concurrency,
  timeout: FLAGS.timeout,
  'dry-run': DEPLOY_FLAGS['dry-run'],
  'start-stopped': DEPLOY_FLAGS['start-stopped'],
  'upgrade-instances': DEPLOY_FLAGS['upgrade-instances'],
  'upgrade-batch': DEPLOY_FLAGS['upgrade-batch'],
  wait: DEPLOY_FLAGS.wait,
} as const;

export const INSTALL_FLAGS = {
  ...BOTH,
  'as-of': FLAGS['as-of'],
  ...WORKSPACE_FLAGS,
  rule: DEPLOY_FLAGS.rule,
  'default-rule': DEPLOY_FLAGS['default-rule'],
  identity: DEPLOY_FLAGS.identity,
  'extension-version': DEPLOY_FLAGS['extension-version'],
  'auto-upgrade-minor': DEPLOY_FLAGS['auto-upgrade-minor'],
  'automatic-upgrade': DEPLOY_FLAGS['automatic-upgrade'],
  'stop-on-multiple-connections': DEPLOY_FLAGS['stop-on-multiple-connections'],
  replace: DEPLOY_FLAGS.replace,
  'update-key': DEPLOY_FLAGS['update-key'],
  proxy: FLAGS.proxy,
  'proxy-file': FLAGS['proxy-file'],
  probe: DEPLOY_FLAGS.probe,
  verify: DEPLOY_FLAGS.verify,
  'no-verify': DEPLOY_FLAGS['no-verify'],
  'verify-timeout': DEPLOY_FLAGS['verify-timeout'],
  ...AZURE_FLAGS,
} as const;

export const TEMPLATE_FLAGS = {
  ...INSTALL_FLAGS,
  validate: DEPLOY_FLAGS.validate,
  'what-if': DEPLOY_FLAGS['what-if'],
  export: DEPLOY_FLAGS.export,
  force: OTHER_FLAGS.force,
} as const;

export const REMOVE_FLAGS = { ...BOTH, yes: DEPLOY_FLAGS.yes, ...AZURE_FLAGS } as const;
