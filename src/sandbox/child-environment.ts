import { existsSync, mkdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { azFiles } from './az-folder.ts';
import { AZ_REPAIR } from './az-repair.ts';
import type { OpenedSandbox } from './open.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** How azmon itself is started again: Node and its script. */
export interface Launcher {
  readonly node: string;
  readonly script: string;
  readonly platform: NodeJS.Platform;
}

export interface ChildEnvironment {
  readonly values: Readonly<Record<string, string>>;
  /** Removes the folder behind it. */
  close(): Promise<void>;
}

/**
 * The whole environment of a command that is to see the sandbox in place of Azure: azmon and the Azure SDKs, az without a login, whatever trusts by
 * OpenSSL's or python-requests' variables. What would sign in elsewhere (AZURE_..., ARM_...) is left out of it. All files lie in one folder of the user's own.
 */
export async function childEnvironment(
  sandbox: OpenedSandbox,
  parent: Environment,
  launcher: Launcher,
): Promise<ChildEnvironment> {
  const folder = await mkdtemp(join(tmpdir(), 'azmon-run-'));
  try {
    const values = {
      ...inherited(parent),
      ...sandbox.environment,
      ...(await trust(sandbox, parent, folder)),
      ...(await azOf(sandbox, folder)),
      ...(await pathWith(parent, launcher, folder)),
      ...direct(parent),
    };
    return { values, close: () => rm(folder, { recursive: true, force: true }) };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

const inherited = (parent: Environment): Record<string, string> =>
  Object.fromEntries(
    Object.entries(parent).flatMap(([name, value]) =>
      value === undefined || /^(?:AZURE|ARM|MSI|IDENTITY)_/i.test(name) ? [] : [[name, value]],
    ),
  );

/** Bundles that systems keep: Debian, Red Hat, SUSE, Alpine and macOS. */
const SYSTEM_BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/** Our authority beside those that were trusted before: whoever looks only at one file must still find the rest of the world. */
async function trust(sandbox: OpenedSandbox, parent: Environment, folder: string): Promise<Record<string, string>> {
  const ours = await readFile(sandbox.certificateFile, 'utf8');
  const extra = await contentOf(parent.NODE_EXTRA_CA_CERTS);
  const known = parent.SSL_CERT_FILE ?? parent.REQUESTS_CA_BUNDLE ?? SYSTEM_BUNDLES.find((path) => existsSync(path));
  const system = (await contentOf(known)) ?? rootCertificates.join('\n');
  const nodes = await written(folder, 'node.pem', [extra, ours].join('\n'));
  const bundle = await written(folder, 'bundle.pem', [system, extra, ours].join('\n'));
  return { NODE_EXTRA_CA_CERTS: nodes, SSL_CERT_FILE: bundle, REQUESTS_CA_BUNDLE: bundle, CURL_CA_BUNDLE: bundle };
}

const contentOf = async (path: string | undefined): Promise<string | undefined> =>
  path === undefined || path === '' ? undefined : readFile(path, 'utf8').catch(() => undefined);

async function written(folder: string, name: string, text: string, mode = 0o600): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text, { mode });
  return path;
}

async function azOf(sandbox: OpenedSandbox, folder: string): Promise<Record<string, string>> {
  const config = join(folder, 'az');
  mkdirSync(config, { mode: 0o700 });
  const tenant = sandbox.environment.AZURE_TENANT_ID ?? '';
  for (const [name, text] of Object.entries(
    azFiles({ origin: sandbox.origin, tenant, subscriptions: sandbox.subscriptions }),
  ))
    await written(config, name, text);
  return { AZURE_CONFIG_DIR: config };
}

/** This azmon before any other, and az with its repair. */
async function pathWith(
  parent: Environment,
  { node, script, platform }: Launcher,
  folder: string,
): Promise<Record<string, string>> {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { mode: 0o700 });
  const name = Object.keys(parent).find((one) => one.toUpperCase() === 'PATH') ?? 'PATH';
  const path = parent[name] ?? '';
  if (platform === 'win32') await written(bin, 'azmon.cmd', `@"${node}" "${script}" %*\r\n`, 0o700);
  else {
    await written(bin, 'azmon', `#!/bin/sh\nexec ${quoted(node)} ${quoted(script)} "$@"\n`, 0o700);
    const az = path.split(delimiter).find((one) => one !== '' && existsSync(join(one, 'az')));
    if (az !== undefined) await repaired(bin, folder, join(az, 'az'));
  }
  return { [name]: [bin, path].join(delimiter) };
}

async function repaired(bin: string, folder: string, az: string): Promise<void> {
  const python = join(folder, 'python');
  mkdirSync(python, { mode: 0o700 });
  await written(python, 'sitecustomize.py', AZ_REPAIR);
  const script = `#!/bin/sh\nPYTHONPATH=${quoted(python)}\${PYTHONPATH:+:$PYTHONPATH} exec ${quoted(az)} "$@"\n`;
  await written(bin, 'az', script, 0o700);
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** No proxy stands between this machine and itself. */
function direct(parent: Environment): Record<string, string> {
  const hosts = [parent.NO_PROXY ?? parent.no_proxy, 'localhost', '127.0.0.1'].filter(
    (one) => one !== undefined && one !== '',
  );
  return { NO_PROXY: hosts.join(','), no_proxy: hosts.join(',') };
}
