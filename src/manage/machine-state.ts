import type { AgentId } from '../agent/agent.ts';
import type { ArcPart } from '../target/azure-vm.ts';

/** What an operator must know of a machine, in one word. */
export const MACHINE_STATES = [
  'none',
  'legacy-reporting',
  'legacy-silent',
  /** No record was found, and not every workspace that it may report to could be read. */
  'legacy-unread',
  'both',
  'successor',
  'successor-without-rule',
  'stranded',
  'no-arc',
  'held',
] as const;
export type MachineState = (typeof MACHINE_STATES)[number];

/** What needs somebody first: machines and counts are shown in this order, and of the instances of a scale set the first one counts. */
export const STATE_ORDER: readonly MachineState[] = [
  'legacy-silent',
  'stranded',
  'successor-without-rule',
  'held',
  'no-arc',
  'legacy-unread',
  'none',
  'both',
  'legacy-reporting',
  'successor',
];

/** One generation of the agent on one machine. */
export interface Presence {
  readonly agent: AgentId;
  /** What shows that it is there. */
  readonly seen: readonly ('extension' | 'heartbeat')[];
  readonly extension?: { readonly name: string; readonly state: string; readonly version: string };
  /** Workspaces it reports to, by id (GUID). */
  readonly workspaces: readonly string[];
  /** Rules associated with the machine (successor). */
  readonly rules: readonly string[];
  /** TimeGenerated of its last record, ISO 8601; missing: none was found in the workspaces that could be read. */
  readonly lastRecord?: string;
  /** How old it was when it was read, by the service's clock, milliseconds. */
  readonly lastRecordAgeMs?: number;
  readonly version?: string;
  /** Category of its Heartbeat rows. */
  readonly category?: string;
}

/** One machine, as `azmon status` shows it. */
export interface MachineStatus {
  /** Resource id; for a machine that only Heartbeat knows: its computer name. */
  readonly target: string;
  readonly name: string;
  readonly system: 'linux' | 'windows' | 'unknown';
  readonly systemName?: string;
  readonly location?: string;
  readonly power?: string;
  readonly state: MachineState;
  /** Why it is so: for `held`, who holds it; for `stranded`, what the successor does not take. */
  readonly reason?: string;
  /** What keeps the Log Analytics agent in its place, by the word that lowers it for `azmon remove`. */
  readonly holds?: readonly Hold[];
  readonly agents: readonly Presence[];
  /** Missing: a virtual machine, or one that only its records know. */
  readonly kind?: 'arc' | 'scale-set';
  /** Of an Azure Arc machine. */
  readonly arc?: ArcPart;
  /** Of a scale set. */
  readonly instances?: InstanceCounts;
}

/** Instances of a scale set, summed up. */
export interface InstanceCounts {
  readonly all: number;
  readonly running: number;
  /** Of the running ones: a record of the last while is there. */
  readonly reporting: number;
  /** Not on the newest model. */
  readonly behind: number;
  /** On which an agent's extension failed, by name. */
  readonly failed: readonly string[];
}

export interface Hold {
  readonly name: string;
  readonly message: string;
  readonly why: string;
}

/** A source of the status and whether it could be read. */
export interface StatusSource {
  readonly source: string;
  readonly read: boolean;
  readonly why?: string;
}
