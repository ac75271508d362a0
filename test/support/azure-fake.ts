import type {
  Azure,
  DeploymentRequest,
  ExtensionPut,
  GraphRow,
  Identity,
  RulePut,
  WorkspacePut,
} from '../../src/ports.ts';
import { EXIT, Problem } from '../../src/problem.ts';
import { Secret } from '../../src/secret.ts';
import type { AzureRule, RuleAssociation } from '../../src/target/azure-rule.ts';
import type { AzureVm, VmExtension } from '../../src/target/azure-vm.ts';
import type { AzureWorkspace } from '../../src/target/azure-workspace.ts';
import type { ResourceChange } from '../../src/target/resource-change.ts';
import type { ManagementLock, Permission, PolicyAssignment, Subscription } from '../../src/target/scope.ts';

export const SUBSCRIPTION = '00000000-0000-0000-0000-000000000001';
export const WORKSPACE_GUID = '11111111-2222-3333-4444-555555555555';

/** What the fake Azure holds. What is not given is not there; what is not given as a function may not be called. */
export interface FakeWorld {
  readonly identity?: Identity | Problem;
  readonly subscriptions?: readonly Subscription[];
  readonly vms?: readonly AzureVm[];
  readonly workspaces?: readonly AzureWorkspace[];
  /** Keys by workspace id in lower case, primary and secondary. */
  readonly keys?: Readonly<Record<string, readonly [string, string]>>;
  readonly rules?: readonly AzureRule[];
  /** By machine id in lower case. */
  readonly associations?: Readonly<Record<string, readonly RuleAssociation[]>>;
  readonly locks?: readonly ManagementLock[];
  readonly permissions?: readonly Permission[];
  readonly policies?: readonly PolicyAssignment[];
  /** By namespace; missing: Registered. */
  readonly providers?: Readonly<Record<string, string>>;
  /** Missing: one version. */
  readonly versions?: readonly string[];
  /** By address. */
  readonly vault?: Readonly<Record<string, string>>;
  readonly graph?: (query: string, subscriptions: readonly string[]) => readonly GraphRow[];
  readonly logs?: (workspaceId: string, query: string) => readonly Readonly<Record<string, unknown>>[];
  readonly runCommand?: (machine: string, script: string) => { readonly stdout: string; readonly stderr: string };
  readonly deployments?: {
    readonly validate?: (name: string) => readonly string[];
    readonly whatIf?: (name: string) => readonly ResourceChange[];
    /** May throw a Problem. */
    readonly deploy?: (request: DeploymentRequest) => { readonly id: string; readonly resources: readonly string[] };
    readonly names?: readonly string[];
  };
  /** What a handler makes of a put; missing: it succeeds. */
  readonly handler?: (put: ExtensionPut) => Problem | undefined;
  /** Any call may be made to fail by its name, e.g. `locks`. */
  readonly failing?: Readonly<Record<string, Problem>>;
}

/** `calls` are the names and first arguments of all calls in order: `putExtension /subscriptions/...`. Writing calls are in `writes` too. */
export interface FakeAzure extends Azure {
  readonly calls: readonly string[];
  readonly writes: readonly string[];
  readonly puts: readonly ExtensionPut[];
  vm(id: string): AzureVm;
}

