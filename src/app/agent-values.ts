import type { ChangingVerb } from '../manage/limits.ts';
import { EXIT, Problem } from '../problem.ts';
import type { CloudId } from '../target/cloud.ts';
import type { ProxyRoute } from '../target/proxy.ts';
import { isWorkspaceId } from '../target/workspace.ts';
import type { HostDoor, HostFlags } from './host-begin.ts';
import type { BundleFlags } from './host-bundle.ts';
import {
  cloudValues,
  NOTHING,
  proxyValues,
  said,
  seconds,
  together,
  type WrapperValues,
  withPseudoUser,
  workspaceValues,
  YES,
} from './host-parameters.ts';
import { wantFlags } from './missing-flags.ts';
import { proxyText } from './proxy-text.ts';
import { type QuestionFlags, questionOf } from './question.ts';
import { type CredentialContext, type WorkspaceFlags, workspaceFor, workspaceResolver } from './workspace.ts';

/** The verbs of `azmon agent` that change an agent or its connections, or read its logs. */
export type AgentVerb = Exclude<ChangingVerb, 'install' | 'remove'> | 'logs';

export type AgentVerbFlags = HostFlags &
  WorkspaceFlags &
  BundleFlags &
  Pick<QuestionFlags, 'proxy' | 'gateway'> & {
    readonly 'lock-wait'?: number | undefined;
    readonly 'proxy-file'?: string | undefined;
    readonly 'proxy-pseudo-user'?: boolean | undefined;
    readonly 'management-group'?: string | undefined;
    readonly 'management-server'?: string | undefined;
    readonly 'management-port'?: number | undefined;
    readonly lines?: number | undefined;
  };

/** What a verb is to do, worked out once for all machines: for each system what the wrapper is told, and what the limits are asked. */
export interface AgentTask {
  readonly values: (system: 'linux' | 'windows') => WrapperValues;
  readonly workspaceId?: string;
  readonly group?: string;
}

type Work = (flags: AgentVerbFlags, door: HostDoor, context: CredentialContext) => Promise<AgentTask>;

const nothing: Work = async () => ({ values: () => NOTHING });

/** Throws where the command line, the workspace or its key is wrong, before any machine is looked at. */
export const AGENT_TASKS: Readonly<Record<AgentVerb, Work>> = {
  'add-workspace': toWorkspace,
  'set-workspace': async (flags, door, context) => {
    const { values, workspaceId = '' } = await toWorkspace(flags, door, context);
    return { workspaceId, values: (system) => together(values(system), said({ AZMON_REPLACE: YES })) };
  },
  async 'remove-workspace'(flags, _, context) {
    const workspaceId = await workspaceIdOf(flags, context);
    const cloud: CloudId = flags.cloud ?? 'public';
    const values = said({ AZMON_WORKSPACE_ID: workspaceId });
    return { workspaceId, values: (system) => together(values, cloudValues(system, cloud)) };
  },
  async 'set-proxy'(flags, door) {
    const proxy = await routeOf(flags, door);
    return { values: (system) => proxyValues(system, proxy) };
  },
  'clear-proxy': nothing,
  restart: nothing,
  async 'add-group'(flags) {
    const group = groupOf(flags);
    return {
      ...(group === undefined ? {} : { group }),
      values(system) {
        if (system === 'linux') return said({ AZMON_GROUP: group });
        wantFlags({ ...flags }, ['management-group', 'management-server']);
        const { 'management-server': server, 'management-port': port = GROUP_PORT } = flags;
        return said({ AZMON_GROUP: group, AZMON_GROUP_SERVER: hostName(server), AZMON_GROUP_PORT: String(port) });
      },
    };
  },
  async 'remove-group'(flags) {
    const group = groupOf(flags);
    return { ...(group === undefined ? {} : { group }), values: () => said({ AZMON_GROUP: group }) };
  },
  upgrade: async (flags) => ({ values: () => said({ AZMON_LOCK_WAIT: seconds(flags['lock-wait']) }) }),
  logs: async ({ lines }) => ({
    values: () => said({ AZMON_LOG_LINES: lines === undefined ? undefined : String(lines) }),
  }),
};

/** Where management servers listen. */
const GROUP_PORT = 5723;

async function toWorkspace(flags: AgentVerbFlags, _: HostDoor, context: CredentialContext): Promise<AgentTask> {
  const credentials = await workspaceResolver(flags, context)();
  const { workspaceId } = credentials;
  return { workspaceId, values: (system) => workspaceValues(system, credentials) };
}

async function workspaceIdOf(flags: AgentVerbFlags, context: CredentialContext): Promise<string> {
  const named = flags['workspace-id'] ?? flags.workspace;
  if (named === undefined) wantFlags({ ...flags }, ['workspace-id']);
  if (named !== undefined && isWorkspaceId(named)) return named.toLowerCase();
  return (await workspaceFor(flags, context)).workspaceId.toLowerCase();
}

async function routeOf(flags: AgentVerbFlags, door: HostDoor): Promise<ProxyRoute> {
  const proxy = await proxyText(flags, door.given('proxy'), door.world.files);
  const asked = questionOf({ proxy, gateway: flags.gateway, agent: 'log-analytics' }, '2020-02-04');
  const route = withPseudoUser(asked.proxy, flags['proxy-pseudo-user']);
  if (route !== undefined) return route;
  throw new Problem({
    code: 'AZMON-FLAG-MISSING',
    exit: EXIT.usage,
    message: 'no proxy is given',
    fix: [
      { text: 'without a login: --proxy HOST:PORT, or --gateway HOST[:PORT]' },
      { text: 'with one: in AZMON_PROXY, or in a file that only you can read: --proxy-file PATH' },
      { text: 'takes the proxy of the agent away', command: 'azmon agent clear-proxy' },
    ],
  });
}

/** Source: the object takes 1 to 50 letters and digits; names that are in use also hold a blank, an underline or a hyphen. */
function groupOf({ 'management-group': name }: AgentVerbFlags): string | undefined {
  if (name === undefined || /^[A-Za-z0-9][A-Za-z0-9_ -]{0,49}$/.test(name)) return name;
  throw wrong('the management group', 'it takes up to 50 letters, digits, blanks, _ and -');
}

function hostName(server: string | undefined): string {
  if (server !== undefined && /^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/.test(server)) return server;
  throw wrong('the management server', 'it takes a host name or an IPv4 address');
}

const wrong = (what: string, takes: string): Problem =>
  new Problem({
    code: 'AZMON-FLAG-VALUE',
    exit: EXIT.usage,
    message: `the name of ${what} cannot be used`,
    why: takes,
  });
