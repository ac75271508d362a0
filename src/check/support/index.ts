import type { Check } from '../check.ts';
import { amazonAmi } from './amazon-ami.ts';
import { architecture } from './architecture.ts';
import { container } from './container.ts';
import { endOfSupportCheck } from './end-of-support.ts';
import { libc } from './libc.ts';
import { listed } from './listed.ts';
import { methodGate } from './method-gate.ts';
import { minorReleases } from './minor-releases.ts';
import { serverEdition } from './server-edition.ts';
import { sslDefault } from './ssl-default.ts';
import { wsl } from './wsl.ts';

/** In the order in which they are shown. */
export const SUPPORT_CHECKS: readonly Check[] = [
  listed,
  minorReleases,
  serverEdition,
  endOfSupportCheck,
  amazonAmi,
  sslDefault,
  architecture,
  libc,
  container,
  wsl,
  methodGate,
];
