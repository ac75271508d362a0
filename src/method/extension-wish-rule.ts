import { EXIT, Problem } from '../problem.ts';
import type { AzureVm } from '../target/azure-vm.ts';
import { kindOf } from '../target/machine-kind.ts';
import type { Action, ProtectedSettings } from './action.ts';
import type { DestinationWish, WishContext } from './extension-wish.ts';
import { freeName } from './free-name.ts';
import type { ProxyWish } from './request.ts';
import { shortName } from './short-name.ts';

/** What azmon names the associations that it makes begin with. */
export const ASSOCIATION_PREFIX = 'azmon-';

/**
 * A data collection rule: it is tied to the machine beside the extension, which signs in with an identity of the machine. Protected
 * settings hold nothing but a proxy's login: anything else there makes the Linux handler take an internal path that ends with code 53.
 */
export function ruleWish(context: WishContext<'rule'>): DestinationWish {
  const { request, side, found } = context;
  refuseOtherSystem(context);
  const { proxy } = request.options;
  const identity = identityOf(context);
  return {
    settings: { ...identity.settings, ...(proxy === undefined ? {} : { proxy: proxySetting(proxy) }) },
    defaults: {},
    protectedSettings: proxyLogin(proxy),
    ...(identity.named && side.userIdentityVersion !== undefined ? { minimumVersion: side.userIdentityVersion } : {}),
    before: identity.actions,
    after: association(context),
    notes: [...identity.notes, ...besideOthers(context), ...fragile(context)],
    ...(loginIsLost(proxy, found?.settings.proxy) ? { refusePut: proxyAgain(request.vm.id) } : {}),
  };
}

const proxyAgain = (machine: string): Problem =>
  new Problem({
    code: 'AZMON-PROXY-AGAIN',
    exit: EXIT.usage,
    message: 'the login of the proxy is needed again',
    why: 'the extension goes out by a proxy with a login, which Azure never gives back, and every change has to send it',
    fix: [{ text: 'give the proxy with its login: AZMON_PROXY or --proxy-file' }],
    target: machine,
  });

const loginIsLost = (proxy: ProxyWish | undefined, now: unknown): boolean =>
  proxy === undefined && String((now as { auth?: unknown } | undefined)?.auth) === 'true';

const proxySetting = ({ address, login }: ProxyWish): Readonly<Record<string, string>> => ({
  mode: 'application',
  address,
  auth: login ? 'true' : 'false',
});

const proxyLogin = (proxy: ProxyWish | undefined): ProtectedSettings =>
  proxy?.login === true
    ? { proxy: { username: { secret: 'proxy-user' }, password: { secret: 'proxy-password' } } }
    : {};

interface IdentityWish {
  readonly named: boolean;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly actions: readonly Action[];
  readonly notes: readonly string[];
}

/**
 * The agent signs in with the identity its settings name, else the system-assigned one, else the only user-assigned one; with several
 * of those and none named it gets no token. Source: Azure/azure-linux-extensions AzureMonitorAgent.
 */
function identityOf({ request, found }: WishContext<'rule'>): IdentityWish {
  const { vm, options } = request;
  const wanted = options.identity ?? namedBy(found?.settings, 'mi_res_id');
  if (wanted !== undefined) return named(vm, wanted, options.identity !== undefined);
  const none: IdentityWish = { named: false, settings: {}, actions: [], notes: [] };
  const otherwiseNamed = (namedBy(found?.settings, 'client_id') ?? namedBy(found?.settings, 'object_id')) !== undefined;
  const [only, ...others] = vm.identity.user;
  if (vm.identity.system || (otherwiseNamed && only !== undefined)) return none;
  if (only !== undefined && others.length === 0)
    return { ...none, notes: ["it signs in with the machine's only user-assigned identity"] };
  return {
    ...none,
    actions: [{ kind: 'add-identity', machine: vm.id, why: 'the agent signs in with an identity of the machine' }],
  };
}

