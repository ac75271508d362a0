import { type AgentId, METHODS, type MethodId } from '../agent/agent.ts';
import { AGENTS } from '../agent/index.ts';
import type { Question } from '../check/assess.ts';
import { CATALOGUE } from '../check/catalogue.ts';
import { groupOf } from '../check/finding.ts';
import { EXIT, Problem } from '../problem.ts';
import { CLOUDS, type CloudId } from '../target/cloud.ts';
import { nearest } from '../target/nearest.ts';
import { type ProxyRoute, parseGateway, parseProxy } from '../target/proxy.ts';
import { isWorkspaceId } from '../target/workspace.ts';

/** What the flags of check and probe say about the question; all optional. */
export interface QuestionFlags {
  readonly agent?: AgentId | undefined;
  readonly release?: string | undefined;
  readonly method?: MethodId | undefined;
  readonly 'as-of'?: string | undefined;
  readonly cloud?: CloudId | undefined;
  readonly 'workspace-id'?: string | undefined;
  readonly region?: string | undefined;
  readonly proxy?: string | undefined;
  readonly gateway?: string | undefined;
  readonly offline?: boolean | undefined;
  readonly only?: readonly string[] | undefined;
  readonly ignore?: readonly string[] | undefined;
  readonly verbose?: boolean | undefined;
}

/**
 * Turns flags into the question that is asked of every machine. Throws a Problem (2) for a release, check, id or proxy that
 * cannot be meant. `today` is YYYY-MM-DD.
 */
export function questionOf(flags: QuestionFlags, today: string): Question {
  const agents = flags.agent === undefined ? Object.values(AGENTS) : [AGENTS[flags.agent]];
  const proxy = routeOf(flags);
  const only = flags.only === undefined ? undefined : flags.only.map(known);
  return {
    agents,
    asOf: flags['as-of'] ?? today,
    cloud: CLOUDS[flags.cloud ?? 'public'],
    place: placeOf(flags),
    offline: flags.offline === true,
    judging: {
      passed: flags.verbose === true,
      ignore: (flags.ignore ?? []).map(known),
      ...(only === undefined ? {} : { only }),
    },
    ...(flags.release === undefined ? {} : { release: releaseOf(flags.release, agents) }),
    ...(flags.method === undefined ? {} : { method: flags.method }),
    ...(proxy === undefined ? {} : { proxy }),
  };
}

/** The words that the columns `method` and `agent` of a target file may hold. */
export const INVENTORY_WORDS = { method: Object.keys(METHODS), agent: Object.keys(AGENTS) };

function routeOf({ proxy, gateway }: QuestionFlags): ProxyRoute | undefined {
  if (proxy !== undefined && gateway !== undefined) {
    throw usage(
      'AZMON-PROXY-OR-GATEWAY',
      'a proxy and a gateway were both given',
      'an agent goes out by one way: leave out --proxy or --gateway',
    );
  }
  if (gateway !== undefined) return parseGateway(gateway, { from: '--gateway' });
  return proxy === undefined ? undefined : parseProxy(proxy, { from: '--proxy or AZMON_PROXY' });
}

function placeOf(flags: QuestionFlags): Question['place'] {
  const { region, 'workspace-id': workspaceId } = flags;
  if (workspaceId !== undefined && !isWorkspaceId(workspaceId)) {
    throw usage(
      'AZMON-WORKSPACE-ID',
      'the workspace id is not a GUID',
      'copy it from the overview page of the workspace: 8-4-4-4-12 hexadecimal digits',
    );
  }
  return {
    ...(workspaceId === undefined ? {} : { workspaceId: workspaceId.toLowerCase() }),
    ...(region === undefined ? {} : { region: regionOf(region) }),
  };
}

/** `westeurope`, or as the portal shows it: `West Europe`. */
function regionOf(text: string): string {
  const region = text.replaceAll(' ', '').toLowerCase();
  if (/^[a-z][a-z0-9]{2,29}$/.test(region)) return region;
  throw usage(
    'AZMON-REGION',
    'the region is not the name of an Azure region',
    'write it as Azure does: westeurope, or West Europe',
  );
}

function releaseOf(release: string, agents: Question['agents']): string {
  const releases = agents.flatMap((agent) => agent.releases.map(({ version }) => version));
  if (releases.includes(release)) return release;
  throw usage('AZMON-RELEASE', 'azmon knows no requirements of that release', `known releases: ${releases.join(', ')}`);
}

const IDS: readonly string[] = CATALOGUE.map((check) => check.id);
const NAMES: ReadonlySet<string> = new Set([...IDS, ...IDS.map(groupOf)]);

function known(name: string): string {
  if (NAMES.has(name)) return name;
  const close = nearest(name, NAMES);
  throw new Problem({
    code: 'AZMON-CHECK-UNKNOWN',
    exit: EXIT.usage,
    message: 'there is no check or group of checks of that name',
    ...(close === undefined ? {} : { why: `did you mean ${close}?` }),
    fix: [{ text: 'lists all of them', command: 'azmon check --list' }],
  });
}

const usage = (code: string, message: string, fix: string): Problem =>
  new Problem({ code, exit: EXIT.usage, message, fix: [{ text: fix }] });
