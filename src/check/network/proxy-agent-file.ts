import { proxyLabel } from '../../target/proxy.ts';
import type { Outcome, Subject } from '../check.ts';
import { habitCheck } from './proxy-habits.ts';

/** Proxies that are set on the machine, for the agent or for others. */
export const proxyAgentFile = habitCheck(
  'proxy.agent-file',
  'info',
  (_ways, { facts }) => typeof facts['oms.proxy'] === 'string' || (facts['proxy.seen'] ?? []).length > 0,
  (subject) => {
    const own = subject.facts['oms.proxy'];
    return typeof own === 'string' ? byOwnFile(subject, own) : byOthers(subject);
  },
);

/** Installing again without a proxy keeps the file, so what is in it counts. */
function byOwnFile({ agent, proxy }: Subject, own: string): Outcome {
  const measured = `${agent.linuxProxy?.file} names ${own}`;
  if (proxy !== undefined && addressOf(own) === proxyLabel(proxy)) return { status: 'pass', evidence: { measured } };
  return {
    status: 'fail',
    cause:
      proxy === undefined
        ? 'an older proxy file of the agent is there'
        : 'the proxy file of the agent names another proxy',
    evidence: { measured, required: proxy === undefined ? 'no proxy' : proxyLabel(proxy) },
    fix: [
      proxy === undefined
        ? {
            text: 'test the way that the agent will take: give this proxy as --proxy, or remove the file',
            command: `rm ${agent.linuxProxy?.file}`,
          }
        : { text: `the installation with a proxy writes ${agent.linuxProxy?.file} anew` },
    ],
  };
}

function byOthers({ agent, proxy, facts }: Subject): Outcome {
  const measured = (facts['proxy.seen'] ?? []).join('; ');
  if (proxy !== undefined) return { status: 'pass', evidence: { measured } };
  return {
    status: 'fail',
    cause: 'a proxy is set on the machine, and the agent will not use it',
    evidence: { measured, required: `the agent reads ${agent.linuxProxy?.file} only` },
    fix: [{ text: 'if the machine reaches the hosts by this proxy only, give it to the agent: --proxy' }],
  };
}

/** host:port of a masked value like `http://***@proxy:3128/`. */
const addressOf = (value: string): string =>
  value
    .replace(/^.*@|^https?:\/\//i, '')
    .replace(/\/+$/, '')
    .toLowerCase();
