import { type FleetProfile, IMAGES, systemOf } from './fleet-images.ts';
import { GROUP_POLICIES, KINDS, type Kind, OTHER_KINDS, type Site, TOUR } from './fleet-kinds.ts';
import {
  emptyPlace,
  groupOf,
  type Region,
  ruleId,
  SUBSCRIPTIONS,
  type SubscriptionWord,
  workspaceId,
} from './fleet-place.ts';
import { type Dice, dice, guid } from './fleet-seed.ts';
import { addScaleSets, flexibleSetId } from './fleet-sets.ts';
import type { SandboxMachine, SandboxState } from './state.ts';

export interface FleetOptions {
  readonly machines: number;
  /** Milliseconds since 1970: ages of agents and records are counted back from it. */
  readonly now: number;
  /** The same seed gives the same fleet. */
  readonly seed?: number;
}

/**
 * A tenant with as many machines as asked, of every kind that azmon tells apart: the first few are one of each in the order of
 * fleet-kinds.ts, the rest are drawn by weight. Names say what is the matter (`silent-01`, `stranded-02`).
 */
export function fleet({ machines, now, seed = 1 }: FleetOptions): SandboxState {
  const lot = dice(seed);
  const state = emptyPlace(now, ['production', 'test', 'sealed']);
  const build = builder(state, now, lot);
  const others = othersIn(machines);
  for (let index = 0; index < machines - others; index += 1) {
    const kind = KINDS[index] ?? among(LOTS, lot);
    if (kind === undefined) continue;
    build(kind, index < KINDS.length ? kind.profiles[0] : among(kind.profiles, lot), regionOf(kind, index, lot));
  }
  for (let index = 0; index < others; index += 1) {
    const kind = OTHER_KINDS[index % OTHER_KINDS.length];
    const round = Math.floor(index / OTHER_KINDS.length);
    if (kind !== undefined)
      build(
        kind,
        kind.profiles[round % kind.profiles.length],
        round === 0 ? 'westeurope' : regionOf(kind, machines, lot),
      );
  }
  if (others > 0) addScaleSets(state, now);
  return state;
}

/**
 * How many of a fleet are Arc machines and instances of flexible scale sets: none of a small one, one of fifteen of a large one. They come
 * last, so that a fleet of some more machines has the same others. Scale sets themselves are not counted.
 */
function othersIn(machines: number): number {
  if (machines < 30) return 0;
  return machines < 40 ? 4 : Math.max(OTHER_KINDS.length, Math.floor(machines / 15));
}

/** The dozen machines of `npm start`, all in one subscription and region. */
export function tour(now: number): SandboxState {
  const state = emptyPlace(now, ['production']);
  const build = builder(state, now, dice(12));
  for (const [name, profile] of TOUR) {
    const kind = KINDS.find((one) => one.name === name);
    if (kind !== undefined) build(kind, profile, 'westeurope');
  }
  return state;
}

/** Each kind as many times as it weighs. */
const LOTS = KINDS.flatMap((kind) => Array.from({ length: kind.weight }, () => kind));

const among = <T>(list: readonly T[], lot: Dice): T | undefined => list[Math.floor(lot.next() * list.length)];

/** Small fleets stand in one region, so that one workspace is enough to try things. */
function regionOf(kind: Kind, index: number, lot: Dice): Region {
  if (kind.region !== undefined) return kind.region;
  if (index < KINDS.length) return 'westeurope';
  const where = lot.next();
  return where < 0.6 ? 'westeurope' : where < 0.85 ? 'northeurope' : 'eastus';
}

/** Azure takes 800 resources of a type in a group. */
const GROUP_SIZE = 400;

