/** What was found when looking for a machine's first record after a time. */
export type Proof =
  | {
      readonly state: 'reporting';
      /** TimeGenerated of the record, ISO 8601. */
      readonly at: string;
      /** From the change (or the start of the look) until the record could be queried, milliseconds, by the service's clock. */
      readonly latencyMs: number;
      /** From the record's own time until the service had taken it in, milliseconds; the machine's clock and the service's take part. */
      readonly ingestionMs?: number;
      /** Id (GUID) of the workspace in which it was found. */
      readonly workspace?: string;
      readonly computer: string;
      readonly version?: string;
      readonly instances?: InstanceProofs;
    }
  /** The agent says that it is registered; whether data arrives was not looked at. */
  | { readonly state: 'connected'; readonly evidence: string }
  | {
      readonly state: 'silent';
      readonly waitedMs: number;
      readonly broken: BrokenLink;
      readonly instances?: InstanceProofs;
    }
  | { readonly state: 'not-asked' };

/** Of a scale set: what was found of each of its running instances. */
export interface InstanceProofs {
  /** All of them, running or not. */
  readonly all: number;
  readonly running: number;
  readonly reporting: number;
  /** Those of which no record came, each with its own broken link. */
  readonly silent: readonly { readonly id: string; readonly name: string; readonly broken: BrokenLink }[];
}

export const LINKS = [
  'extension',
  'agent',
  'key',
  'identity',
  'rule',
  'network',
  'ingestion',
  'retired-upload',
  'unknown',
] as const;

/** The link of the chain that is broken, as far as it can be told, with what shows it. */
export interface BrokenLink {
  readonly link: (typeof LINKS)[number];
  readonly evidence: string;
  readonly fix: readonly { readonly text: string; readonly command?: string }[];
}

export type VerifyLevel = 'reporting' | 'connected' | 'none';
