import { EXIT, Problem } from '../problem.ts';
import type { PolicyAssignment } from '../target/scope.ts';
import { HARD_STOPS, type HardStop, type RemovalRequest } from './request.ts';
import { windowsOf } from './windows-of.ts';

/** A stop that is in force: what stands against the removal, and what to do. */
export interface Stop {
  readonly message: string;
  readonly why: string;
  readonly fix: string;
  readonly command?: string;
}

const STOPS: Readonly<Record<HardStop, (request: RemovalRequest) => Stop | undefined>> = {
  'operations-manager': operationsManager,
  defender,
  policy,
  lock,
};

/** What stands against a removal and was not lowered by name. Pure: status tells it too. */
export const hardStops = (request: RemovalRequest): readonly (Stop & { readonly name: HardStop })[] =>
  HARD_STOPS.filter((name) => !(request.options.ignore ?? []).includes(name)).flatMap((name) => {
    const stop = STOPS[name](request);
    return stop === undefined ? [] : [{ name, ...stop }];
  });

/** Throws AZMON-REMOVAL-STOPPED (10) for the first of the hard stops that was not lowered by name; it names all of them. */
export function refuseHardStops(request: RemovalRequest): void {
  const standing = hardStops(request);
  const [first, ...others] = standing;
  if (first === undefined) return;
  throw new Problem({
    code: 'AZMON-REMOVAL-STOPPED',
    exit: EXIT.conflict,
    message: [first, ...others].map(({ message }) => message).join('; '),
    why: standing.map(({ why }) => why).join('; '),
    fix: standing.flatMap(({ name, fix, command }) => [
      { text: fix, ...(command === undefined ? {} : { command }) },
      { text: `or go ahead all the same with --ignore ${name}` },
    ]),
    target: request.vm.id,
  });
}

/** Source: docs "Migrate from Log Analytics agent": the retirement does not touch agents of Operations Manager; keep them. */
function operationsManager({ agent, seen }: RemovalRequest): Stop | undefined {
  const categories = agent.extension.operationsManagerCategories;
  if (categories === undefined) return undefined;
  // A workspace shows as a management group of the name AOI-<id> too.
  const groups = (seen?.managementGroups ?? []).filter((name) => name !== '' && !/^AOI-/i.test(name));
  const reported = (seen?.categories ?? []).filter((one) => categories.includes(one));
  if (groups.length === 0 && reported.length === 0) return undefined;
  const evidence = [
    ...groups.map((name) => `management group ${name}`),
    ...reported.map((one) => `Heartbeat of a ${one}`),
  ];
  return {
    message: 'the agent serves Operations Manager too',
    why: `seen: ${evidence.join(', ')}`,
    fix: 'take only the workspace off the agent on the machine, and keep the management group',
  };
}

/** Source: Defender for Endpoint on these systems, onboarded the old way, runs inside the agent: removing that off-boards the server. */
function defender(request: RemovalRequest): Stop | undefined {
  const systems = request.agent.extension[request.vm.system].sensorOn;
  if (systems === undefined) return undefined;
  const windows = windowsOf(request);
  if (windows !== undefined && !systems.includes(windows)) return undefined;
  return {
    message: 'Defender for Endpoint may run inside this agent',
    why:
      windows === undefined
        ? `it is not known which Windows the machine runs, and on ${systems.join(' and ')} its older sensor does`
        : `on Windows Server ${windows.replace('-r2', ' R2')} its older sensor does`,
    fix: 'see on the machine whether the sensor is of the unified kind (version 10.8 and later; 10.3720 runs inside the agent)',
    command:
      "(Get-Item 'C:\\Program Files\\Windows Defender Advanced Threat Protection\\MsSense.exe').VersionInfo.FileVersion",
  };
}

function policy({ agent, vm, policies }: RemovalRequest): Stop | undefined {
  const { definitions, title } = agent.extension.deployedBy;
  const deploys = (one: PolicyAssignment): boolean =>
    one.enforced &&
    !one.excluded.some((scope) => covers(scope, vm.id)) &&
    mayDeploy(one.effect) &&
    (one.definitions.some((id) => definitions.includes(guidOf(id))) ||
      (one.effect === 'deployifnotexists' && title.test(one.title)));
  const found = policies.find(deploys);
  if (found === undefined) return undefined;
  return {
    message: `the policy "${found.title || found.name}" puts the agent back`,
    why: `it is assigned as ${found.name} at ${found.scope}`,
    fix: 'exempt the machine from it, or end the assignment',
    command: `az policy exemption create --name azmon-removal --policy-assignment ${found.id} --exemption-category Waiver --scope ${vm.id}`,
  };
}

/** An effect that is not known may well deploy. */
const mayDeploy = (effect: string | undefined): boolean => effect === undefined || effect === 'deployifnotexists';

const guidOf = (definition: string): string => definition.slice(definition.lastIndexOf('/') + 1).toLowerCase();

const covers = (scope: string, id: string): boolean =>
  `${id.toLowerCase()}/`.startsWith(`${scope.toLowerCase().replace(/\/$/, '')}/`);

function lock({ vm, locks }: RemovalRequest): Stop | undefined {
  const [first] = locks;
  if (first === undefined) return undefined;
  return {
    message: `the lock ${first.name} (${first.level}) forbids it`,
    why: `it lies on ${first.scope}`,
    fix: 'ask its owner to lift it for the time of the removal',
    command: `az lock list --resource ${vm.id} --output table`,
  };
}
