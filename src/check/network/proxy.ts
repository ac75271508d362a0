import type { Fix } from '../../problem.ts';
import { proxyLabel } from '../../target/proxy.ts';
import type { Check, Outcome, Subject } from '../check.ts';
import { notObserved } from '../check.ts';
import { eitherOf } from '../fixes.ts';
import { PROXY_TROUBLES, type ProxyTrouble, proxyTrouble } from './proxy-trouble.ts';
import { evidence, isSight, type Sight, sightOf } from './sight.ts';

/** The proxy is found, answers, takes the login and opens a tunnel to each host. */
export const proxyCheck: Check = {
  id: 'network.proxy',
  severity: 'block',
  // Facts collected elsewhere may have come by a proxy that is not named here.
  applies: ({ proxy, looks }) => proxy !== undefined || [...looks.values()].some(({ via }) => via === 'proxy'),
  judge(subject) {
    const seen = subject.agent.endpoints.map((endpoint) => sightOf(subject, endpoint));
    const sights = seen.filter(isSight).filter(({ look }) => look.via === 'proxy');
    const tried = sights.filter(({ look }) => look.tool !== 'none' && look.exit !== undefined);
    const [first] = tried;
    if (first === undefined) return untried(seen, sights);
    const met = tried.map((sight) => ({ sight, trouble: proxyTrouble(sight) }));
    const worst = PROXY_TROUBLES.find((trouble) => met.some((one) => one.trouble === trouble));
    if (worst === undefined) return { status: 'pass', evidence: evidence(first, 'opens tunnels', REQUIRED) };
    return failure(
      subject,
      worst,
      met.filter((one) => one.trouble === worst).map((one) => one.sight),
    );
  },
};

const REQUIRED = 'an answer of 200 to CONNECT for port 443 of each host';

/** Nothing went through the proxy: for want of a tool, of facts, or because it was left out. */
function untried(seen: readonly (Sight | Outcome)[], sights: readonly Sight[]): Outcome {
  if (sights.length > 0)
    return { status: 'unknown', reason: 'the machine has no tool that could go through this proxy (curl is missing)' };
  const outcomes = seen.filter((one): one is Outcome => !isSight(one));
  return outcomes.find(({ status }) => status === 'unknown') ?? outcomes[0] ?? notObserved('the proxy');
}

function failure(subject: Subject, trouble: ProxyTrouble, sights: readonly Sight[]): Outcome {
  const { cause, measured, fix } = WORDS[trouble];
  const [first] = sights;
  if (first === undefined) throw new Error('trouble without a host');
  const hosts = ['forbidden', 'cannot-reach', 'refused'].includes(trouble)
    ? `: ${sights.map(({ host }) => host).join(', ')}`
    : '';
  const seen = typeof measured === 'string' ? measured : measured(first.look.connect ?? 0);
  return {
    status: 'fail',
    cause,
    evidence: evidence(first, `${seen}${hosts}`, REQUIRED),
    fix: fix(subject),
    ...(sights.every(({ endpoint }) => endpoint.severity === 'warn') ? { severity: 'warn' } : {}),
  };
}

interface Words {
  readonly cause: string;
  readonly measured: string | ((status: number) => string);
  readonly fix: (subject: Subject) => readonly Fix[];
}

const answered = (status: number): string => `answers ${status} to CONNECT`;
const label = ({ proxy }: Subject): string => (proxy === undefined ? 'proxyhost:port' : proxyLabel(proxy));
const patterns = ({ agent, cloud }: Subject): string => agent.endpoints.map(({ pattern }) => pattern(cloud)).join(', ');

const WORDS: Readonly<Record<ProxyTrouble, Words>> = {
  'no-name': {
    cause: 'the name of the proxy does not resolve',
    measured: 'no address',
    fix: () => [{ text: 'correct the name of the proxy, or write its address' }],
  },
  'no-answer': {
    cause: 'the proxy does not answer',
    measured: 'no connection to the proxy',
    fix: (subject) => [{ text: `correct the port, or allow the machine to reach ${label(subject)}` }],
  },
  'no-tls': {
    cause: 'TLS to the proxy fails',
    measured: 'no handshake with the proxy that the machine trusts',
    fix: () => [
      { text: 'write http:// unless the proxy itself speaks TLS; if it does, install the root of its certificate' },
    ],
  },
  'login-missing': {
    cause: 'the proxy wants a user and password',
    measured: answered,
    fix: (subject) => [{ text: `write the login into the proxy: http://user:password@${label(subject)}` }],
  },
  'login-refused': {
    cause: 'the proxy refuses the user and password',
    measured: answered,
    fix: () =>
      eitherOf([
        { text: 'correct user and password; percent-encode special characters in them' },
        { text: 'let the proxy take basic authentication from this machine: the agent knows no other' },
      ]),
  },
  silent: {
    cause: 'the proxy does not open a tunnel',
    measured: 'connected, no answer to CONNECT',
    fix: (subject) => [{ text: `make sure that ${label(subject)} is an HTTP proxy that takes CONNECT` }],
  },
  forbidden: {
    cause: 'the proxy forbids the host or its port',
    measured: answered,
    fix: (subject) => [{ text: `allow CONNECT to port 443 on the proxy for ${patterns(subject)}` }],
  },
  'cannot-reach': {
    cause: 'the proxy does not reach the host',
    measured: answered,
    fix: (subject) => [{ text: `let the proxy resolve and reach port 443 of ${patterns(subject)}` }],
  },
  refused: {
    cause: 'the proxy refuses the tunnel',
    measured: answered,
    fix: (subject) => [{ text: `allow CONNECT to port 443 on the proxy for ${patterns(subject)}` }],
  },
};
