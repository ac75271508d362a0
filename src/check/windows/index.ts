import type { Check } from '../check.ts';
import { agentVersion } from './agent-version.ts';
import { beside } from './beside.ts';
import { bits } from './bits.ts';
import { clock } from './clock.ts';
import { container } from './container.ts';
import { dotnet } from './dotnet.ts';
import { extendedUpdates } from './extended-updates.ts';
import { fips } from './fips.ts';
import { groups } from './groups.ts';
import { identity } from './identity.ts';
import { installer } from './installer.ts';
import { product } from './product.ts';
import { rights } from './rights.ts';
import { roots } from './roots.ts';
import { service } from './service.ts';
import { servicePack } from './service-pack.ts';
import { sha2Updates } from './sha2-updates.ts';
import { tls12 } from './tls12.ts';
import { winhttp } from './winhttp.ts';
import { workspaces } from './workspaces.ts';

/** In the order in which they are shown. */
export const WINDOWS_CHECKS: readonly Check[] = [
  rights,
  bits,
  container,
  installer,
  identity,
  extendedUpdates,
  servicePack,
  sha2Updates,
  tls12,
  winhttp,
  dotnet,
  roots,
  fips,
  clock,
  agentVersion,
  service,
  workspaces,
  groups,
  product,
  beside,
];
