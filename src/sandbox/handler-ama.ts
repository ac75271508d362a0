import { AZURE_MONITOR } from '../agent/azure-monitor.ts';
import { refusalOf } from '../agent/gate.ts';
import { takesWindows } from '../agent/takes-windows.ts';
import { failed, type Handler, type Verdict } from './handler-verdict.ts';
import { knownOf } from './profile.ts';
import type { SandboxMachine } from './state.ts';

/**
 * The handler of the Azure Monitor Agent. A machine without identity or rule is none of its worries: it succeeds, and nothing is ever
 * reported. Source: Azure/azure-linux-extensions AzureMonitorAgent/agent.py (2026-08-06).
 */
export const amaHandler: Handler = ({ machine, wish }) =>
  systemTrouble(machine, 'install') ??
  settingsTrouble(wish.settings, wish.protectedSettings) ?? { state: 'enabled', message: 'Enable succeeded' };

/** The table of systems is asked when it is taken off too: who fell out of it cannot even do that. */
export const amaRemoval = (machine: SandboxMachine): Verdict | undefined =>
  machine.system === 'linux' ? systemTrouble(machine, 'uninstall') : undefined;

function systemTrouble(machine: SandboxMachine, phase: 'install' | 'uninstall'): Verdict | undefined {
  const { facts, system } = knownOf(machine);
  if (system.family === 'windows') {
    const newest = AZURE_MONITOR.support.lists.findLast(({ windows }) => windows.length > 0);
    const taken = newest === undefined || newest.windows.some((entry) => takesWindows(entry, system));
    return taken
      ? undefined
      : failed('install', 1, 'This operating system is not supported by the Azure Monitor Agent.');
  }
  const pythons = ['python.path', 'python2.path', 'python3.path', 'platform-python.path'] as const;
  if (pythons.every((name) => facts[name] === null))
    return failed(
      phase,
      52,
      'No Python interpreter found, which is an AMA extension dependency. Please install Python 3 before the AMA extension.',
    );
  const refusal = refusalOf(AZURE_MONITOR, 'extension', system, facts['kernel.machine'] ?? undefined, '9999-12-31');
  return refusal === undefined ? undefined : failed(phase, 51, `Unsupported operating system: ${system.name}`);
}

type Bag = Readonly<Record<string, unknown>>;
const bag = (value: unknown): Bag => (typeof value === 'object' && value !== null ? (value as Bag) : {});

function settingsTrouble(settings: Bag, protectedSettings: Bag): Verdict | undefined {
  const proxy = bag(settings.proxy);
  if (proxy.mode === 'application')
    return proxyTrouble(proxy, bag(protectedSettings.proxy)) ?? identityTrouble(settings);
  // Anything protected without a proxy sends it the way of Microsoft's internal settings.
  if (Object.keys(protectedSettings).length > 0)
    return failed('enable', 53, 'Not all required GCS parameters are provided');
  return identityTrouble(settings);
}

function proxyTrouble(proxy: Bag, secrets: Bag): Verdict | undefined {
  if (typeof proxy.address !== 'string' || proxy.address === '')
    return failed('enable', 53, 'Parameter "address" is required in proxy public setting');
  const wantsLogin = proxy.auth === true || proxy.auth === 'true';
  if (wantsLogin && (typeof secrets.username !== 'string' || typeof secrets.password !== 'string'))
    return failed('enable', 53, 'Parameter "username" and "password" not in proxy protected setting');
  return undefined;
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function identityTrouble(settings: Bag): Verdict | undefined {
  const managed = bag(settings.authentication).managedIdentity;
  if (managed === undefined) return undefined;
  const { 'identifier-name': name, 'identifier-value': value } = bag(managed);
  const known = typeof name === 'string' && ['mi_res_id', 'client_id', 'object_id'].includes(name);
  const fits = typeof value === 'string' && value !== '' && (name === 'mi_res_id' || GUID.test(value));
  if (known && fits) return undefined;
  return failed(
    'enable',
    53,
    'Failed to determine managed identity settings. "identifier-name" and "identifier-value" are both required and must fit each other.',
  );
}
