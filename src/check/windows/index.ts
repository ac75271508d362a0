import type { Check } from '../check.ts';
import { agentVersion } from './agent-version.ts';
import { dotnet } from './dotnet.ts';
import { extendedUpdates } from './extended-updates.ts';
import { installer } from './installer.ts';
import { product } from './product.ts';
import { roots } from './roots.ts';
import { servicePack } from './service-pack.ts';
import { sha2Updates } from './sha2-updates.ts';
import { tls12 } from './tls12.ts';
import { winhttp } from './winhttp.ts';

/** In the order in which they are shown. */
export const WINDOWS_CHECKS: readonly Check[] = [
  installer,
  extendedUpdates,
  servicePack,
  sha2Updates,
  tls12,
  winhttp,
  dotnet,
  roots,
  agentVersion,
  product,
];