/** Azure in memory: keeps what is written to it, and throws where a test did not say what is there. */
export function fakeAzure(world: FakeWorld = {}): FakeAzure {
  const calls: string[] = [];
  const writes: string[] = [];
  const puts: ExtensionPut[] = [];
  const vms = new Map((world.vms ?? []).map((vm) => [vm.key, vm]));
  const workspaces = new Map((world.workspaces ?? []).map((one) => [one.key, one]));
  const rules = new Map((world.rules ?? []).map((one) => [one.key, one]));
  const associations = new Map(Object.entries(world.associations ?? {}).map(([key, list]) => [key, [...list]]));

  const call = (name: string, ...what: readonly string[]): void => {
    calls.push([name, ...what].join(' '));
    const problem = world.failing?.[name];
    if (problem !== undefined) throw problem;
  };
  const write = (name: string, ...what: readonly string[]): void => {
    call(name, ...what);
    writes.push([name, ...what].join(' '));
  };
  const vmOf = (id: string): AzureVm => vms.get(id.toLowerCase()) ?? missing('the virtual machine', id);
  const change = (id: string, part: Partial<AzureVm>): void => void vms.set(id.toLowerCase(), { ...vmOf(id), ...part });

  /** Instances that are upgraded by hand keep the old model of their set. */
  const behind = (id: string): void => {
    const { set } = vmOf(id);
    if (set?.orchestration !== 'uniform' || set.upgradePolicy !== 'Manual') return;
    change(id, { set: { ...set, instances: set.instances.map((one) => ({ ...one, latestModel: false })) } });
  };

  return {
    calls,
    writes,
    puts,
    vm: vmOf,
    signIn: {
      async identity() {
        call('identity');
        if (world.identity === undefined) return undefinedCall('identity');
        if (world.identity instanceof Problem) throw world.identity;
        return world.identity;
      },
    },
    resources: {
      async subscriptions() {
        call('subscriptions');
        return world.subscriptions ?? [{ id: SUBSCRIPTION, name: 'test', state: 'Enabled' }];
      },
      async *graph(query, subscriptions) {
        call('graph');
        if (world.graph === undefined) return undefinedCall('graph');
        yield world.graph(query, subscriptions);
      },
      async locks(scope) {
        call('locks', scope);
        return world.locks ?? [];
      },
      async permissions(scope) {
        call('permissions', scope);
        return world.permissions ?? [{ actions: ['*'], notActions: [] }];
      },
      async policies(scope) {
        call('policies', scope);
        return world.policies ?? [];
      },
      async provider(_subscription, namespace) {
        call('provider', namespace);
        return world.providers?.[namespace] ?? 'Registered';
      },
    },
    machines: {
      async vm(id) {
        call('vm', id);
        return vmOf(id);
      },
      async extension(machine, name) {
        call('extension', machine, name);
        return vmOf(machine).extensions.find((one) => one.name.toLowerCase() === name.toLowerCase());
      },
      async putExtension(put, { wait }) {
        write('putExtension', put.machine, put.name);
        puts.push(put);
        const vm = vmOf(put.machine);
        if (vm.power !== 'running') throw stopped(put.machine);
        const twin = vm.extensions.find(
          (one) => one.publisher === put.publisher && one.type === put.type && one.name !== put.name,
        );
        if (twin !== undefined) throw new Error(`two extensions of ${put.publisher}/${put.type}`);
        const problem = world.handler?.(put);
        const done = extensionFrom(put, problem === undefined ? (wait === false ? 'Creating' : 'Succeeded') : 'Failed');
        change(put.machine, { extensions: [...vm.extensions.filter(({ name }) => name !== put.name), done] });
        behind(put.machine);
        if (problem !== undefined) throw problem;
        return done;
      },
      async deleteExtension(machine, name) {
        write('deleteExtension', machine, name);
        const vm = vmOf(machine);
        if (vm.power !== 'running') throw stopped(machine);
        change(machine, { extensions: vm.extensions.filter((one) => one.name.toLowerCase() !== name.toLowerCase()) });
        behind(machine);
      },
      async addSystemIdentity(machine) {
        write('addSystemIdentity', machine);
        change(machine, { identity: { ...vmOf(machine).identity, system: true } });
      },
      async power(machine, how) {
        write('power', machine, how);
        if (vmOf(machine).kind !== 'vm') throw otherKind(machine);
        change(machine, { power: how === 'start' ? 'running' : how === 'deallocate' ? 'deallocated' : 'stopped' });
      },
      async upgradeInstances(set, instanceIds) {
        write('upgradeInstances', set, instanceIds.join(','));
        const { set: part } = vmOf(set);
        if (part === undefined) throw otherKind(set);
        const instances = part.instances.map((one) =>
          instanceIds.includes(one.instanceId) ? { ...one, latestModel: true } : one,
        );
        change(set, { set: { ...part, instances } });
      },
      async runCommand(machine, { script }) {
        call('runCommand', machine);
        if (vms.get(machine.toLowerCase())?.kind === 'scale-set') throw otherKind(machine);
        if (world.runCommand === undefined) return undefinedCall('runCommand');
        return world.runCommand(machine, script);
      },
      async extensionVersions(_subscription, location, publisher, type) {
        call('extensionVersions', location, publisher, type);
        return world.versions ?? ['1.0.0.0'];
      },
    },
    workspaces: {
      async list(subscription) {
        call('workspaces.list', subscription);
        return [...workspaces.values()].filter((one) => one.subscription === subscription);
      },
      async get(id) {
        call('workspaces.get', id);
        return workspaces.get(id.toLowerCase()) ?? missing('the workspace', id);
      },
      async create(put) {
        write('workspaces.create', put.name);
        const made = workspaceFrom(put);
        workspaces.set(made.key, made);
        return made;
      },
      async keys(id) {
        call('workspaces.keys', id);
        const keys = world.keys?.[id.toLowerCase()];
        if (keys === undefined) return undefinedCall(`keys of ${id}`);
        return [new Secret(keys[0]), new Secret(keys[1])];
      },
    },
    rules: {
      async list(subscription) {
        call('rules.list', subscription);
        return [...rules.values()].filter((one) => one.subscription === subscription);
      },
      async get(id) {
        call('rules.get', id);
        return rules.get(id.toLowerCase()) ?? missing('the data collection rule', id);
      },
      async put(put) {
        write('rules.put', put.id);
        const made = ruleFrom(put);
        rules.set(made.key, made);
        return made;
      },
      async associations(machine) {
        call('associations', machine);
        return associations.get(machine.toLowerCase()) ?? [];
      },
      async associate(machine, name, rule) {
        write('associate', machine, name);
        const list = (associations.get(machine.toLowerCase()) ?? []).filter((one) => one.name !== name);
        const id = `${machine}/providers/Microsoft.Insights/dataCollectionRuleAssociations/${name}`;
        associations.set(machine.toLowerCase(), [...list, { id, name, rule }]);
      },
      async dissociate(machine, name) {
        write('dissociate', machine, name);
        const list = associations.get(machine.toLowerCase()) ?? [];
        associations.set(
          machine.toLowerCase(),
          list.filter((one) => one.name !== name),
        );
      },
    },
    deployments: {
      async validate({ scope, name }) {
        call('deployments.validate', scope, name);
        return world.deployments?.validate?.(name) ?? undefinedCall('deployments.validate');
      },
      async whatIf({ scope, name }) {
        call('deployments.whatIf', scope, name);
        return world.deployments?.whatIf?.(name) ?? undefinedCall('deployments.whatIf');
      },
      async deploy(request) {
        write('deployments.deploy', request.scope, request.name);
        return world.deployments?.deploy?.(request) ?? undefinedCall('deployments.deploy');
      },
      async names(scope) {
        call('deployments.names', scope);
        return world.deployments?.names ?? [];
      },
    },
    logs: {
      async query(workspaceId, query) {
        call('query', workspaceId);
        if (world.logs === undefined) return undefinedCall('query');
        return world.logs(workspaceId, query);
      },
    },
    vault: {
      async secret(url) {
        call('vault', url);
        const value = world.vault?.[url];
        return value === undefined ? missing('the secret', url) : new Secret(value);
      },
    },
  };
}

