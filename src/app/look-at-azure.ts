import type { Agent } from '../agent/agent.ts';
import type { Evidenced } from '../check/assess.ts';
import { evidenceOf, type Inside, wantsOf } from '../check/azure/evidence.ts';
import type { AzureLook } from '../machine/azure-look.ts';
import { gather } from '../machine/gather.ts';
import { azureLooker } from '../machine/look-azure.ts';
import type { Azure, ProbeRequest, Transport } from '../ports.ts';
import { EXIT } from '../problem.ts';
import { type AzureVm, isConnected } from '../target/azure-vm.ts';
import { kindOf, type MachineKind } from '../target/machine-kind.ts';
import { isPermitted } from '../target/scope.ts';
import type { Target } from '../target/target.ts';
import { subscriptionIds } from '../workspace/subscriptions.ts';
import { locateTarget } from './locate.ts';
import { once } from './once.ts';

/** How the machines of Azure are looked at in a run. */
export interface AzureSide {
  /** Opened when the first target needs it. */
  readonly open: () => Promise<Azure>;
  /** As users name them; none: all that can be seen. */
  readonly subscriptions: readonly string[];
  /** Look inside too, by run-command. */
  readonly probe: boolean;
}

/** A machine of Azure as it was found. */
export interface AzureSight {
  /** Resource id. */
  readonly machine: string;
  readonly evidence: Evidenced;
}

type Looker = (target: Target, agents: readonly Agent[], request: ProbeRequest) => Promise<AzureSight>;

/** One for a run: what is the same for several machines is asked once. The looker throws the Problem of a machine that Azure does not show. */
export function azureSight({ open, subscriptions, probe }: AzureSide, transport: Transport): Looker {
  const opening = once(async () => {
    const azure = await open();
    return { azure, look: azureLooker(azure), ids: await subscriptionIds(subscriptions, azure) };
  });
  return async (target, agents, request) => {
    const { azure, look, ids } = await opening();
    const { id, type } = await locateTarget(target, azure, ids);
    const seen = await look(id, wantsOf(agents, type));
    return { machine: seen.vm.id, evidence: evidenceOf(seen, await insideOf(seen, probe, transport, request)) };
  };
}

/** What the machine itself says, or why it was not asked. */
export async function insideOf(
  look: AzureLook,
  probe: boolean,
  transport: Transport,
  request: ProbeRequest,
): Promise<Inside> {
  if (!probe) return { asked: false, why: 'left out by --no-probe' };
  if (look.vm.set !== undefined) return { asked: false, why: OF_A_SET };
  const why = obstacle(look);
  if (why !== undefined) return { asked: true, why };
  const { id, key, system } = look.vm;
  const gathered = await gather(transport, { kind: 'resource', id, key }, { ...request, system });
  if (!('problem' in gathered)) return gathered;
  const { problem } = gathered;
  // The person ended the run, or azmon itself is broken: that is no answer about the machine.
  if (problem.exit === EXIT.interrupted || problem.exit === EXIT.terminated || problem.exit === EXIT.internal)
    throw problem;
  const detail = problem.why === undefined ? problem.message : `${problem.message}: ${problem.why}`;
  return { asked: true, why: 'the look by run-command failed', detail };
}

const OF_A_SET = 'a scale set is many machines, and is judged by what Azure tells of it';

/** What makes a run-command hopeless, known before it is tried. */
function obstacle({ vm, permissions, locks }: AzureLook): string | undefined {
  const out = OUT_OF_REACH[kindOf(vm).carriedOutBy](vm);
  if (out !== undefined) return out;
  if ('value' in locks && locks.value.some(({ level }) => level === 'ReadOnly'))
    return 'a ReadOnly lock forbids to run commands there';
  const { run } = kindOf(vm).actions;
  if (run !== undefined && 'value' in permissions && !isPermitted(permissions.value, run))
    return `you may not run commands there (${run})`;
  return undefined;
}

const OUT_OF_REACH: Readonly<Record<MachineKind['carriedOutBy'], (vm: AzureVm) => string | undefined>> = {
  'vm-agent'({ power, vmAgent }) {
    if (power !== 'running' && power !== 'unknown') return `the machine is ${power}`;
    if (vmAgent.state === 'absent') return 'the machine has no VM agent that could run the probe';
    return vmAgent.state === 'not-ready' ? 'the VM agent of the machine is not ready' : undefined;
  },
  'connected-machine-agent': ({ arc }) => (isConnected(arc) ? undefined : `Azure Arc shows it as ${arc?.status}`),
  model: () => undefined,
};
