import type { Check } from '../check.ts';
import { proxyCheck } from './proxy.ts';
import { proxyAgentFile } from './proxy-agent-file.ts';
import { proxyEncoding } from './proxy-encoding.ts';
import { proxyPort } from './proxy-port.ts';
import { proxyProtocol } from './proxy-protocol.ts';
import { proxyPseudoUser } from './proxy-pseudo-user.ts';
import { STAGE_CHECKS } from './stages.ts';

/** In the order in which they are shown. */
export const NETWORK_CHECKS: readonly Check[] = [
  proxyCheck,
  ...STAGE_CHECKS,
  proxyProtocol,
  proxyPort,
  proxyEncoding,
  proxyPseudoUser,
  proxyAgentFile,
];