function undefinedCall(what: string): never {
  throw new Error(`nobody expected ${what} to be asked for`);
}

function missing(what: string, id: string): never {
  throw new Problem({
    code: 'AZMON-AZURE-NOT-FOUND',
    exit: EXIT['not-found'],
    message: `${what} ${id} was not found`,
  });
}

const otherKind = (machine: string): Problem =>
  new Problem({ code: 'AZMON-MACHINE-KIND', exit: EXIT.usage, message: `${machine} is of another kind` });

const stopped = (machine: string): Problem =>
  new Problem({ code: 'AZMON-MACHINE-STOPPED', exit: EXIT.pending, message: `${machine} is not running` });

const extensionFrom = (put: ExtensionPut, provisioning: string): VmExtension => ({
  name: put.name,
  publisher: put.publisher,
  type: put.type,
  version: put.version,
  provisioning,
  autoUpgradeMinor: put.autoUpgradeMinor,
  ...(put.automaticUpgrade === undefined ? {} : { automaticUpgrade: put.automaticUpgrade }),
  ...(put.forceUpdateTag === undefined ? {} : { forceUpdateTag: put.forceUpdateTag }),
  settings: put.settings,
  statuses: [],
});

const groupId = (subscription: string, group: string): string =>
  `/subscriptions/${subscription}/resourceGroups/${group}`;

