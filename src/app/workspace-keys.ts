import { EXIT, Problem } from '../problem.ts';
import { managementOf } from '../target/management.ts';
import { configSource } from '../workspace/sources/config.ts';
import { environmentSource } from '../workspace/sources/environment.ts';
import { fileSource } from '../workspace/sources/file.ts';
import { vaultSource } from '../workspace/sources/key-vault.ts';
import type { KeySource } from '../workspace/sources/source.ts';
import { parseVaultReference } from '../workspace/vault-reference.ts';
import type { Naming } from '../workspace/which.ts';
import type { Origin } from './settle.ts';
import type { CredentialContext, WorkspaceFlags } from './workspace.ts';

/**
 * Where a key is given, in the documented order: command line, variables, configuration file; among each of them a file, the key
 * itself, then a reference to Key Vault. A reference is read (and refused) here, before anything is touched.
 */
export function keySources(flags: WorkspaceFlags, context: CredentialContext, naming: Naming): readonly KeySource[] {
  const { key, configured } = context;
  const line = [...fileAt('flag', flags, context), ...vaultAt('flag', flags, context)];
  if (line.length > 1) throw twoKeys();
  const variables = [
    ...fileAt('environment', flags, context),
    ...(key === undefined ? [] : [environmentSource(key)]),
    ...vaultAt('environment', flags, context),
  ];
  const written = [
    ...fileAt('config', flags, context),
    ...(configured?.key === undefined ? [] : [configSource(configured.path, configured.key)]),
    ...vaultAt('config', flags, context),
  ];
  return [
    ...line,
    ...(isOfAnother('environment', naming, context) ? [] : variables),
    ...(isOfAnother('config', naming, context) ? [] : written),
  ];
}

/** Beside a key stands another workspace than the one that counts, which something closer names: the key is that workspace's. */
function isOfAnother(level: 'environment' | 'config', { id, name }: Naming, { said }: CredentialContext): boolean {
  const there = (['workspace', 'workspace-id'] as const).flatMap(
    (flag) => said(flag, level)?.trim().toLowerCase() ?? [],
  );
  const counted = [id, name].map((one) => one?.text.trim().toLowerCase());
  return there.length > 0 && !there.some((text) => counted.includes(text));
}

function fileAt(level: Origin, flags: WorkspaceFlags, context: CredentialContext): readonly KeySource[] {
  const path = flags['workspace-key-file'];
  if (path === undefined || originOf('workspace-key-file', context) !== level) return [];
  return [fileSource(path, context.files, via(level, 'AZMON_WORKSPACE_KEY_FILE', context))];
}

function vaultAt(level: Origin, flags: WorkspaceFlags, context: CredentialContext): readonly KeySource[] {
  const text = flags['workspace-key-vault'];
  if (text === undefined || originOf('workspace-key-vault', context) !== level) return [];
  const { vaultDomain } = managementOf(flags.cloud ?? 'public', process.env.AZMON_SANDBOX);
  const reference = parseVaultReference(text, vaultDomain);
  return [vaultSource(reference, context.azure, via(level, 'AZMON_WORKSPACE_KEY_VAULT', context))];
}

const originOf = (flag: string, { origin }: CredentialContext): Origin => origin(flag) ?? 'flag';

const via = (level: Origin, variable: string, { configured }: CredentialContext): string | undefined =>
  ({ flag: undefined, environment: variable, config: configured?.path })[level];

const twoKeys = (): Problem =>
  new Problem({
    code: 'AZMON-WORKSPACE-KEY-TWICE',
    exit: EXIT.usage,
    message: '--workspace-key-file and --workspace-key-vault were both given',
    why: 'one workspace has one key to be used',
    fix: [{ text: 'leave one of them out' }],
  });
