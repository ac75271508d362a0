import { ageText } from './age.ts';
import type { MachineState, Presence } from './machine-state.ts';

/** What is known of one machine, whatever it was read from. */
export interface Sighting {
  /** Generations of which something was seen, each once. */
  readonly agents: readonly Presence[];
  /** Azure has a resource for it. */
  readonly known: boolean;
  /** Milliseconds: so old may a record be for the machine to count as reporting. */
  readonly freshMs: number;
  /** Days in which records were looked for. */
  readonly days: number;
  /** Why records may have been missed: a workspace that could not be read. No record is then no sign of silence. */
  readonly unread?: string;
  /** Which rules are associated with it could be read. */
  readonly rulesRead: boolean;
  /** Why the successor does not take it; missing: it does, or that is not known. */
  readonly refused?: string;
  /** What holds the Log Analytics agent in its place. */
  readonly held?: string;
  /** running, deallocated ...; missing: not known. */
  readonly power?: string;
}

export interface Stated {
  readonly state: MachineState;
  /** Where the word alone does not say it. */
  readonly reason?: string;
}

/**
 * One word for a machine: the first of these that holds. Pure.
 *
 * 1. `none`: no agent of either generation
 * 2. `held`: the Log Analytics agent is there, and something needs it or would put it back
 * 3. `stranded`: it is there alone, on a system that the successor does not take
 * 4. `no-arc`: it reports, and Azure has no resource for it, without which there is no successor
 * 5. `both`
 * 6. `successor-without-rule`, `successor`
 * 7. `legacy-reporting`, `legacy-unread`, `legacy-silent`
 */
export function machineState(sighting: Sighting): Stated {
  const { legacy, successor } = present(sighting);
  if (legacy === undefined && successor === undefined) return { state: 'none' };
  if (legacy !== undefined) {
    if (sighting.held !== undefined) return { state: 'held', reason: sighting.held };
    if (successor === undefined && sighting.refused !== undefined)
      return { state: 'stranded', reason: sighting.refused };
  }
  if (!sighting.known) return { state: 'no-arc', ...because(silence(legacy ?? successor, sighting)) };
  if (legacy === undefined) return ofSuccessor(successor as Presence, sighting);
  return successor === undefined ? ofLegacy(legacy, sighting) : ofBoth(legacy, successor, sighting);
}

/** A generation of which an old record is all there is was taken off when the other one is there. */
function present(sighting: Sighting): Partial<Record<'legacy' | 'successor', Presence>> {
  const find = (agent: Presence['agent']): Presence | undefined => sighting.agents.find((one) => one.agent === agent);
  const [legacy, successor] = [find('log-analytics'), find('azure-monitor')];
  const isGone = (one: Presence | undefined, other: Presence | undefined): boolean =>
    one !== undefined && other !== undefined && isTrace(one, sighting) && !isTrace(other, sighting);
  return {
    ...(legacy === undefined || isGone(legacy, successor) ? {} : { legacy }),
    ...(successor === undefined || isGone(successor, legacy) ? {} : { successor }),
  };
}

const isTrace = (presence: Presence, sighting: Sighting): boolean =>
  !presence.seen.includes('extension') && !isFresh(presence, sighting);

const isFresh = ({ lastRecordAgeMs }: Presence, { freshMs }: Sighting): boolean =>
  lastRecordAgeMs !== undefined && lastRecordAgeMs <= freshMs;

function ofLegacy(legacy: Presence, sighting: Sighting): Stated {
  if (isFresh(legacy, sighting)) return { state: 'legacy-reporting' };
  if (sighting.unread !== undefined) return { state: 'legacy-unread', reason: sighting.unread };
  return { state: 'legacy-silent', ...because(silence(legacy, sighting)) };
}

function ofSuccessor(successor: Presence, sighting: Sighting): Stated {
  if (isWithoutRule(successor, sighting))
    return { state: 'successor-without-rule', reason: 'no data collection rule is associated: it collects nothing' };
  return { state: 'successor', ...because(isFresh(successor, sighting) ? undefined : doubt(successor, sighting)) };
}

function ofBoth(legacy: Presence, successor: Presence, sighting: Sighting): Stated {
  const parts = [
    ...(isFresh(legacy, sighting) ? [] : [`Log Analytics agent: ${doubt(legacy, sighting)}`]),
    ...(isWithoutRule(successor, sighting) ? ['no data collection rule is associated'] : []),
    ...(isFresh(successor, sighting) ? [] : [`Azure Monitor Agent: ${doubt(successor, sighting)}`]),
  ];
  return { state: 'both', ...because(parts.length === 0 ? undefined : parts.join('; ')) };
}

const isWithoutRule = (successor: Presence, sighting: Sighting): boolean =>
  sighting.rulesRead && successor.rules.length === 0 && !isFresh(successor, sighting);

/** Why no fresh record is known; undefined where there is one. */
function silence(presence: Presence | undefined, sighting: Sighting): string | undefined {
  if (presence === undefined || isFresh(presence, sighting)) return undefined;
  const { extension, lastRecordAgeMs } = presence;
  const record =
    lastRecordAgeMs === undefined
      ? `no record in ${sighting.days} days`
      : `last record ${ageText(lastRecordAgeMs)} ago`;
  const more = [
    ...(STANDING.test(sighting.power ?? '') ? [`the machine is ${sighting.power}`] : []),
    ...(extension === undefined || /^succeeded$/i.test(extension.state) ? [] : [`the extension is ${extension.state}`]),
  ];
  return [...more, record].join(', ');
}

const STANDING = /^(stopp|dealloc|disconnected|expired)/i;

const doubt = (presence: Presence, sighting: Sighting): string => sighting.unread ?? silence(presence, sighting) ?? '';

const because = (reason: string | undefined): { readonly reason?: string } => (reason === undefined ? {} : { reason });
