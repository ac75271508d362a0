import { assess, type Question } from '../check/assess.ts';
import type { MachineFacts } from '../machine/facts.ts';
import { stateIn } from '../manage/known-state.ts';
import { type AgentWish, refuseBeyond } from '../manage/limits.ts';
import { EXIT, Problem } from '../problem.ts';
import type { HostChange } from '../rollout/host-run.ts';
import type { ProxyRoute } from '../target/proxy.ts';
import type { WorkspaceCredentials } from '../workspace/credentials.ts';
import { type BundleChoice, type BundleFlags, bundleShown, chooseBundle, type Pin } from './host-bundle.ts';
import type { Fetched } from './host-bundle-file.ts';
import { type Mend, mendsOf } from './host-fix.ts';
import { besideWrapper, refuseBlockedHost } from './host-gate.ts';
import { lookAtHost } from './host-look.ts';
import { withPseudoUser } from './host-parameters.ts';
import type { HostWork, Turn } from './host-run.ts';
import type { Proving } from './host-verify.ts';
import type { Wrapping } from './host-wrapper.ts';
import type { WorkspaceResolver } from './workspace.ts';

export interface HostInstallFlags extends BundleFlags {
  readonly 'dry-run'?: boolean | undefined;
  readonly 'enable-tls12'?: boolean | undefined;
  readonly fix?: boolean | undefined;
  readonly 'lock-wait'?: number | undefined;
  readonly 'proxy-pseudo-user'?: boolean | undefined;
  readonly replace?: boolean | undefined;
}

/** What all machines of an install have in common. */
export interface HostInstalling {
  readonly system: 'linux' | 'windows';
  readonly flags: HostInstallFlags;
  readonly question: Question;
  readonly credentials: WorkspaceResolver;
  /** Further workspaces, as they were named. */
  readonly also: readonly string[];
  readonly wrapping: Wrapping;
  readonly proving: Proving;
  readonly fetched: Fetched;
  /** Of a bundle that is a file here. */
  readonly pin: Pin | undefined;
  readonly agree: HostWork<HostInstallPlan>['agree'];
}

/** One machine before anything is done. */
export interface HostInstallPlan {
  readonly credentials: WorkspaceCredentials;
  readonly also: readonly WorkspaceCredentials[];
  readonly proxy: ProxyRoute | undefined;
  readonly bundle: BundleChoice;
  readonly mends: readonly Mend[];
  readonly facts: MachineFacts;
}

/** Looks, judges, and finds out what it takes. Nothing is changed. */
export async function planInstall(turn: Turn, installing: HostInstalling): Promise<HostInstallPlan> {
  const { system, flags, wrapping } = installing;
  const { machine, draft, step } = turn;
  refuseRow(machine.row.agent, machine.key);
  draft.system = system;
  const credentials = await installing.credentials(machine.row.workspace);
  const also = await alsoOf(credentials, installing);
  draft.destination = destinationOf(credentials);
  const proxy = machine.row.proxy ?? installing.question.proxy;
  const question = questionFor(credentials, proxy, installing);
  step('looking');
  const look = await lookAtHost(machine.target, question, wrapping.hosts, wrapping.sudo, system);
  refuseOtherSystem(look.facts, system, machine.key);
  const bundle = chooseBundle(flags, machine.target, system, look.facts, wrapping.hosts.path, installing.pin);
  draft.bundle = bundleShown(bundle);
  const assessment = assess(look, { ...question, ...releaseOf(bundle, installing) });
  const mends = mendsOf(besideWrapper(assessment, []));
  const answered = [
    ...(flags.fix === true ? mends.map(({ id }) => id) : []),
    ...(flags['enable-tls12'] === true ? ['windows.tls12'] : []),
  ];
  draft.assessment = besideWrapper(assessment, answered);
  if (!isThere(look.facts, system, credentials)) {
    refuseBeyond('install', stateIn(look.facts, system), wishOf(credentials.workspaceId, turn, installing));
    const fixable = flags.fix === true ? [] : mends.map(({ id }) => id);
    refuseBlockedHost(draft.assessment, { target: machine.key, method: system, fixable });
  }
  return {
    credentials,
    also,
    bundle,
    facts: look.facts,
    proxy: withPseudoUser(proxy, flags['proxy-pseudo-user']),
    mends: flags.fix === true ? mends : [],
  };
}

