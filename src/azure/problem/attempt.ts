/** What azmon was about when it was refused or cut off, for the sentence that says so. */
export interface Attempt {
  /** `read`, `change`, `remove` ... as in "Azure refused to <verb> <thing>". */
  readonly verb: string;
  /** `the virtual machine web-01` */
  readonly thing: string;
  /** Subscription of the path, where it has one. */
  readonly subscription?: string;
  /** Azure's namespace of the resource, e.g. Microsoft.Compute. */
  readonly namespace?: string;
}

/** Words for what stands last in a path, by type in lower case. Without a name behind it the whole list is meant. */
const THINGS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  subscriptions: ['the subscription', 'the subscriptions'],
  resourcegroups: ['the resource group', 'the resource groups'],
  virtualmachines: ['the virtual machine', 'the virtual machines'],
  virtualmachinescalesets: ['the scale set', 'the scale sets'],
  machines: ['the Azure Arc machine', 'the Azure Arc machines'],
  runcommands: ['the run command', 'the run commands'],
  deployments: ['the deployment', 'the deployments'],
  extensions: ['the extension', 'the extensions'],
  versions: ['the version', 'the versions of the extension'],
  operations: ['the state of the operation', 'the operations'],
  workspaces: ['the workspace', 'the workspaces'],
  sharedkeys: ['the keys of the workspace', 'the keys of the workspace'],
  query: ['the log query', 'the logs of the workspace'],
  datacollectionrules: ['the data collection rule', 'the data collection rules'],
  datacollectionruleassociations: ['the rule association', 'the rule associations'],
  locks: ['the lock', 'the locks'],
  permissions: ['the permission', "the caller's rights"],
  policyassignments: ['the policy assignment', 'the policy assignments'],
  policydefinitions: ['the policy definition', 'the policy definitions'],
  policysetdefinitions: ['the policy initiative', 'the policy initiatives'],
  providers: ['the resource provider', 'the resource providers'],
  resources: ['the resource', 'Resource Graph'],
  secrets: ['the secret', 'the secrets'],
};

/** POSTs are named by their last word. */
const ACTIONS: Readonly<Record<string, string>> = {
  runcommand: 'run a command on',
  manualupgrade: 'upgrade instances of',
  validate: 'validate',
  whatif: 'foresee',
  start: 'start',
  poweroff: 'stop',
  deallocate: 'deallocate',
  sharedkeys: 'read',
  query: 'query',
  resources: 'query',
};

const VERBS: Readonly<Record<string, string>> = { GET: 'read', PUT: 'write', PATCH: 'change', DELETE: 'remove' };

/** Reads method and address of a request. The address is cut at its query: operation addresses carry signatures there. */
export function attemptOf(method: string, url: string): Attempt {
  const path = new URL(url).pathname.split('/').filter((part) => part !== '');
  const last = (path.at(-1) ?? '').toLowerCase();
  const action = method === 'POST' ? entry(ACTIONS, last) : undefined;
  const parts = action !== undefined && entry(THINGS, last) === undefined ? path.slice(0, -1) : path;
  const namespace = path[path.map((part) => part.toLowerCase()).lastIndexOf('providers') + 1];
  return {
    verb: action ?? VERBS[method] ?? 'use',
    thing: thingOf(parts),
    ...(/^subscriptions$/i.test(path[0] ?? '') && path[1] !== undefined ? { subscription: path[1] } : {}),
    ...(namespace !== undefined && /^microsoft\./i.test(namespace) ? { namespace } : {}),
  };
}

/** A path may hold words that every object knows, `constructor` for one. */
const entry = <T>(table: Readonly<Record<string, T>>, word: string): T | undefined =>
  Object.hasOwn(table, word) ? table[word] : undefined;

/** The last word of the path that names a kind of thing, with the name behind it; of an extension its machine too. */
function thingOf(parts: readonly string[]): string {
  const at = parts.findLastIndex((part) => entry(THINGS, part.toLowerCase()) !== undefined);
  const [one, many] = entry(THINGS, (parts[at] ?? '').toLowerCase()) ?? ['the resource', 'a resource'];
  const name = parts[at + 1];
  if (name === undefined) return many === "the caller's rights" || at < 2 ? many : `${many}${ofParent(parts, at)}`;
  if (/^operations?$/i.test(parts[at] ?? '')) return one;
  return `${one} ${decoded(name)}${/^extensions$/i.test(parts[at] ?? '') ? ofParent(parts, at) : ''}`;
}

/** Their words end with the workspace, whose name follows. */
const WORKSPACE_DATA = /^(query|sharedkeys)$/i;

const MACHINES = /^(virtualmachines|virtualmachinescalesets|machines)$/i;

function ofParent(parts: readonly string[], at: number): string {
  const parent = parts[at - 1];
  if (parent !== undefined && WORKSPACE_DATA.test(parts[at] ?? '')) return ` ${decoded(parent)}`;
  return parent === undefined || (!MACHINES.test(parts[at - 2] ?? '') && !/^workspaces$/i.test(parts[at - 2] ?? ''))
    ? ''
    : ` of ${decoded(parent)}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
