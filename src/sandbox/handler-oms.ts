import { refusalOf } from '../agent/gate.ts';
import { LOG_ANALYTICS } from '../agent/log-analytics.ts';
import { failed, type Handler, type Verdict } from './handler-verdict.ts';
import { knownOf } from './profile.ts';
import type { SandboxMachine } from './state.ts';
import { takenIn } from './workspace-door.ts';
import type { SandboxSettings } from './world.ts';

/**
 * The handler of the Log Analytics agent for Linux, in the order in which it looks at things.
 * Source: Azure/azure-linux-extensions OmsAgent/omsagent.py and its shim, with their history; recorded answers for the re-pointing.
 */
export const omsHandler: Handler = ({ machine, extension, wish, world }) => {
  const { settings, protectedSettings } = wish;
  const trouble = systemTrouble(machine, world.settings.handler) ?? settingsTrouble(settings, protectedSettings);
  if (trouble !== undefined) return trouble;
  const workspaceId = String(settings.workspaceId);
  const connected = extension.workspaceId;
  // Seen in all four public recordings of such a change, 2020 to 2023.
  if (connected !== undefined && connected !== workspaceId) return failed('enable', 52, "Couldn't create marker file");
  if (connected === undefined && settings.stopOnMultipleConnections === true && isTaken(machine, workspaceId))
    return failed(
      'install',
      10,
      'This machine is already connected to some other Log Analytics workspace, please set stopOnMultipleConnections to false in public settings or remove this property, so this machine can connect to new workspaces, also it means this machine will get billed multiple times for each workspace it report to.',
    );
  return onboarded(machine, workspaceId, String(protectedSettings.workspaceKey), world);
};

/** The day up to which the table of systems is read. */
const DAY: Readonly<Record<SandboxSettings['handler'], string>> = { 2020: '2020-02-04', newest: '9999-12-31' };

/** In 2020 the handler was started by the command `python`; later a shim looked for python2, then python3. */
function systemTrouble(machine: SandboxMachine, handler: SandboxSettings['handler']): Verdict | undefined {
  const { facts, system } = knownOf(machine);
  const commands =
    handler === '2020' ? (['python.path'] as const) : (['python2.path', 'python3.path', 'python.path'] as const);
  if (commands.every((name) => facts[name] === null))
    return failed(
      'install',
      52,
      'No Python interpreter found, which is an OMS extension dependency. Please install either Python 2 or 3 before the OMS extension.',
    );
  const architecture = facts['kernel.machine'] ?? undefined;
  const refusal = refusalOf(LOG_ANALYTICS, 'extension', system, architecture, DAY[handler]);
  return refusal === undefined ? undefined : failed('install', 51, `Unsupported operating system: ${system.name}`);
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function settingsTrouble(
  settings: Readonly<Record<string, unknown>>,
  protectedSettings: Readonly<Record<string, unknown>>,
): Verdict | undefined {
  const { workspaceId } = settings;
  const { workspaceKey } = protectedSettings;
  if (typeof workspaceKey !== 'string')
    return failed('enable', 11, 'Protected settings and workspaceKey must be provided');
  if (typeof workspaceId !== 'string' || !GUID.test(workspaceId))
    return failed('enable', 11, 'Workspace ID must be a GUID');
  if (workspaceKey === '' || Buffer.from(workspaceKey, 'base64').toString('base64') !== workspaceKey)
    return failed('enable', 11, 'Workspace key is invalid');
  return undefined;
}

/** An agent put there by hand reports to another workspace, or the machine to a management group. */
const isTaken = ({ otherAgents }: SandboxMachine, workspaceId: string): boolean =>
  otherAgents.some(
    (agent) => agent.until === undefined && (agent.category === 'SCOM Agent' || agent.workspaceId !== workspaceId),
  );

function onboarded(
  machine: SandboxMachine,
  workspaceId: string,
  key: string,
  { state }: Parameters<Handler>[0]['world'],
): Verdict {
  if (machine.networkBlocked === true)
    return failed(
      'enable',
      55,
      'Cannot connect to Internet or reach the Log Analytics service endpoints. Please check the network requirements and the proxy of this machine.',
    );
  switch (takenIn(state, workspaceId, key)) {
    case 'unknown':
      return failed(
        'enable',
        55,
        `Could not resolve the host ${workspaceId}.oms.opinsights.azure.com. Please check the workspace ID.`,
      );
    case 'refused':
      return failed(
        'enable',
        53,
        'Installation failed due to incorrect workspace key. Please check if the workspace key is correct. For details, check logs in /var/opt/microsoft/omsagent/log.',
      );
    default:
      return { state: 'enabled', message: 'Enable succeeded', workspaceId };
  }
}
