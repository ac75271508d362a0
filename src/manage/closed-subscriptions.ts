import type { Azure } from '../ports.ts';
import { EXIT, Problem } from '../problem.ts';
import { isPermitted } from '../target/scope.ts';
import type { KnownMachine } from './known-machine.ts';

const READ = 'Microsoft.Compute/virtualMachines/read';

/**
 * Resource Graph says nothing of what a caller may not read: a subscription that was named and shows no machine may be empty or closed.
 * A Problem (3) for each that is closed, under its id.
 */
export async function closedSubscriptions(
  azure: Azure,
  named: readonly string[],
  machines: readonly KnownMachine[],
): Promise<readonly Problem[]> {
  const shown = new Set(machines.map(({ vm }) => vm.subscription.toLowerCase()));
  const silent = named.filter((id) => !shown.has(id.toLowerCase()));
  const looked = await Promise.all(silent.map((id) => closed(azure, id)));
  return looked.filter((problem) => problem !== undefined);
}

async function closed(azure: Azure, id: string): Promise<Problem | undefined> {
  try {
    const permissions = await azure.resources.permissions(`/subscriptions/${id}`);
    return isPermitted(permissions, READ) ? undefined : noRight(id);
  } catch (error) {
    if (error instanceof Problem) return error.on(id);
    throw error;
  }
}

const noRight = (id: string): Problem =>
  new Problem({
    code: 'AZMON-AZURE-FORBIDDEN',
    exit: EXIT.auth,
    message: `no right to read the virtual machines of the subscription ${id}`,
    why: `the caller lacks ${READ} there, and Resource Graph leaves out what may not be read`,
    fix: [
      {
        text: 'who is signed in; whoever owns the subscription can grant the role Reader',
        command: 'azmon login status',
      },
    ],
    target: id,
  });
