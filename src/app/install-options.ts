import type { SecretName } from '../method/action.ts';
import type { ExtensionOptions, InstanceWish, ProxyWish } from '../method/request.ts';
import { EXIT, Problem } from '../problem.ts';
import { Secret } from '../secret.ts';
import { type ProxyRoute, proxyLabel } from '../target/proxy.ts';
import type { VerifyLevel } from '../verify/proof.ts';
import type { Verifying } from './install-machine.ts';

/** How far a change of a scale set is to go. */
export interface InstanceFlags {
  readonly 'upgrade-instances'?: boolean | undefined;
  readonly 'upgrade-batch'?: number | undefined;
}

/** Throws AZMON-FLAG-CONFLICT (2) where it is said how many at a time, and not that any are to be upgraded. */
export function instancesOf(flags: InstanceFlags): InstanceWish | undefined {
  const { 'upgrade-instances': asked, 'upgrade-batch': atATime } = flags;
  if (asked === true) return { atATime };
  if (atATime === undefined) return undefined;
  throw new Problem({
    code: 'AZMON-FLAG-CONFLICT',
    exit: EXIT.usage,
    message: '--upgrade-batch says how many instances are upgraded at a time, and --upgrade-instances is missing',
    fix: [{ text: 'add --upgrade-instances, or leave --upgrade-batch out' }],
  });
}

/** Flags of an install that shape the extension itself. */
export interface OptionFlags extends InstanceFlags {
  readonly replace?: boolean | undefined;
  readonly 'update-key'?: boolean | undefined;
  readonly 'extension-version'?: string | undefined;
  readonly 'auto-upgrade-minor'?: boolean | undefined;
  readonly 'automatic-upgrade'?: boolean | undefined;
  readonly 'stop-on-multiple-connections'?: boolean | undefined;
  readonly 'start-stopped'?: boolean | undefined;
  readonly identity?: string | undefined;
}

export interface VerifyFlags {
  readonly verify?: VerifyLevel | undefined;
  readonly 'no-verify'?: boolean | undefined;
  readonly 'verify-timeout'?: number | undefined;
}

export const optionsOf = (flags: OptionFlags, proxy: ProxyRoute | undefined): ExtensionOptions => ({
  replace: flags.replace,
  updateKey: flags['update-key'],
  extensionVersion: flags['extension-version'],
  autoUpgradeMinor: flags['auto-upgrade-minor'],
  automaticUpgrade: flags['automatic-upgrade'],
  stopOnMultipleConnections: flags['stop-on-multiple-connections'],
  startStopped: flags['start-stopped'],
  identity: flags.identity,
  instances: instancesOf(flags),
  ...(proxy === undefined ? {} : { proxy: shown(proxy) }),
});

const shown = (proxy: ProxyRoute): ProxyWish => ({
  address: `${proxy.protocol}://${proxyLabel(proxy)}`,
  login: proxy.credentials !== undefined,
  ...(proxy.encoded === true ? { encoded: true } : {}),
});

/** The login of a proxy as an action may name it: the parts, and the whole address with both percent-encoded. */
export function proxySecrets(proxy: ProxyRoute | undefined): readonly (readonly [SecretName, Secret])[] {
  if (proxy?.credentials === undefined) return [];
  const { protocol, user = '', password = new Secret(''), credentials } = proxy;
  return [
    ['proxy', credentials.between(`${protocol}://`, `@${proxyLabel(proxy)}`)],
    ['proxy-user', new Secret(user)],
    ['proxy-password', password],
  ];
}

/** As long as the first record takes where all is well: minutes, and a quarter of an hour at most. */
const TIMEOUT_MS = 15 * 60_000;

/** Throws AZMON-FLAG-CONFLICT (2) where a proof is asked for and refused. */
export function verifyingOf(flags: VerifyFlags, asOf: string): Verifying {
  const { verify, 'no-verify': none, 'verify-timeout': timeoutMs = TIMEOUT_MS } = flags;
  if (none === true && verify !== undefined && verify !== 'none')
    throw new Problem({
      code: 'AZMON-FLAG-CONFLICT',
      exit: EXIT.usage,
      message: `--no-verify and --verify ${verify} do not go together`,
      fix: [{ text: 'leave one of them out' }],
    });
  return { level: none === true ? 'none' : (verify ?? 'reporting'), timeoutMs, asOf };
}
