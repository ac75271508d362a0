import type { Agent } from '../agent/agent.ts';
import { detectSystem } from '../machine/detect.ts';
import type { MachineFacts } from '../machine/facts.ts';
import type { HardStop } from '../method/request.ts';
import { EXIT, Problem } from '../problem.ts';
import { stateIn } from './known-state.ts';

/** What stands against a removal on the machine itself, by the word that lowers it; policies and locks belong to Azure. */
export const HOST_STOPS = ['operations-manager', 'defender'] as const satisfies readonly HardStop[];
export type HostStop = (typeof HOST_STOPS)[number];

export interface HostRemoval {
  readonly facts: MachineFacts;
  readonly system: 'linux' | 'windows';
  readonly agent: Agent;
  readonly target: string;
  /** Stops that the user lowered by name. */
  readonly ignore: readonly HostStop[];
}

interface Standing {
  readonly message: string;
  readonly why: string;
  readonly fix: string;
  readonly command?: string;
}

/** Throws AZMON-REMOVAL-STOPPED (10), with all that was not lowered by name. Pure otherwise. */
export function refuseHostStops(removal: HostRemoval): void {
  const standing = HOST_STOPS.filter((name) => !removal.ignore.includes(name)).flatMap((name) => {
    const found = STOPS[name](removal);
    return found === undefined ? [] : [{ name, ...found }];
  });
  if (standing.length === 0) return;
  throw new Problem({
    code: 'AZMON-REMOVAL-STOPPED',
    exit: EXIT.conflict,
    message: standing.map(({ message }) => message).join('; '),
    why: standing.map(({ why }) => why).join('; '),
    fix: standing.flatMap(({ name, fix, command }) => [
      { text: fix, ...(command === undefined ? {} : { command }) },
      { text: `or go ahead all the same with --ignore ${name}` },
    ]),
    target: removal.target,
  });
}

const STOPS: Readonly<Record<HostStop, (removal: HostRemoval) => Standing | undefined>> = {
  'operations-manager': operationsManager,
  defender,
};

/** Source: docs "Migrate from Log Analytics agent": the retirement does not touch agents of Operations Manager; keep them. */
function operationsManager({ facts, system, target }: HostRemoval): Standing | undefined {
  const { installed, groups, workspaces } = stateIn(facts, system);
  if (!installed || groups.length === 0) return undefined;
  const [first] = workspaces;
  const seen = groups.map(({ name }) => `management group ${name}`).join(', ');
  return {
    message: 'the agent serves Operations Manager too',
    why: system === 'linux' ? 'seen: its link to Operations Manager, or port 1270' : `seen: ${seen}`,
    fix: 'take only the workspace off the agent, and keep the management group',
    ...(first === undefined ? {} : { command: `azmon agent remove-workspace ${target} --workspace-id ${first.id}` }),
  };
}

/** Source: Defender for Endpoint on these systems, onboarded the old way, runs inside the agent: removing that off-boards the server. */
function defender({ facts, system, agent }: HostRemoval): Standing | undefined {
  const { sensorOn } = agent.extension[system];
  const detected = detectSystem(facts);
  if (sensorOn === undefined || detected.family !== 'windows' || !stateIn(facts, system).installed) return undefined;
  if (detected.id !== 'unknown' && !sensorOn.includes(detected.id)) return undefined;
  return {
    message: 'Defender for Endpoint may run inside this agent',
    why:
      detected.id === 'unknown'
        ? `it is not known which Windows the machine runs, and on ${sensorOn.join(' and ')} its older sensor does`
        : `on ${detected.name} its older sensor does`,
    fix: 'see on the machine whether the sensor is of the unified kind (version 10.8 and later; 10.3720 runs inside the agent)',
    command:
      "(Get-Item 'C:\\Program Files\\Windows Defender Advanced Threat Protection\\MsSense.exe').VersionInfo.FileVersion",
  };
}