const workspaceFrom = (put: WorkspacePut): AzureWorkspace => {
  const id = `${groupId(put.subscription, put.group)}/providers/Microsoft.OperationalInsights/workspaces/${put.name}`;
  return workspace({ ...put, id, key: id.toLowerCase(), tags: put.tags ?? {} });
};

const ruleFrom = (put: RulePut): AzureRule => {
  const [, , subscription = '', , group = '', , , , name = ''] = put.id.split('/');
  const logAnalytics = (put.properties.destinations as { logAnalytics?: { workspaceResourceId: string }[] } | undefined)
    ?.logAnalytics;
  return {
    ...put,
    key: put.id.toLowerCase(),
    subscription,
    group,
    name,
    provisioning: 'Succeeded',
    workspaces: (logAnalytics ?? []).map(({ workspaceResourceId }) => workspaceResourceId),
  };
};

/** A running Ubuntu 18.04 with a ready VM agent and nothing else, unless said otherwise. */
export function vm(part: Partial<AzureVm> = {}): AzureVm {
  const name = part.name ?? 'web-01';
  const group = part.group ?? 'servers';
  const subscription = part.subscription ?? SUBSCRIPTION;
  const id = `${groupId(subscription, group)}/providers/Microsoft.Compute/virtualMachines/${name}`;
  return {
    kind: 'vm',
    ...{ id, key: id.toLowerCase(), subscription, group, name, location: 'westeurope', system: 'linux', tags: {} },
    image: { publisher: 'Canonical', offer: 'UbuntuServer', sku: '18.04-LTS', version: 'latest' },
    os: { name: 'ubuntu', version: '18.04' },
    vmId: '7d3c6a4e-0000-4000-8000-000000000001',
    computerName: name,
    ...{ provisioning: 'Succeeded', power: 'running', vmAgent: { state: 'ready', version: '2.9.1.1' } },
    ...{ extensionsAllowed: true, identity: { system: false, user: [] }, extensions: [] },
    ...part,
  };
}

/** A workspace in West Europe that takes keys, unless said otherwise. */
export function workspace(part: Partial<AzureWorkspace> = {}): AzureWorkspace {
  const name = part.name ?? 'logs-we';
  const group = part.group ?? 'monitoring';
  const subscription = part.subscription ?? SUBSCRIPTION;
  const id = `${groupId(subscription, group)}/providers/Microsoft.OperationalInsights/workspaces/${name}`;
  return {
    ...{ id, key: id.toLowerCase(), subscription, group, name, location: 'westeurope' },
    ...{ workspaceId: WORKSPACE_GUID, provisioning: 'Succeeded', sku: 'PerGB2018', retentionDays: 30 },
    ...{ keysRefused: false, publicIngestion: true, publicQuery: true, tags: {} },
    ...part,
  };
}
