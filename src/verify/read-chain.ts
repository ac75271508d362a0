import type { AgentId } from '../agent/agent.ts';
import { AGENTS } from '../agent/index.ts';
import type { Read } from '../machine/azure-look.ts';
import { Problem } from '../problem.ts';
import { extensionOf } from '../target/azure-vm.ts';
import type { Chain, TiedRule } from './chain.ts';
import type { VerifyPorts } from './request.ts';

/** Reads a virtual machine, its extension and its rules from the resources themselves. Throws where the machine itself cannot be read. */
export async function readChain(machine: string, agentId: AgentId, { azure }: VerifyPorts): Promise<Chain> {
  const agent = AGENTS[agentId];
  const { destination, publisher } = agent.extension;
  const vm = await azure.machines.vm(machine);
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
