import type { AgentState, ConnectedWorkspace, ManagementGroup } from './agent-state.ts';

/** Lines `state.KEY=VALUE`, gathered as they come. Lists are cut: no machine has so many. */
export type StateLines = Map<string, string[]>;

const MOST = 64;

export function gatherState(lines: StateLines, key: string, value: string): void {
  const values = lines.get(key) ?? [];
  if (values.length < MOST) values.push(value);
  lines.set(key, values);
}

/**
 * The agent as its lines tell it. Certificates and what a management group is integrated with are put to their workspace and group.
 * Undefined where nothing was told. Total: what does not fit its form is left out.
 */
export function stateOf(system: AgentState['system'], lines: StateLines): AgentState | undefined {
  if (lines.size === 0) return undefined;
  const groups = groupsOf(lines);
  const last = (key: string): string | undefined => lines.get(key)?.at(-1);
  return {
    system,
    installed: last('agent') === 'log-analytics',
    ...text('version', last('version')),
    ...oneOf('packages', last('packages'), ['whole', 'half', 'none']),
    ...oneOf('by', last('by'), ['azmon', 'other']),
    workspaces: workspacesOf(system, lines, groups),
    ...oneOf('service', last('service'), ['running', 'stopped', 'absent']),
    ...text('proxy', last('proxy')),
    groups,
    ...(last('extension') === 'yes' ? { extension: true } : {}),
    ...(last('restart') === 'yes' ? { restart: true } : {}),
    ...text('successor', last('successor')),
    ...text('host', last('host')),
  };
}

const text = <K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> =>
  value === undefined || value === '' ? {} : ({ [key]: value } as Record<K, string>);

const oneOf = <K extends string, const V extends string>(
  key: K,
  value: string | undefined,
  words: readonly V[],
): Partial<Record<K, V>> => {
  const word = words.find((one) => one === value);
  return word === undefined ? {} : ({ [key]: word } as Record<K, V>);
};

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const STATUSES = {
  linux: ['onboarded', 'warning', 'saved', 'failure'],
  windows: ['connected', 'not-connected'],
} as const;

function workspacesOf(
  system: AgentState['system'],
  lines: StateLines,
  groups: readonly ManagementGroup[],
): readonly ConnectedWorkspace[] {
  const certificates = new Map(
    (lines.get('certificate') ?? []).map(firstWord).map(([id, at]) => [id.toLowerCase(), at]),
  );
  const found = new Map<string, ConnectedWorkspace>();
  for (const [id, rest] of (lines.get('workspace') ?? []).map(firstWord)) {
    if (!GUID.test(id)) continue;
    const key = id.toLowerCase();
    const certificate = dayIn(certificates.get(key));
    const through = groups.find(({ workspace }) => workspace === key)?.name;
    found.set(key, {
      id: key,
      ...statusIn(system, rest),
      ...(certificate === undefined ? {} : { certificate }),
      ...(through === undefined ? {} : { through }),
    });
  }
  return [...found.values()];
}

/** A word that is not known is no good news; it stays in the text. */
function statusIn(system: AgentState['system'], rest: string): Pick<ConnectedWorkspace, 'status' | 'text'> {
  const words: readonly ConnectedWorkspace['status'][] = STATUSES[system];
  const [word, text] = firstWord(rest);
  const status = words.find((one) => one === word);
  return status === undefined
    ? { status: system === 'linux' ? 'failure' : 'not-connected', text: rest }
    : { status, text };
}

/** To milliseconds, as all times of results are written. */
function dayIn(text: string | undefined): string | undefined {
  const at = text === undefined || !/^\d{4}-\d\d-\d\d/.test(text) ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}

function groupsOf(lines: StateLines): readonly ManagementGroup[] {
  const integrated = new Map((lines.get('group-workspace') ?? []).map(lastWord).filter(([, id]) => GUID.test(id)));
  const found = new Map<string, ManagementGroup>();
  for (const line of lines.get('group') ?? []) {
    const [before, last] = lastWord(line);
    const hasServer = before !== '' && /:\d+$/.test(last);
    const name = hasServer ? before : line;
    // A workspace shows as a management group of the name AOI-<id> too.
    if (name === '' || /^AOI-/i.test(name)) continue;
    const workspace = integrated.get(name)?.toLowerCase();
    found.set(name, {
      name,
      ...(hasServer ? { server: last } : {}),
      ...(workspace === undefined ? {} : { workspace }),
    });
  }
  return [...found.values()];
}

const firstWord = (line: string): [word: string, rest: string] => {
  const at = line.indexOf(' ');
  return at === -1 ? [line, ''] : [line.slice(0, at), line.slice(at + 1).trim()];
};

const lastWord = (line: string): [rest: string, word: string] => {
  const at = line.lastIndexOf(' ');
  return at === -1 ? ['', line] : [line.slice(0, at).trim(), line.slice(at + 1)];
};
