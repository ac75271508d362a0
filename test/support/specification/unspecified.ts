import type { Exchange } from '../../../src/sandbox/exchange.ts';

/** Addresses that Microsoft's files do not describe; by-hand.ts looks at their answers. */
const UNSPECIFIED: readonly RegExp[] = [
  // Polls of long-running operations
  /\/providers\/[^/]+\/locations\/[^/]+\/operations\/[^/]+$/i,
  /\/(?:operationStatus|operationStatuses|operationResults|asyncOperationResults)\/[^/]+$/i,
  // Sign-in and metadata
  /^\/msi\/token$/i,
  /^\/metadata\/(?:identity\/oauth2\/token|endpoints|instance)$/i,
  /^\/[^/]+\/(?:oauth2\/|v2\.0\/|\.well-known\/)/i,
  /^\/common\/discovery\//i,
  // No file at hand
  /\/providers\/Microsoft\.Authorization\/(?:locks|permissions)(?:\/[^/]+)?$/i,
  /^\/secrets\/[^/]+(?:\/[^/]*)?$/i,
];

export const hasNoSpecification = ({ url }: Pick<Exchange, 'url'>): boolean => {
  const { pathname } = new URL(url);
  return UNSPECIFIED.some((pattern) => pattern.test(pathname));
};
