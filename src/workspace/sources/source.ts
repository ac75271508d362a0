import type { Secret } from '../../secret.ts';
import type { Provenance } from '../credentials.ts';

export interface FoundKey {
  readonly key: Secret;
  readonly from: Provenance;
}

/** A place that a key may be given in. Asked once a run: stdin can be read no second time. */
export type KeySource = () => Promise<FoundKey>;
