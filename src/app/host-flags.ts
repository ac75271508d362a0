import type { AlphabetLowercase } from '@oclif/core/interfaces';
import { AZURE_FLAGS, DEPLOY_FLAGS, FLAGS, HOST_FLAGS, OTHER_FLAGS, WORKSPACE_FLAGS } from './flags.ts';

/** The same flag under further names, or told in other words. */
const under = <F extends object>(
  flag: F,
  names: { readonly char?: AlphabetLowercase; readonly aliases?: string[]; readonly summary?: string },
): F => ({ ...flag, ...names });

/** Of every command that works on machines by the wrapper. */
const REACHED = {
  file: FLAGS.file,
  'dry-run': DEPLOY_FLAGS['dry-run'],
  concurrency: FLAGS.concurrency,
  timeout: FLAGS.timeout,
  'sudo-password-file': HOST_FLAGS['sudo-password-file'],
  'ssh-config': FLAGS['ssh-config'],
} as const;

/** Which file installs the agent. */
const BUNDLE = {
  bundle: HOST_FLAGS.bundle,
  sha256: HOST_FLAGS.sha256,
  push: HOST_FLAGS.push,
  'lock-wait': HOST_FLAGS['lock-wait'],
} as const;

const RELEASE = under(FLAGS.release, { summary: 'which of the known releases; the newest without it' });

const PROXY = { proxy: FLAGS.proxy, 'proxy-file': FLAGS['proxy-file'], gateway: FLAGS.gateway } as const;

const INSTALL = {
  ...REACHED,
  ...WORKSPACE_FLAGS,
  replace: DEPLOY_FLAGS.replace,
  ...BUNDLE,
  release: RELEASE,
  agent: under(FLAGS.agent, { summary: 'only log-analytics: its successor comes through Azure' }),
  'as-of': FLAGS['as-of'],
  ignore: FLAGS.ignore,
  offline: FLAGS.offline,
  ...PROXY,
  verify: DEPLOY_FLAGS.verify,
  'no-verify': DEPLOY_FLAGS['no-verify'],
  'verify-timeout': DEPLOY_FLAGS['verify-timeout'],
  script: HOST_FLAGS.script,
  ...AZURE_FLAGS,
} as const;

/** The official script's own flags are understood: -w/--id, -d/--domain, -p/--proxy, --purge; -s/--shared is refused. */
export const INSTALL_LINUX_FLAGS = {
  ...INSTALL,
  'workspace-id': under(INSTALL['workspace-id'], { char: 'w', aliases: ['id'] }),
  proxy: under(INSTALL.proxy, { char: 'p' }),
  domain: under(HOST_FLAGS.domain, { char: 'd' }),
  'proxy-pseudo-user': HOST_FLAGS['proxy-pseudo-user'],
  fix: HOST_FLAGS.fix,
  purge: HOST_FLAGS.purge,
  shared: HOST_FLAGS.shared,
  yes: DEPLOY_FLAGS.yes,
} as const;

export const INSTALL_WINDOWS_FLAGS = {
  ...INSTALL,
  bundle: under(INSTALL.bundle, { aliases: ['package'] }),
  signer: HOST_FLAGS.signer,
  'enable-tls12': HOST_FLAGS['enable-tls12'],
  'also-workspace': HOST_FLAGS['also-workspace'],
} as const;

export const REMOVE_HOST_FLAGS = {
  ...REACHED,
  ignore: FLAGS.ignore,
  'lock-wait': HOST_FLAGS['lock-wait'],
  script: HOST_FLAGS.script,
  yes: DEPLOY_FLAGS.yes,
} as const;

const AGENT = { ...REACHED, ...AZURE_FLAGS } as const;
const { 'workspace-key-file': _, 'workspace-key-vault': __, ...WHICH_WORKSPACE } = WORKSPACE_FLAGS;
const { 'dry-run': ___, ...LOOKED_AT } = AGENT;
const GROUP = { 'management-group': under(HOST_FLAGS['management-group'], { aliases: ['group'] }) } as const;

/** What each verb of `azmon agent` takes. */
export const AGENT_FLAGS = {
  show: LOOKED_AT,
  'add-workspace': { ...AGENT, ...WORKSPACE_FLAGS },
  'set-workspace': { ...AGENT, ...WORKSPACE_FLAGS },
  'remove-workspace': { ...AGENT, ...WHICH_WORKSPACE },
  'set-proxy': { ...AGENT, ...PROXY, 'proxy-pseudo-user': HOST_FLAGS['proxy-pseudo-user'] },
  'clear-proxy': AGENT,
  restart: AGENT,
  'add-group': {
    ...AGENT,
    ...GROUP,
    'management-server': under(HOST_FLAGS['management-server'], { aliases: ['server'] }),
    'management-port': under(HOST_FLAGS['management-port'], { aliases: ['port'] }),
  },
  'remove-group': { ...AGENT, ...GROUP },
  logs: { ...LOOKED_AT, lines: HOST_FLAGS.lines },
  upgrade: {
    ...AGENT,
    ...BUNDLE,
    bundle: under(BUNDLE.bundle, { aliases: ['package'] }),
    release: RELEASE,
    signer: HOST_FLAGS.signer,
  },
} as const;

export const SUPPORT_FLAGS = {
  out: under(OTHER_FLAGS.out, { summary: 'folder to write, its files readable by their owner only' }),
  lines: HOST_FLAGS.lines,
  force: OTHER_FLAGS.force,
  yes: DEPLOY_FLAGS.yes,
  timeout: FLAGS.timeout,
  'sudo-password-file': HOST_FLAGS['sudo-password-file'],
  'ssh-config': FLAGS['ssh-config'],
} as const;