function builder(
  state: SandboxState,
  now: number,
  lot: Dice,
): (kind: Kind, profile: FleetProfile | undefined, region: Region) => void {
  const counted = new Map<string, number>();
  const count = (word: string): number => {
    const next = (counted.get(word) ?? 0) + 1;
    counted.set(word, next);
    return next;
  };
  return (kind, profile = 'ubuntu-22.04', region) => {
    const word = kind.subscription ?? 'production';
    const first = `${kind.group ?? 'app'}-${region}`;
    const part = Math.ceil(count(`${word} ${first}`) / GROUP_SIZE);
    const group = groupOf(state, word, part === 1 ? first : `${first}-${part}`, region);
    const name = `${kind.name}-${String(count(kind.name)).padStart(2, '0')}`;
    const site = siteOf(state, now, profile, region, word);
    const machine = machineOf({ kind, profile, region, word, name, group: group.name, site, lot });
    state.machines[machine.id.toLowerCase()] = machine;
    surround(state, machine, kind, site);
  };
}

function siteOf(state: SandboxState, now: number, profile: FleetProfile, region: Region, word: SubscriptionWord): Site {
  const guidOf = (name: string): string =>
    state.workspaces[workspaceId('production', name).toLowerCase()]?.customerId ?? '';
  const own = state.workspaces[workspaceId('production', `logs-${region}`).toLowerCase()]?.customerId;
  const workspace = word === 'production' ? (own ?? guidOf('logs-westeurope')) : guidOf('logs-westeurope');
  return { now, system: systemOf(profile), workspace, otherWorkspace: guidOf('logs-other') };
}

interface Making {
  readonly kind: Kind;
  readonly profile: FleetProfile;
  readonly region: Region;
  readonly word: SubscriptionWord;
  readonly name: string;
  readonly group: string;
  readonly site: Site;
  readonly lot: Dice;
}

function machineOf({ kind, profile, region, word, name, group, site, lot }: Making): SandboxMachine {
  const subscription = SUBSCRIPTIONS[word].id;
  const providers = `/subscriptions/${subscription}/resourceGroups/${group}/providers`;
  return {
    id: `${providers}/${kind.arc === undefined ? 'Microsoft.Compute/virtualMachines' : 'Microsoft.HybridCompute/machines'}/${name}`,
    subscription,
    group,
    name,
    location: region,
    system: site.system,
    vmId: guid(lot),
    // Windows keeps computer names in capitals, and short.
    computerName: site.system === 'windows' ? name.toUpperCase().slice(0, 15) : name,
    image: IMAGES[profile],
    profile,
    power: 'running',
    vmAgent: 'ready',
    extensionsAllowed: true,
    // A machine that is connected by Azure Arc has an identity from the first day.
    identity: { system: kind.identity === true || kind.arc !== undefined, user: [] },
    tags: { environment: word },
    extensions: [...(kind.extensions?.(site) ?? [])],
    otherAgents: [...(kind.records?.(site) ?? [])],
    ...kind.machine,
    ...(kind.arc === undefined ? {} : { arc: arcOf(kind.arc, site.now) }),
    ...(kind.flexible === true ? { scaleSet: flexibleSetId(region) } : {}),
  };
}

const DAY = 86_400_000;

const arcOf = (is: NonNullable<Kind['arc']>, now: number): NonNullable<SandboxMachine['arc']> =>
  is === 'connected'
    ? { status: 'Connected', agentVersion: '1.46.02789.2035', since: now - 40 * DAY }
    : { status: 'Disconnected', agentVersion: '1.39.02636.854', since: now - is.goneDays * DAY };

/** What stands beside the machine itself: its rule, its lock, the policy of its group. */
function surround(state: SandboxState, machine: SandboxMachine, kind: Kind, site: Site): void {
  if (kind.rule === true) {
    const id = `${machine.id}/providers/Microsoft.Insights/dataCollectionRuleAssociations/base`;
    const rule = ruleId(`base-${machine.system}-${machine.location}`);
    state.associations[id.toLowerCase()] = {
      id,
      machine: machine.id,
      name: 'base',
      rule,
      since: site.now - 60 * DAY,
    };
  }
  if (kind.lock !== undefined)
    state.locks.push({ name: 'keep', scope: machine.id, level: kind.lock, notes: 'owned by the platform team' });
  const scope = `/subscriptions/${machine.subscription}/resourceGroups/${machine.group}`;
  const policy = GROUP_POLICIES[kind.group ?? ''];
  if (policy !== undefined && !state.policies.some((one) => one.scope === scope))
    state.policies.push({ ...policy(site.workspace), scope });
}
