import type { Sight } from './sight.ts';

/** What can be wrong with the proxy itself, worst first: with several hosts the first of these that any of them met is told. */
export const PROXY_TROUBLES = [
  'no-name',
  'no-answer',
  'no-tls',
  'login-missing',
  'login-refused',
  'silent',
  'forbidden',
  'cannot-reach',
  'refused',
] as const;
export type ProxyTrouble = (typeof PROXY_TROUBLES)[number];

/** How far the way to a host got: undefined when it went direct or the proxy opened the tunnel. Exit codes are curl's. */
export function proxyTrouble({ look, subject }: Sight): ProxyTrouble | undefined {
  if (look.via === 'direct' || look.tool === 'none') return undefined;
  if (look.exit === 5) return 'no-name';
  const status = look.connect ?? 0;
  if (status === 0)
    return withoutAnswer(look.exit, look.tcp, subject.proxy?.protocol === 'https' && look.plain !== true);
  if (status < 300) return undefined;
  // tinyproxy answers 407 where no login came and 401 where a wrong one came, squid 407 to both.
  if (status === 407 || status === 401) return subject.proxy?.user === undefined ? 'login-missing' : 'login-refused';
  if (status === 403 || status === 405) return 'forbidden';
  return status >= 500 ? 'cannot-reach' : 'refused';
}

function withoutAnswer(exit: number | undefined, tcp: boolean | undefined, tls: boolean): ProxyTrouble | undefined {
  if (exit === 0 || exit === undefined) return undefined;
  if (tcp !== true && (exit === 7 || exit === 28)) return 'no-answer';
  if (tls && [35, 51, 60, 77, 83].includes(exit)) return 'no-tls';
  return 'silent';
}
