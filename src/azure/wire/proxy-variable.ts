import { EXIT, Problem } from '../../problem.ts';
import type { Environment } from '../problem/problem-of-network.ts';

const NAMES = ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy', 'HTTP_PROXY', 'http_proxy'] as const;

/**
 * The SDKs take the proxy's variables as addresses and fail on `proxy:3128` with an error of a kind that nobody understands. Throws
 * AZMON-AZURE-PROXY (2), which does not repeat the value: it may hold a password.
 */
export function checkedProxy(env: Environment): void {
  const name = NAMES.find((one) => env[one] !== undefined && env[one] !== '');
  if (name === undefined || isProxy(env[name] ?? '')) return;
  throw new Problem({
    code: 'AZMON-AZURE-PROXY',
    exit: EXIT.usage,
    message: `the variable ${name} is not the address of a proxy`,
    fix: [{ text: 'write http://[USER:PASSWORD@]HOST:PORT, user and password percent-encoded' }],
  });
}

const isProxy = (text: string): boolean =>
  URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).hostname !== '';
