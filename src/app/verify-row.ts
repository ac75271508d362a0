import type { AgentId } from '../agent/agent.ts';
import { AGENTS } from '../agent/index.ts';
import type { Azure } from '../ports.ts';
import { EXIT, type ExitCode } from '../problem.ts';
import { extensionOf } from '../target/azure-vm.ts';
import type { AzureWorkspace } from '../target/azure-workspace.ts';
import type { TargetRow } from '../target/inventory-row.ts';
import type { Target } from '../target/target.ts';
import type { Proof } from '../verify/proof.ts';
import type { VerifyPorts, VerifyRequest } from '../verify/request.ts';
import type { VerifiedTarget } from '../verify/verified.ts';
import { verifyMachine } from '../verify/verify.ts';
import { findWorkspace } from '../workspace/find.ts';
import { azureMachine } from './azure-machine.ts';
import { flexibleInstances } from './flexible-instances.ts';
import type { Verifying } from './verify.ts';

type RowVerifier = (row: TargetRow, step: (text: string) => void) => Promise<readonly VerifiedTarget[]>;

/** Verifies one machine: a result for each generation of the agent that is looked for. A workspace that is named is looked up once. */
export function rowVerifier(verifying: Verifying, ports: () => Promise<VerifyPorts>): RowVerifier {
  const found = new Map<string, Promise<AzureWorkspace>>();
  return async (row, step) => {
    const world = { ...(await ports()), step };
    const subscriptions = await verifying.subscriptions();
    const text = row.workspace ?? verifying.workspace;
    if (text !== undefined && !found.has(text)) found.set(text, findWorkspace(text, world.azure, subscriptions));
    const workspace = text === undefined ? undefined : await found.get(text);
    const subjects = await subjectsOf(row.target, workspace, world.azure, subscriptions);
    const wanted = (row.agent as AgentId | undefined) ?? verifying.agent;
    const each = await Promise.all(
      subjects.map(async (subject) => {
        const agents = wanted === undefined ? await agentsOn(subject, workspace, world.azure) : [wanted];
        return agents.map((agent) => verified(agent, subject, workspace, verifying, world));
      }),
    );
    return Promise.all(each.flat());
  };
}

/** The machine of Azure, or the name under which another one reports; `name` is the target as it was named. */
type Subject = Pick<VerifyRequest, 'machine' | 'computer'> & { readonly name: string };

/** Instances of a flexible scale set are machines of their own; the set itself has nothing that could report. */
async function subjectsOf(
  target: Target,
  workspace: AzureWorkspace | undefined,
  azure: Azure,
  subscriptions: readonly string[],
): Promise<readonly Subject[]> {
  const name = target.key;
  if (target.kind === 'ssh' && workspace !== undefined) return [{ computer: target.host, name }];
  const id = await azureMachine(target, azure, subscriptions);
  const instances = await flexibleInstances(id, azure);
  if (instances.length > 0) return instances.map((one) => ({ machine: one.id, name: one.id }));
  return [{ machine: id.id, name }];
}

/** Every generation whose extension is there. Where none is: by hand, only the Log Analytics agent can have been put there. */
async function agentsOn(
  { machine }: Subject,
  workspace: AzureWorkspace | undefined,
  azure: Azure,
): Promise<readonly AgentId[]> {
  if (machine === undefined) return ['log-analytics'];
  const vm = await azure.machines.vm(machine);
  const there = Object.values(AGENTS).filter(({ extension }) =>
    extensionOf(vm, { publisher: extension.publisher, type: extension[vm.system].type }),
  );
  if (there.length > 0) return there.map(({ id }) => id);
  return workspace === undefined ? ['azure-monitor'] : ['log-analytics'];
}

async function verified(
  agent: AgentId,
  { machine, computer, name }: Subject,
  workspace: AzureWorkspace | undefined,
  { timeoutMs, level, asOf, since }: Verifying,
  ports: VerifyPorts,
): Promise<VerifiedTarget> {
  const startedAt = ports.clock.now();
  const request: VerifyRequest = {
    ...{ agent, timeoutMs, level, asOf, ...since },
    ...(machine === undefined ? {} : { machine }),
    ...(computer === undefined ? {} : { computer }),
    ...(workspace === undefined ? {} : { workspaces: [workspace.workspaceId] }),
  };
  const proof = await verifyMachine(request, ports);
  const durationMs = ports.clock.now() - startedAt;
  return { target: machine ?? name, name, agent, proof, exit: exitOf(proof), durationMs };
}

const exitOf = (proof: Proof): ExitCode => (proof.state === 'silent' ? EXIT.unverified : EXIT.ok);