function named(vm: AzureVm, wanted: string, asked: boolean): IdentityWish {
  const there = vm.identity.user.some((one) => one.toLowerCase() === wanted.toLowerCase());
  if (!there) throw notAssigned(wanted, vm);
  const value = { 'identifier-name': 'mi_res_id', 'identifier-value': wanted };
  return {
    named: true,
    settings: asked ? { authentication: { managedIdentity: value } } : {},
    actions: [],
    notes: [],
  };
}

function notAssigned(wanted: string, vm: AzureVm): Problem {
  const { assignIdentity, one } = kindOf(vm);
  return new Problem({
    code: 'AZMON-IDENTITY-NOT-ASSIGNED',
    exit: EXIT['not-ready'],
    message: 'the identity that the agent is to sign in with is not assigned to the machine',
    why: `identity ${wanted}`,
    fix: [
      assignIdentity === undefined
        ? { text: `${one} takes no identity but its own: leave out --identity` }
        : { text: 'assign it', command: `${assignIdentity} --ids ${vm.id} --identities ${wanted}` },
    ],
    target: vm.id,
  });
}

/** The identity that settings name by one kind of name. */
function namedBy(settings: Readonly<Record<string, unknown>> | undefined, kind: string): string | undefined {
  const authentication = settings?.authentication as { managedIdentity?: Record<string, unknown> } | null | undefined;
  const identity = authentication?.managedIdentity;
  const value = identity?.['identifier-name'] === kind ? identity['identifier-value'] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A machine follows all its rules: what two of them collect comes twice. */
function besideOthers({ request, destination }: WishContext<'rule'>): readonly string[] {
  const wanted = destination.rule.id.toLowerCase();
  const others = request.associations.flatMap(({ rule }) => (rule === undefined ? [] : [rule]));
  const isTied = others.some((rule) => rule.toLowerCase() === wanted);
  const names = [...new Set(others.map(shortName))].sort();
  return isTied || names.length === 0
    ? []
    : [`it is tied to other rules too (${names.join(', ')}): what they collect as well is stored and paid for twice`];
}

/** Source: Azure/azure-linux-extensions AzureMonitorAgent, set_proxy: user and password become part of an address as they are. */
const fragile = ({ request: { vm, options } }: WishContext<'rule'>): readonly string[] =>
  options.proxy?.encoded === true && vm.system === 'linux'
    ? [
        "the login of the proxy holds special characters, which the handler may not carry: where nothing arrives, give it one of letters, digits and '-._~'",
      ]
    : [];

/** Any association of the same rule will do, whoever made it. */
function association({ request, destination }: WishContext<'rule'>): readonly Action[] {
  const { vm, associations } = request;
  // Rules are read for a machine of its own; what instances of such a set share is only their model.
  if (vm.set?.orchestration === 'flexible') return [];
  const { id, name } = destination.rule;
  if (associations.some(({ rule }) => rule?.toLowerCase() === id.toLowerCase())) return [];
  const free = freeName(
    name.startsWith(ASSOCIATION_PREFIX) ? name : `${ASSOCIATION_PREFIX}${name}`,
    associations.map((one) => one.name),
  );
  return [{ kind: 'associate', machine: vm.id, name: free, rule: id, why: 'the machine is not tied to the rule' }];
}

function refuseOtherSystem({ request, destination }: WishContext<'rule'>): void {
  const { kind, name } = destination.rule;
  const { vm } = request;
  if (kind === undefined || kind.toLowerCase() === vm.system) return;
  throw new Problem({
    code: 'AZMON-RULE-SYSTEM',
    exit: EXIT.usage,
    message: `the rule ${name} is for ${kind} machines`,
    why: `the machine runs ${vm.system === 'linux' ? 'Linux' : 'Windows'}`,
    fix: [{ text: 'give a rule for this system, or --default-rule, which takes the right one for each machine' }],
    target: vm.id,
  });
}
