import type { Profile } from './profile.ts';
import type { SandboxExtension, SandboxMachine } from './state.ts';
import type { World } from './world.ts';

/** What a probe finds of the agents that extensions and hands put on a machine. */
export function agentFacts(machine: SandboxMachine, { clock }: Pick<World, 'clock'>): Profile['facts'] {
  const legacy = machine.extensions.find(({ type }) => /^(OmsAgentForLinux|MicrosoftMonitoringAgent)$/i.test(type));
  const successor = machine.extensions.find(({ type }) => /^AzureMonitor(Linux|Windows)Agent$/i.test(type));
  const group = machine.otherAgents.find(
    ({ category, until = Number.POSITIVE_INFINITY }) => category === 'SCOM Agent' && until > clock.now(),
  );
  const direct = machine.otherAgents.find(
    ({ category, until = Number.POSITIVE_INFINITY }) => category === 'Direct Agent' && until > clock.now(),
  );
  const workspaces = [legacy?.workspaceId, direct?.workspaceId].filter((id) => id !== undefined);
  const version = legacy?.workspaceId === undefined ? direct?.version : legacy.installedVersion;
  const told = { workspaces, version, viaExtension: legacy !== undefined, group: group?.managementGroup };
  return {
    ...(machine.system === 'linux' ? omsFacts(told) : mmaFacts(told)),
    ...successorFacts(successor),
    ...arcFacts(machine),
  };
}

/** Outside of Azure there is no instance metadata service of it; the Connected Machine agent has one of its own. */
const arcFacts = ({ arc }: SandboxMachine): Profile['facts'] =>
  arc === undefined ? {} : { 'arc.present': 'yes', 'azure.vm': 'no' };

interface Legacy {
  readonly workspaces: readonly string[];
  readonly version: string | undefined;
  readonly viaExtension: boolean;
  readonly group: string | undefined;
}

function omsFacts({ workspaces, version, viaExtension, group }: Legacy): Profile['facts'] {
  if (version === undefined && group === undefined) return viaExtension ? { 'oms.extension': 'yes' } : {};
  return {
    ...{
      'oms.version': version ?? '1.14.23',
      'oms.workspace': workspaces.length === 0 ? '-' : workspaces,
      'oms.running': 'yes',
    },
    ...{ 'omi.version': '1.8.1-0', 'scx.version': '1.6.13-0', 'oms.extension': viaExtension ? 'yes' : 'no' },
    ...{ 'scom.linked': group === undefined ? 'no' : 'yes', 'ports.used': '25224/udp' },
  };
}

/** The agent's own number is that of the extension behind 10.20: 1.0.18076.0 installs 10.20.18076.0. */
function mmaFacts({ workspaces, version, viaExtension, group }: Legacy): Profile['facts'] {
  if (version === undefined && group === undefined) return viaExtension ? { 'mma.extension': 'yes' } : {};
  return {
    'mma.version': (version ?? '10.20.18076.0').replace(/^1\.0\./, '10.20.'),
    ...{ 'mma.product-code': '88EE688B-31C6-4B90-90DF-FBB345223F94', 'mma.service': 'RUNNING' },
    ...{ 'mma.workspace': workspaces.length === 0 ? '-' : workspaces, 'mma.group': group ?? '-' },
    'mma.extension': viaExtension ? 'yes' : 'no',
  };
}

function successorFacts(extension: SandboxExtension | undefined): Profile['facts'] {
  if (extension?.workingSince === undefined) return {};
  return { 'ama.version': extension.installedVersion, 'ama.running': 'yes' };
}
