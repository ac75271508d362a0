import type { Waiting, WorkspacePut, Workspaces } from '../../ports.ts';
import { EXIT, Problem } from '../../problem.ts';
import { Secret } from '../../secret.ts';
import type { AzureWorkspace } from '../../target/azure-workspace.ts';
import { API } from '../api-versions.ts';
import { armId } from '../wire/arm-id.ts';
import { begin } from '../wire/begin.ts';
import { follow } from '../wire/follow.ts';
import { following, sdkOptions, type Wire } from '../wire/wire.ts';
import { workspaceOf } from './workspace-of.ts';

type Sdk = typeof import('./sdk.ts');
type Context = ReturnType<Sdk['createOperationalInsightsManagement']>;

/** Workspaces and their keys by @azure/arm-operationalinsights, which is loaded at the first call. */
export function workspacesBy(wire: Wire): Workspaces {
  const open = async (subscription: string): Promise<{ sdk: Sdk; context: Context }> => {
    const sdk = await import('./sdk.ts');
    const options = { ...sdkOptions(wire), apiVersion: API.workspaces.sent };
    return { sdk, context: sdk.createOperationalInsightsManagement(wire.credential, subscription, options) };
  };
  return {
    async list(subscription) {
      const { sdk, context } = await open(subscription);
      const all: AzureWorkspace[] = [];
      for await (const one of sdk.listWorkspaces(context)) all.push(workspaceOf(one));
      return all;
    },
    async get(id) {
      const { subscription, group, name } = armId(id);
      const { sdk, context } = await open(subscription);
      return workspaceOf(await sdk.getWorkspace(context, group, name));
    },
    async create(put, waiting) {
      const { sdk, context } = await open(put.subscription);
      return create(wire, sdk, context, put, waiting);
    },
    async keys(id) {
      const { subscription, group, name } = armId(id);
      const { sdk, context } = await open(subscription);
      return secretsOf(await sdk.getSharedKeys(context, group, name), name);
    },
  };
}

/** Wrapped in the expression that receives them. */
function secretsOf(
  {
    primarySharedKey: primary,
    secondarySharedKey: secondary,
  }: { primarySharedKey?: string; secondarySharedKey?: string },
  workspace: string,
): readonly [Secret, Secret] {
  if (primary !== undefined && secondary !== undefined) return [new Secret(primary), new Secret(secondary)];
  throw new Problem({
    code: 'AZMON-AZURE',
    exit: EXIT.failed,
    message: `Azure gave no keys for the workspace ${workspace}`,
  });
}

/** Between looks at a workspace that is being made; it takes a few seconds. */
const LOOK_MS = 2_000;
const LONGEST_MS = 600_000;

/** The PUT gives no operation to follow (its Location is the workspace itself): the workspace is read until it is usable. */
async function create(
  wire: Wire,
  sdk: Sdk,
  context: Context,
  put: WorkspacePut,
  waiting: Waiting,
): Promise<AzureWorkspace> {
  const { group, name } = put;
  const first = await begin((options) =>
    sdk.putWorkspace(context, group, name, bodyOf(put), {
      ...options,
      ...(waiting.signal === undefined ? {} : { abortSignal: waiting.signal }),
    }),
  );
  await follow(first, following(wire, { verb: 'make', thing: `the workspace ${name}` }), waiting);
  const until = wire.pace.now() + (waiting.timeoutMs ?? LONGEST_MS);
  for (;;) {
    const workspace = workspaceOf(await sdk.getWorkspace(context, group, name));
    if (waiting.wait === false || isSettled(workspace)) return usable(workspace, waiting);
    if (wire.pace.now() > until) throw tooLong(workspace);
    await wire.pace.wait(LOOK_MS, waiting.signal ?? wire.signal);
  }
}

const bodyOf = (put: WorkspacePut) => ({
  location: put.location,
  sku: { name: 'PerGB2018' },
  retentionInDays: put.retentionDays,
  ...(put.tags === undefined ? {} : { tags: { ...put.tags } }),
});

const isSettled = ({ provisioning }: AzureWorkspace): boolean => /^(Succeeded|Failed|Canceled)$/.test(provisioning);

function usable(workspace: AzureWorkspace, { wait }: Waiting): AzureWorkspace {
  if (wait === false || workspace.provisioning === 'Succeeded') return workspace;
  throw new Problem({
    code: 'AZMON-AZURE',
    exit: EXIT.failed,
    message: `the workspace ${workspace.name} could not be made`,
    why: `Azure says ${workspace.provisioning}`,
  });
}

const tooLong = ({ name, provisioning }: AzureWorkspace): Problem =>
  new Problem({
    code: 'AZMON-AZURE-TIMEOUT',
    exit: EXIT.pending,
    message: `the workspace ${name} is not usable yet`,
    why: `Azure says ${provisioning}; it goes on`,
    fix: [{ text: 'look again', command: `azmon workspace show ${name}` }],
    retryable: true,
  });
