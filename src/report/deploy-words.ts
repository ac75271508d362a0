import { detectSystem } from '../machine/detect.ts';
import { factsOfVm } from '../machine/facts-of-vm.ts';
import { printable } from '../printable.ts';
import type { ActionState, DestinationShown, MachineChange } from '../rollout/deploy-run.ts';
import type { TaskState } from '../rollout/task.ts';
import type { AzureVm } from '../target/azure-vm.ts';
import type { InstanceProofs, Proof } from '../verify/proof.ts';
import { machines, systemName } from './check-words.ts';
import type { DeployCause } from './deploy-causes.ts';
import type { Paint } from './paint.ts';

interface Dress {
  readonly sign: string;
  readonly dress: (text: string) => string;
}

/** The sign and colour of what became of a machine. */
export function stateDress(state: TaskState, { symbols, good, warn, bad, strong }: Paint): Dress {
  if (state === 'failed') return { sign: symbols.fail, dress: bad };
  if (state === 'unverified') return { sign: symbols.unknown, dress: warn };
  if (state === 'deferred' || state === 'started' || state === 'pending') return { sign: symbols.warn, dress: warn };
  if (state === 'planned') return { sign: symbols.info, dress: strong };
  return { sign: symbols.pass, dress: good };
}

/** What became of an action, as it stands behind it. */
export const ACTION_WORDS: Readonly<Record<ActionState, string>> = {
  planned: '',
  done: 'done',
  begun: 'begun, its end was not seen',
  failed: 'failed',
  'not-done': 'not done',
};

/** What became of a machine, in a sentence. */
export const STATE_WORDS: Readonly<Record<TaskState, string>> = {
  unchanged: 'unchanged: all is as wanted',
  planned: 'planned: nothing was changed',
  changed: 'changed; not proven: that data arrives',
  removed: 'removed',
  verified: 'verified',
  unverified: 'unverified: the change was made, and no record arrived',
  deferred: 'deferred: nothing was changed',
  started: 'started: Azure is at work, its end was not waited for',
  pending: 'pending: instances of the scale set keep their older model',
  failed: 'failed',
};

/** `4.1 s`, `4 min 12 s` */
export function timeWords(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return ms < 100_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** What was proven, and what was not. Of a machine that was as wanted before, no first record after a change can be told. */
export function proofWords(proof: Proof | undefined, state: TaskState): string {
  if (proof !== undefined && 'instances' in proof && proof.instances !== undefined)
    return instanceWords(proof.instances);
  if (proof?.state === 'reporting') {
    const version = proof.version === undefined ? '' : `, agent ${proof.version}`;
    const what = state === 'unchanged' ? 'its records arrive' : `first record after ${timeWords(proof.latencyMs)}`;
    return `${what} (${proof.computer}${version})`;
  }
  if (proof?.state === 'connected') return `proven: connected (${proof.evidence}); not proven: data`;
  return proof?.state === 'silent' ? `no record within ${timeWords(proof.waitedMs)}` : '';
}

/** `2 of 3 instances report, 1 more does not run` */
export function instanceWords({ all, running, reporting }: InstanceProofs): string {
  const asleep = all - running;
  const rest = asleep === 0 ? '' : `, ${asleep} more ${asleep === 1 ? 'does' : 'do'} not run`;
  return `${reporting} of ${running} ${running === 1 ? 'instance' : 'instances'} report${rest}`;
}

/** `workspace logs-we (1111...); key: AZMON_WORKSPACE_KEY (verified: primary key)`; its value is not even here. */
export function destinationWords(destination: DestinationShown): string {
  if (destination.kind === 'rule') return `rule ${destination.rule.name}`;
  const { name, workspaceId, key } = destination;
  const workspace = name === undefined ? `workspace ${workspaceId}` : `workspace ${name} (${workspaceId})`;
  if (key === undefined) return workspace;
  const state =
    key.state.state === 'verified'
      ? `verified: ${key.state.which} key`
      : `its form only, not verified: ${key.state.why}`;
  return `${workspace}; key: ${key.from.text} (${state})`;
}

/** `westeurope, running`; of an Azure Arc machine how it is connected, of a scale set how many instances it has. */
export function placeWords({ location, power, arc, set }: AzureVm): string {
  if (arc !== undefined) {
    const agent = arc.agentVersion === undefined ? '' : `, Connected Machine agent ${printable(arc.agentVersion)}`;
    return `Azure Arc, ${location}, ${printable(arc.status)}${agent}`;
  }
  if (set === undefined) return `${location}, ${power}`;
  const { length } = set.instances;
  return `scale set, ${set.orchestration}, ${location}, ${length} ${length === 1 ? 'instance' : 'instances'}`;
}

/** `Ubuntu 18.04`, as far as Azure says it. */
export function vmSystem({ vm }: MachineChange): string {
  const system = detectSystem(factsOfVm(vm));
  return system.id === 'unknown' ? (vm.system === 'linux' ? 'Linux' : 'Windows') : systemName(system);
}

/** Names of the machines of a cause; many are only counted, unless all were asked for. */
export function namesOf({ targets }: DeployCause, verbose: boolean): string {
  const named = verbose ? targets : targets.slice(0, NAMED);
  const rest = targets.length - named.length;
  return `${named.join(', ')}${rest > 0 ? ` and ${rest} more (-v names all)` : ''}`;
}

const NAMED = 12;

/** `3 machines: the package manager is locked` */
export const causeHead = ({ targets, cause, state }: DeployCause): string =>
  `${machines(targets.length)}: ${cause === '' ? STATE_WORDS[state] : cause}`;
