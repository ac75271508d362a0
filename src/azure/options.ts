import type { CloudId } from '../target/cloud.ts';
import type { Auth, Management } from '../target/management.ts';

export interface AzureOptions {
  readonly management: Management;
  readonly cloud: CloudId;
  readonly auth: Auth;
  readonly tenant?: string;
  /** Somebody can answer a question: browser and device code make sense. */
  readonly interactive: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly tell: (line: string) => void;
  readonly signal: AbortSignal;
}
