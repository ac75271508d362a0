import { EXIT, Problem } from '../problem.ts';
import { Secret } from '../secret.ts';
import { CLOUDS, type CloudId } from '../target/cloud.ts';
import { type ProxyRoute, proxyLabel } from '../target/proxy.ts';
import type { WorkspaceCredentials } from '../workspace/credentials.ts';

/** What the wrapper is told: variables of docs/wrapper.md, secrets apart. */
export interface WrapperValues {
  readonly parameters: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, Secret>>;
}

export const NOTHING: WrapperValues = { parameters: {}, secrets: {} };

/** All of them together. */
export const together = (...values: readonly WrapperValues[]): WrapperValues => ({
  parameters: Object.assign({}, ...values.map(({ parameters }) => parameters)),
  secrets: Object.assign({}, ...values.map(({ secrets }) => secrets)),
});

export const said = (parameters: Readonly<Record<string, string | undefined>>): WrapperValues => ({
  parameters: Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  ),
  secrets: {},
});

export const YES = 'yes';
export const yesIf = (flag: boolean | undefined): string | undefined => (flag === true ? YES : undefined);

/** Which cloud, as each system's agent takes it. */
export const cloudValues = (system: 'linux' | 'windows', cloud: CloudId): WrapperValues =>
  said(
    system === 'linux'
      ? { AZMON_DOMAIN: CLOUDS[cloud].workspaceDomain }
      : { AZMON_CLOUD_TYPE: String(CLOUDS[cloud].windowsCloudType) },
  );

/** The workspace with its key; on Windows further ones with theirs. */
export function workspaceValues(
  system: 'linux' | 'windows',
  { workspaceId, key, cloud }: WorkspaceCredentials,
  also: readonly WorkspaceCredentials[] = [],
): WrapperValues {
  const keys = also.map((one, index) => [`AZMON_ALSO_KEY_${index + 1}`, one.key] as const);
  return together(
    cloudValues(system, cloud),
    said({
      AZMON_WORKSPACE_ID: workspaceId,
      AZMON_ALSO_IDS: also.length === 0 ? undefined : also.map((one) => one.workspaceId).join(' '),
    }),
    { parameters: {}, secrets: { AZMON_WORKSPACE_KEY: key, ...Object.fromEntries(keys) } },
  );
}

/** A dry run changes nothing, and needs no key for it. */
export const withoutKeys = ({ parameters, secrets }: WrapperValues): WrapperValues => ({
  parameters,
  secrets: Object.fromEntries(Object.entries(secrets).filter(([name]) => !/_KEY(_\d+)?$/.test(name))),
});

/** Linux: one address with the login in it, percent-encoded; Windows: the parts as they are. */
export function proxyValues(system: 'linux' | 'windows', proxy: ProxyRoute | undefined): WrapperValues {
  if (proxy === undefined) return NOTHING;
  const { protocol, user = '', password = new Secret(''), credentials } = proxy;
  const [before, after] = [`${protocol}://`, proxyLabel(proxy)];
  const direct = said({ AZMON_FETCH_DIRECT: yesIf(proxy.gateway) });
  if (system === 'linux') {
    const address = credentials?.between(before, `@${after}`) ?? new Secret(`${before}${after}`);
    return together(direct, { parameters: {}, secrets: { AZMON_PROXY: address } });
  }
  const login = credentials === undefined ? {} : { AZMON_PROXY_USER: new Secret(user), AZMON_PROXY_PASSWORD: password };
  return together(direct, { parameters: {}, secrets: { AZMON_PROXY: new Secret(`${before}${after}`), ...login } });
}

/**
 * The page's rule: a proxy that wants no login is given one all the same, made up. Throws AZMON-FLAG-CONFLICT (2) without a proxy, and with
 * one that has a login.
 */
export function withPseudoUser(proxy: ProxyRoute | undefined, wanted: boolean | undefined): ProxyRoute | undefined {
  if (wanted !== true) return proxy;
  if (proxy === undefined) throw conflict('--proxy-pseudo-user makes up a login for a proxy, and none is given');
  if (proxy.credentials !== undefined)
    throw conflict('the proxy has a login, and --proxy-pseudo-user would make one up');
  return { ...proxy, user: 'user', password: new Secret('password'), credentials: new Secret('user:password') };
}

export const conflict = (message: string, fix = 'leave one of them out'): Problem =>
  new Problem({ code: 'AZMON-FLAG-CONFLICT', exit: EXIT.usage, message, fix: [{ text: fix }] });

/** 450000 -> `450` */
export const seconds = (ms: number | undefined): string | undefined =>
  ms === undefined ? undefined : String(Math.max(1, Math.round(ms / 1000)));
