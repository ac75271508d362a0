import type { AgentId } from '../agent/agent.ts';
import { AGENTS } from '../agent/index.ts';
import type { Read } from '../machine/azure-look.ts';
import { Problem } from '../problem.ts';
import { type AzureVm, extensionOf, type ScaleSetInstance } from '../target/azure-vm.ts';
import type { Chain, TiedRule } from './chain.ts';
import type { VerifyPorts } from './request.ts';

/** The same chain as it is now; of an instance of a scale set as its set shows it. An instance that is gone stays as it was. */
export async function readAgain(chain: Chain, agentId: AgentId, ports: VerifyPorts): Promise<Chain> {
  const read = await readChain(chain.vm.id, agentId, ports);
  const now = read.vm.set?.instances.find(({ id }) => id === chain.instance?.id);
  if (chain.instance === undefined) return read;
  return now === undefined ? chain : chainOfInstance(read, now);
}

/** The chain of one instance: the rules and the identity of its set, its own power and extension. */
export function chainOfInstance({ extension: _, ...chain }: Chain, instance: ScaleSetInstance): Chain {
  const { agent, vm } = chain;
  const handler = { publisher: agent.extension.publisher, type: agent.extension[vm.system].type };
  const model = extensionOf(vm, handler);
  const own = extensionOf({ extensions: instance.extensions as AzureVm['extensions'] }, handler);
  // Settings stand in the model; what became of them is the instance's own.
  const extension = own === undefined ? undefined : { ...WITHOUT_SETTINGS, ...model, ...own };
  return {
    ...chain,
    instance,
    vm: { ...vm, power: instance.power },
    ...(extension === undefined ? {} : { extension }),
  };
}

const WITHOUT_SETTINGS = { version: '', settings: {} };

/** Reads a machine, its extension and its rules from the resources themselves. Throws where the machine itself cannot be read. */
export async function readChain(machine: string, agentId: AgentId, { azure, vm: read }: VerifyPorts): Promise<Chain> {
  const agent = AGENTS[agentId];
  const { destination, publisher } = agent.extension;
  const vm = await (read === undefined ? azure.machines.vm(machine) : read(machine));
  const extension = extensionOf(vm, { publisher, type: agent.extension[vm.system].type });
  const rules = destination === 'rule' ? await readOr(() => tiedRules(machine, azure)) : { value: [] };
  return { agent, vm, rules, ...(extension === undefined ? {} : { extension }) };
}

async function tiedRules(machine: string, { rules }: VerifyPorts['azure']): Promise<TiedRule[]> {
  const ids = (await rules.associations(machine)).flatMap(({ rule }) => (rule === undefined ? [] : [rule]));
  const distinct = [...new Map(ids.map((id) => [id.toLowerCase(), id])).values()];
  return Promise.all(distinct.map(async (id) => ({ id, rule: await readOr(() => rules.get(id)) })));
}

/** The answer, or why there is none, in a sentence. Bugs are thrown on. */
export async function readOr<T>(read: () => Promise<T>): Promise<Read<T>> {
  try {
    return { value: await read() };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { unread: error.why === undefined ? error.message : `${error.message}: ${error.why}` };
  }
}
