import type { MachineState, Presence } from './machine-state.ts';

/** What is known of one machine, whatever it was read from. */
export interface Sighting {
  /** Generations that are there, each once. */
  readonly agents: readonly Presence[];
  /** Azure has a resource for it. */
  readonly known: boolean;
  /** Milliseconds: so old may a record be for the machine to count as reporting. */
  readonly freshMs: number;
  /** Not every workspace that it may report to could be read: no record there is no sign of silence. */
  readonly unread: boolean;
  /** Which rules are associated with it could be read. */
  readonly rulesRead: boolean;
  /** Why the successor does not take it; missing: it does, or that is not known. */
  readonly refused?: string;
  /** What holds the Log Analytics agent in its place. */
  readonly held?: string;
  /** running, deallocated ...; missing: not known. */
  readonly power?: string;
}

/** One word for a machine, and why where the word alone does not say it. Pure. */
export function machineState(_sighting: Sighting): { readonly state: MachineState; readonly reason?: string } {
  return { state: 'none' };
}
