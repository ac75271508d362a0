import type { Check } from '../check.ts';
import { agentBeside } from './agent-beside.ts';
import { agentRunning } from './agent-running.ts';
import { agentScom } from './agent-scom.ts';
import { agentWorkspaces } from './agent-workspaces.ts';
import { azureIdentity } from './azure-identity.ts';
import { clockSkew } from './clock-skew.ts';
import { fipsMode } from './fips-mode.ts';
import { privilegeRoot } from './privilege-root.ts';

/** What is asked of Linux and Windows alike, in the order in which it is shown. */
export const BOTH_CHECKS: readonly Check[] = [
  privilegeRoot,
  fipsMode,
  clockSkew,
  azureIdentity,
  agentWorkspaces,
  agentRunning,
  agentScom,
  agentBeside,
];
