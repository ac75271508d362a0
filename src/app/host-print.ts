import { bundleFor } from '../agent/bundles.ts';
import { linuxWrapper, windowsWrapper } from '../machine/wrapper-script.ts';
import { EXIT, Problem } from '../problem.ts';
import { type ProxyRoute, proxyLabel } from '../target/proxy.ts';
import { isWorkspaceId } from '../target/workspace.ts';
import type { Answer } from './answer.ts';
import type { HostDoor } from './host-begin.ts';
import { bundleValues, chooseBundle } from './host-bundle.ts';
import type { InstallHostFlags } from './host-install.ts';
import { cloudValues, conflict, said, seconds, together, type WrapperValues, yesIf } from './host-parameters.ts';
import { wantFlags } from './missing-flags.ts';
import { once } from './once.ts';
import { proxyText } from './proxy-text.ts';
import { questionOf } from './question.ts';
import { workspaceFor } from './workspace.ts';

const WRITERS = { linux: linuxWrapper, windows: windowsWrapper };

/** The wrapper with its parameters, for a machine that nobody can reach. */
export function printedWrapper(system: 'linux' | 'windows', { parameters }: WrapperValues, door: HostDoor): Answer {
  const { wrappers } = door.world.hosts({ machines: 1, timeoutMs: undefined, azure: notOpened, signal: door.signal });
  const script = WRITERS[system](wrappers[system], parameters);
  // The line feed of the last line comes back when it is written; a carriage return before it stays.
  return { result: { system, script }, exit: EXIT.ok, text: script.replace(/\n$/, '').split('\n') };
}

const notOpened = (): Promise<never> => Promise.reject(new TypeError('nothing is asked of Azure to print a script'));

/** What is only known of a machine that is looked at, and what only azmon can do. */
const NOT_PRINTED = ['fix', 'push', 'file', 'verify', 'also-workspace', 'sudo-password-file', 'ignore'] as const;

export function refuseTargets(targets: readonly string[]): void {
  if (targets.length > 0)
    throw conflict(
      '--script prints a script for a machine that is not reached, and a target is named',
      'leave out one of them',
    );
}

/** Prints the install. The key is never in it: the script reads it from stdin, or asks. */
export async function printInstall(
  system: 'linux' | 'windows',
  flags: InstallHostFlags,
  door: HostDoor,
): Promise<Answer> {
  const alone = NOT_PRINTED.find((name) => flags[name] !== undefined && door.given(name));
  if (alone !== undefined) throw conflict(`--script does not go with --${alone}`);
  if (flags.workspace === undefined) wantFlags({ ...flags }, ['workspace-id']);
  const proxy = await proxyText(flags, door.given('proxy'), door.world.files);
  const question = questionOf({ ...flags, proxy, agent: 'log-analytics', release: undefined }, '2020-02-04');
  const release = system === 'linux' ? (flags.release ?? bundleFor('x86_64')?.version) : flags.release;
  const { cloud } = flags;
  // What it is given as a path is one of that machine.
  const bundle = chooseBundle(
    { ...flags, release: flags.bundle === undefined ? release : undefined },
    HERE,
    system,
    undefined,
    (path) => path,
  );
  return printedWrapper(
    system,
    together(
      said({ AZMON_DO: 'install', AZMON_DRY_RUN: yesIf(flags['dry-run']) }),
      said({ AZMON_WORKSPACE_ID: await idOf(flags, door) }),
      cloudValues(system, cloud ?? 'public'),
      bundleValues(bundle, flags),
      openProxy(question.proxy, flags),
      said({
        ...{ AZMON_REPLACE: yesIf(flags.replace), AZMON_LOCK_WAIT: seconds(flags['lock-wait']) },
        AZMON_TLS12: yesIf(flags['enable-tls12']),
      }),
    ),
    door,
  );
}

const HERE = { kind: 'local' } as const;

async function idOf(flags: InstallHostFlags, door: HostDoor): Promise<string> {
  const { interactive, world, typed, talk, signal } = door;
  const id = flags['workspace-id'] ?? flags.workspace ?? '';
  if (isWorkspaceId(id)) return id.toLowerCase();
  const azure = once(() => world.azure({ ...flags, tell: talk, signal }));
  return (await workspaceFor(flags, { ...typed, azure, interactive, files: world.files })).workspaceId.toLowerCase();
}

/** A login would go wherever the script is copied. */
function openProxy(proxy: ProxyRoute | undefined, flags: InstallHostFlags): WrapperValues {
  if (proxy === undefined) return said({});
  if (proxy.credentials !== undefined || flags['proxy-pseudo-user'] === true) throw keepOut();
  const address = `${proxy.protocol}://${proxyLabel(proxy)}`;
  return said({ AZMON_PROXY: address, AZMON_FETCH_DIRECT: yesIf(proxy.gateway) });
}

const keepOut = (): Problem =>
  new Problem({
    code: 'AZMON-SCRIPT-SECRET',
    exit: EXIT.usage,
    message: 'the login of a proxy is not written into a printed script',
    why: 'the script would carry it wherever it is copied',
    fix: [
      { text: 'print it without the proxy, and set the proxy afterwards on the machine' },
      { text: 'or let azmon reach the machine: ssh://[user@]host' },
    ],
  });
