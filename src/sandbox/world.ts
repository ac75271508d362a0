import type { Faults } from './faults.ts';
import type { Operations } from './operations.ts';
import type { SandboxState } from './state.ts';

/** Everything a handler may read and change. */
export interface World {
  readonly state: SandboxState;
  readonly clock: SandboxClock;
  readonly faults: Faults;
  readonly operations: Operations;
  /** `https://localhost:8443`: what links in answers begin with. */
  readonly origin: string;
  readonly settings: SandboxSettings;
}

/** The sandbox's own time, milliseconds since 1970: begins at the machine's time and may run faster. */
export interface SandboxClock {
  now(): number;
  /** How many times faster than the machine's clock. */
  readonly speed: number;
}

export interface SandboxSettings {
  /** How long extension operations take, in milliseconds of the sandbox's clock. 0: done at the first look. */
  readonly operationMs: number;
  /** From a successful install to the first Heartbeat that can be queried. */
  readonly heartbeatDelayMs: number;
  /** Seconds in Retry-After of operations; 0 while nothing is to be waited for. */
  readonly retryAfterS: number;
  /** Compute's token buckets refuse what is too much; off where nothing is to be waited for. Their headers come always. */
  readonly throttle: boolean;
  /** By which day's table the Linux handlers take or refuse systems: `2020` or `newest`. */
  readonly handler: '2020' | 'newest';
}