const wishOf = (workspaceId: string, { machine }: Turn, { wrapping, flags }: HostInstalling): AgentWish => ({
  ...{ agent: wrapping.agent, target: machine.key, words: wrapping.typed, workspaceId, replace: flags.replace },
});

/** Each once, and none of them the first. Their keys are looked up. */
async function alsoOf(
  first: WorkspaceCredentials,
  { also, credentials }: HostInstalling,
): Promise<readonly WorkspaceCredentials[]> {
  const found = new Map<string, WorkspaceCredentials>();
  for (const name of also) {
    const one = await credentials(name);
    if (one.workspaceId !== first.workspaceId) found.set(one.workspaceId, one);
  }
  return [...found.values()];
}

const destinationOf = ({
  workspaceId,
  cloud,
  workspace,
  from,
  keyState,
}: WorkspaceCredentials): NonNullable<HostChange['destination']> => ({
  ...{ workspaceId, cloud, key: { from: from.key, state: keyState } },
  ...(workspace === undefined ? {} : { name: workspace.name }),
});

const questionFor = (
  { workspaceId }: WorkspaceCredentials,
  proxy: ProxyRoute | undefined,
  { question, system }: HostInstalling,
): Question => ({
  ...question,
  ...{ method: system, place: { ...question.place, workspaceId } },
  ...(proxy === undefined ? {} : { proxy }),
});

/** The needs of the release that the bundle holds; of one that azmon does not know, those of the newest on that day. */
function releaseOf({ release }: BundleChoice, { question, wrapping }: HostInstalling): { readonly release: string } {
  const { releases } = wrapping.agent;
  const same = releases.find(({ version }) => release === version || release?.startsWith(`${version}-`));
  const known = same ?? releases.findLast(({ date }) => date <= question.asOf) ?? releases[0];
  return { release: known.version };
}

/** It is connected already: what a check says against a new installation is no reason to fail. */
function isThere(facts: MachineFacts, system: 'linux' | 'windows', { workspaceId }: WorkspaceCredentials): boolean {
  const { installed, workspaces, extension } = stateIn(facts, system);
  return installed && extension !== true && workspaces.some(({ id }) => id === workspaceId);
}

function refuseOtherSystem(facts: MachineFacts, system: 'linux' | 'windows', key: string): void {
  const family = facts['os.family'];
  if (family === undefined || family === system || (family !== 'windows' && system === 'linux')) return;
  const other = system === 'linux' ? 'windows' : 'linux';
  throw new Problem({
    code: 'AZMON-HOST-SYSTEM',
    exit: EXIT.usage,
    message: `${key} runs ${other === 'windows' ? 'Windows' : 'Linux'}`,
    why: 'nothing was changed',
    fix: [{ text: 'the agent for that system', command: `azmon install ${other} ${key}` }],
  });
}

/** A row of a target file may want the successor, which no script brings. */
function refuseRow(agent: string | undefined, key: string): void {
  if (agent === 'azure-monitor') throw successorNeedsArc(key);
}

export const successorNeedsArc = (key: string): Problem =>
  new Problem({
    code: 'AZMON-NEEDS-ARC',
    exit: EXIT['not-ready'],
    message: `the Azure Monitor Agent does not come to ${key} by a script`,
    why: 'it signs in with an identity that Azure gives to its virtual machines, and Azure Arc to all others',
    fix: [
      {
        text: 'connect the machine to Azure Arc, on the machine itself (put your own values in place of the capitals)',
        command:
          'azcmagent connect --tenant-id TENANT --subscription-id SUBSCRIPTION --resource-group GROUP --location REGION',
      },
      { text: 'then', command: 'azmon install extension arc:NAME --workspace WORKSPACE --default-rule' },
    ],
  });
