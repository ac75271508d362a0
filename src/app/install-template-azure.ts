import type { Azure, Machines, Rules } from '../ports.ts';
import type { Together } from './install-template-together.ts';

/** Azure, where extensions, ties and new rules are made by deployments; everything else goes its usual way, so many at a time as `turn` lets. */
export function byDeployments(
  azure: Azure,
  together: Together,
  turn: <T>(work: () => Promise<T>) => Promise<T>,
): Azure {
  const machines: Machines = {
    vm: (id) => turn(() => azure.machines.vm(id)),
    extension: (machine, name) => azure.machines.extension(machine, name),
    putExtension: (put) => together.extension(put),
    deleteExtension: (machine, name, waiting) => turn(() => azure.machines.deleteExtension(machine, name, waiting)),
    addSystemIdentity: (machine, waiting) => turn(() => azure.machines.addSystemIdentity(machine, waiting)),
    power: (machine, change, waiting) => turn(() => azure.machines.power(machine, change, waiting)),
    upgradeInstances: (set, ids, waiting) => turn(() => azure.machines.upgradeInstances(set, ids, waiting)),
    runCommand: (machine, command, waiting) => azure.machines.runCommand(machine, command, waiting),
    extensionVersions: (...of) => azure.machines.extensionVersions(...of),
  };
  const rules: Rules = {
    list: (subscription) => azure.rules.list(subscription),
    get: (id) => azure.rules.get(id),
    associations: (machine) => azure.rules.associations(machine),
    associate: (machine) => together.association(machine),
    dissociate: (machine, name) => azure.rules.dissociate(machine, name),
    put: async (put) => (await together.rule(put)) ?? azure.rules.put(put),
  };
  const { signIn, resources, workspaces, deployments, logs, vault } = azure;
  return { machines, rules, signIn, resources, workspaces, deployments, logs, vault };
}

/** Lets so many run side by side; the others wait, in the order in which they came. */
export function turns(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = most;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((go) => waiting.push(go));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
