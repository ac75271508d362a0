import type { Agent, MethodId, Place, Release } from '../agent/agent.ts';
import type { AzureLook } from '../machine/azure-look.ts';
import type { MachineFacts } from '../machine/facts.ts';
import type { NetworkLook } from '../machine/network-look.ts';
import type { System } from '../machine/system.ts';
import type { Fix } from '../problem.ts';
import type { Cloud } from '../target/cloud.ts';
import type { ProxyRoute } from '../target/proxy.ts';
import type { CheckId } from './text.ts';

export type Severity = 'block' | 'warn' | 'info';
export type Status = 'pass' | 'fail' | 'skip' | 'unknown' | 'error';

/** Verdicts, worst first. */
export const VERDICTS = [
  'impossible',
  'refused',
  'unlisted',
  'not-ready',
  'undetermined',
  'reserved',
  'ready',
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** The machine itself was not looked at: `asked` where it should have been and could not, and why. */
export interface Unprobed {
  readonly asked: boolean;
  /** Free of anything particular to the machine: reports group by it. */
  readonly why: string;
  /** Whose words tell more, where somebody's do. */
  readonly detail?: string;
}

/** What was asked: one machine's facts against one generation and release of the agent. */
export interface Subject {
  readonly facts: MachineFacts;
  readonly system: System;
  /** Hosts as seen from the machine, by host name. */
  readonly looks: ReadonlyMap<string, NetworkLook>;
  readonly agent: Agent;
  readonly release: Release;
  /** YYYY-MM-DD */
  readonly asOf: string;
  readonly method?: MethodId;
  readonly cloud: Cloud;
  readonly place: Place;
  readonly proxy?: ProxyRoute;
  readonly offline: boolean;
  /** What Azure knows of the machine; missing: it was not asked. */
  readonly azure?: AzureLook;
  /** Only what Azure tells is known; missing: the facts come from the machine. */
  readonly unprobed?: Unprobed;
  /** azmon's own clock while the machine's was read, milliseconds since 1970; missing for facts collected elsewhere. */
  readonly gathered?: { readonly startedAt: number; readonly finishedAt: number };
}

export interface Evidence {
  readonly measured?: string;
  readonly required?: string;
  /** `direct`, or the proxy as host:port */
  readonly route?: string;
  readonly durationMs?: number;
}

/** What a check says of a subject. */
export type Outcome =
  | { readonly status: 'pass'; readonly evidence?: Evidence }
  | {
      readonly status: 'fail';
      /** A short phrase free of anything particular to the machine: reports group by it. Lower case, no full stop. */
      readonly cause: string;
      readonly evidence?: Evidence;
      readonly fix?: readonly Fix[];
      /** Overrides the check's own severity. */
      readonly severity?: Severity;
      /** Overrides what follows from the severity (block: not-ready, warn: reserved, info: nothing). */
      readonly verdict?: 'impossible' | 'refused' | 'unlisted' | 'reserved';
    }
  /** Does not count against the machine. */
  | { readonly status: 'skip'; readonly reason: string }
  /** Not observed: counts as undetermined where the check blocks. */
  | {
      readonly status: 'unknown';
      /** As free of anything particular to the machine as the cause of a failure. */
      readonly reason: string;
      readonly severity?: Severity;
      /** What is particular: the words of a service, a name. */
      readonly evidence?: Evidence;
    };

/** One question about a machine. Pure: reads the subject, changes nothing, knows no transport. */
export interface Check {
  /** `group.name`, stable for ever. */
  readonly id: CheckId;
  readonly severity: Severity;
  /** false: the question does not arise (other system, requirement absent), and the report does not mention it. */
  applies(subject: Subject): boolean;
  judge(subject: Subject): Outcome;
}

/** An outcome with the check it belongs to, as reports show it. */
export interface Finding {
  readonly id: CheckId;
  readonly group: string;
  readonly title: string;
  readonly severity: Severity;
  readonly status: Status;
  readonly cause?: string;
  readonly reason?: string;
  readonly evidence?: Evidence;
  readonly fix: readonly Fix[];
  readonly docs: string;
  /** Lowered by --ignore: stays visible, no longer counts. */
  readonly ignored?: true;
  /** Where another release of the same agent judges otherwise. */
  readonly otherwise?: readonly { readonly release: string; readonly status: Status }[];
  /** The verdict this finding alone leads to. */
  readonly verdict: Verdict;
}

/** Reads a fact: `unknown` when not observed. Keeps checks to one line a case. */
export const notObserved = (what: string): Outcome => ({ status: 'unknown', reason: `not observed: ${what}` });
