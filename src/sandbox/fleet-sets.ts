import { type FleetProfile, IMAGES, systemOf } from './fleet-images.ts';
import { type Site, successor } from './fleet-kinds.ts';
import { groupOf, type Region, ruleId, SUBSCRIPTIONS, workspaceId } from './fleet-place.ts';
import { guid, hashed } from './fleet-seed.ts';
import { prefixOf } from './scale-set-shape.ts';
import type { SandboxExtension, SandboxMachine, SandboxScaleSet, SandboxState } from './state.ts';

/** A scale set of the fleet: what its name says is what is the matter with it. */
interface SetKind {
  readonly name: string;
  readonly profile: FleetProfile;
  readonly orchestration: SandboxScaleSet['orchestration'];
  readonly upgradePolicy: SandboxScaleSet['upgradePolicy'];
  readonly instances: number;
  /** The successor stands in the model; on the instances only where it came to them. */
  readonly agent?: 'everywhere' | 'model alone';
}

const SETS: readonly SetKind[] = [
  ...([
    { name: 'set-manual-01', profile: 'ubuntu-22.04', orchestration: 'uniform', upgradePolicy: 'Manual', instances: 3 },
    {
      name: 'set-auto-01',
      profile: 'windows-2022',
      orchestration: 'uniform',
      upgradePolicy: 'Automatic',
      instances: 2,
    },
    { name: 'set-rolling-01', profile: 'rhel-8', orchestration: 'uniform', upgradePolicy: 'Rolling', instances: 5 },
  ] as const),
  {
    ...{ name: 'set-behind-01', profile: 'rhel-8', orchestration: 'uniform', upgradePolicy: 'Manual', instances: 3 },
    agent: 'model alone',
  },
  {
    ...{ name: 'set-ama-01', profile: 'sles-15', orchestration: 'uniform', upgradePolicy: 'Automatic', instances: 2 },
    agent: 'everywhere',
  },
  {
    ...{ name: 'set-flexible-01', profile: 'ubuntu-22.04', orchestration: 'flexible', upgradePolicy: 'Manual' },
    instances: 0,
  },
];

const GROUP = 'sets';

/** The flexible set that machines of a region belong to. */
export const flexibleSetId = (region: Region): string => idOf(region, 'set-flexible-01');

const idOf = (region: Region, name: string): string =>
  `/subscriptions/${SUBSCRIPTIONS.production.id}/resourceGroups/${GROUP}-${region}/providers/Microsoft.Compute/virtualMachineScaleSets/${name}`;

/** One scale set of each kind in the first region, and the flexible ones of the regions that have machines of them. */
export function addScaleSets(state: SandboxState, now: number): void {
  const { scaleSets: known = {} } = state;
  const flexible = new Set(Object.values(state.machines).flatMap(({ scaleSet }) => scaleSet ?? []));
  const regions = (['westeurope', 'northeurope', 'eastus', 'newzealandnorth'] as const).filter(
    (region) => region === 'westeurope' || flexible.has(flexibleSetId(region)),
  );
  const sets = regions.flatMap((region) =>
    SETS.filter(({ orchestration }) => region === 'westeurope' || orchestration === 'flexible').map((kind) =>
      setOf(state, kind, region, now),
    ),
  );
  for (const set of sets) known[set.id.toLowerCase()] = set;
}

function setOf(state: SandboxState, kind: SetKind, region: Region, now: number): SandboxScaleSet {
  const { name, profile, orchestration, upgradePolicy, agent } = kind;
  const group = groupOf(state, 'production', `${GROUP}-${region}`, region).name;
  const id = idOf(region, name);
  const system = systemOf(profile);
  const site: Site = { now, system, workspace: workspaceIn(state, region), otherWorkspace: '' };
  const model = agent === undefined ? [] : [withoutTimes(successor(site))];
  const set: SandboxScaleSet = {
    ...{ id, subscription: SUBSCRIPTIONS.production.id, group, name, location: region, system, profile },
    ...{ image: IMAGES[profile], orchestration, upgradePolicy, tags: { environment: 'production' } },
    ...{ identity: { system: agent !== undefined, user: [] }, extensions: model, instances: {} },
  };
  const there = agent === 'everywhere' ? () => [successor(site)] : () => [];
  for (let index = 0; index < kind.instances; index += 1)
    set.instances[`${index}`] = instanceOf(set, index, there(), agent !== 'model alone');
  if (agent !== undefined) associate(state, set, now);
  return set;
}

const workspaceIn = (state: SandboxState, region: Region): string =>
  state.workspaces[workspaceId('production', `logs-${region}`).toLowerCase()]?.customerId ?? '';

/** A model does not work: only instances do. */
function withoutTimes({ workingSince: _, ...extension }: SandboxExtension): SandboxExtension {
  return extension;
}

function instanceOf(
  set: SandboxScaleSet,
  index: number,
  extensions: SandboxExtension[],
  latestModel: boolean,
): SandboxMachine {
  return {
    ...{ id: `${set.id}/virtualMachines/${index}`, subscription: set.subscription, group: set.group },
    ...{ name: `${set.name}_${index}`, location: set.location, system: set.system },
    vmId: guid(hashed(`instance ${set.id} ${index}`)),
    // The instance's number in base 36, six digits.
    computerName: `${prefixOf(set)}${index.toString(36).toUpperCase().padStart(6, '0')}`,
    ...{ image: set.image, profile: set.profile, power: 'running', vmAgent: 'ready', extensionsAllowed: true },
    ...{ identity: { ...set.identity, user: [] }, tags: { ...set.tags }, extensions, otherAgents: [], latestModel },
  };
}

function associate(state: SandboxState, set: SandboxScaleSet, now: number): void {
  const id = `${set.id}/providers/Microsoft.Insights/dataCollectionRuleAssociations/base`;
  const rule = ruleId(`base-${set.system}-${set.location}`);
  state.associations[id.toLowerCase()] = { id, machine: set.id, name: 'base', rule, since: now - 60 * 86_400_000 };
}
