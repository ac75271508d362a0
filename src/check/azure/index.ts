import type { Check } from '../check.ts';
import { arcConnected } from './arc-connected.ts';
import { extension } from './extension.ts';
import { extensionsAllowed } from './extensions-allowed.ts';
import { identity } from './identity.ts';
import { lock } from './lock.ts';
import { oneGeneration } from './one-generation.ts';
import { policy } from './policy.ts';
import { power } from './power.ts';
import { probe } from './probe.ts';
import { provider } from './provider.ts';
import { provisioning } from './provisioning.ts';
import { region } from './region.ts';
import { rights } from './rights.ts';
import { vmAgent } from './vm-agent.ts';

/** What Azure itself is asked about a machine, in the order in which it is shown. */
export const AZURE_CHECKS: readonly Check[] = [
  power,
  arcConnected,
  provisioning,
  vmAgent,
  extensionsAllowed,
  lock,
  policy,
  rights,
  provider,
  region,
  identity,
  extension,
  oneGeneration,
  probe,
];
