import type { CheckText } from '../check-text.ts';

const PAGE = 'Log Analytics agent overview (2020-02-04), Network requirements';
const SUCCESSOR = 'Azure Monitor Agent network configuration';
const SOURCE_CODE = 'microsoft/OMS-Agent-for-Linux, omsadmin.sh and oms_configuration.rb';

/** The endpoints of all agents by id, as they are called in titles. */
const HOSTS = {
  ods: { name: 'the data host (ods)', source: PAGE },
  oms: { name: 'the registration host (oms)', source: PAGE },
  blob: { name: 'the storage host (blob)', source: PAGE },
  automation: { name: 'the agent service host (automation)', source: PAGE },
  control: { name: 'the control service host', source: SUCCESSOR },
  handler: { name: 'the data collection rules host (handler)', source: SUCCESSOR },
  metrics: { name: 'the metrics host', source: SUCCESSOR },
} as const;

const STAGES = {
  dns: {
    title: (name: string) => `the name of ${name}`,
    why: 'Without its address nothing can be sent to the host. The hosts of a workspace have a name only while that workspace exists.',
  },
  tcp: {
    title: (name: string) => `a connection to port 443 of ${name}`,
    why: 'The agent opens connections to port 443 outwards. A firewall on the way must let them through.',
  },
  tls: {
    title: (name: string) => `TLS 1.2 or newer with ${name} itself`,
    why: 'The service takes TLS 1.2 and newer only since 2025-07-01. The agent shows a certificate of its own, and the one on Windows looks at the issuer of the other side, so HTTPS inspection breaks the connection even where its root is trusted.',
  },
  http: {
    title: (name: string) => `an HTTP answer of ${name}`,
    why: 'Any status shows that the host was reached. No answer after the handshake points to a device on the way that cuts connections.',
  },
} as const;

export type EndpointId = keyof typeof HOSTS;
export type StageId = keyof typeof STAGES;
type StageCheckId = `network.${EndpointId}-${StageId}`;

export const STAGE_IDS = Object.keys(STAGES) as readonly StageId[];
export const ENDPOINT_IDS = Object.keys(HOSTS) as readonly EndpointId[];

const STAGE_TEXT = Object.fromEntries(
  ENDPOINT_IDS.flatMap((endpoint) =>
    STAGE_IDS.map((stage) => [
      `network.${endpoint}-${stage}`,
      { title: STAGES[stage].title(HOSTS[endpoint].name), why: STAGES[stage].why, source: HOSTS[endpoint].source },
    ]),
  ),
) as Record<StageCheckId, CheckText>;

export const NETWORK_TEXT = {
  'network.proxy': {
    title: 'the proxy, as the way to the hosts',
    why: 'Everything the agent sends goes through the proxy: it must be found, answer, take the login (none or basic) and open a tunnel to port 443 of each host.',
    source: `${PAGE}, Proxy configuration`,
  },
  ...STAGE_TEXT,
  'proxy.protocol': {
    title: 'the protocol word of the proxy',
    why: 'The page writes https. Registration runs curl, which since 7.52 speaks TLS to a proxy that is written with https; uploads ignore the word and speak plain HTTP. With a proxy that knows plain HTTP only, registration fails.',
    source: `${PAGE}, Proxy configuration; ${SOURCE_CODE}; curl(1), --proxy`,
  },
  'proxy.port': {
    title: 'the port of the proxy, written out',
    why: 'The port may be left out, but then registration (curl) takes 1080, or 443 for https, and uploads (Ruby) take 80: at most one of the two works.',
    source: `${PAGE}, Proxy configuration; ${SOURCE_CODE}; curl(1), --proxy`,
  },
  'proxy.encoding': {
    title: 'a proxy login without special characters',
    why: 'The page has such characters percent-encoded. Registration (curl) decodes them; the published source of the uploads hands user and password to the proxy as they stand in the file.',
    source: `${PAGE}, Proxy configuration; ${SOURCE_CODE}`,
  },
  'proxy.pseudo-user': {
    title: 'a made-up login for a proxy without one',
    why: 'The page says that the Linux agent needs some user and password even for an anonymous proxy. The note is missing from the later texts, and the published source takes a value without a login.',
    source: `${PAGE}, Proxy configuration; ${SOURCE_CODE}`,
  },
  'proxy.agent-file': {
    title: 'the proxy settings found on the machine',
    why: 'The agent reads no environment variable and no setting of other programs, only its own file.',
    source: `${PAGE}, Proxy configuration; ${SOURCE_CODE}`,
  },
} as const satisfies Record<string, CheckText>;
