import { type CarryOut, carryOut } from '../method/carry-out.ts';
import { describeAction } from '../method/describe.ts';
import type { Azure, Rules } from '../ports.ts';
import type { AzureRule } from '../target/azure-rule.ts';
import type { DeployRecord } from './deploy-record.ts';

export type Performing = Pick<CarryOut, 'azure' | 'secrets' | 'waiting' | 'whileUp'> & {
  readonly step: (text: string) => void;
};

/** Carries out the actions of one machine, recording what became of each; `whileUp` (the proof) before a machine is stopped again. */
export async function performAll(record: DeployRecord, { step, ...how }: Performing): Promise<void> {
  try {
    await carryOut(
      record.actions.map(({ action }) => action),
      {
        ...how,
        step: (action) => {
          step(describeAction(action));
          record.begin(action);
        },
        done: (action) => record.done(action),
        left: (action) => record.leave(action),
      },
    );
  } catch (error) {
    record.stopped(error);
    throw error;
  }
}

/** Azure, where a rule that many machines need is put once in a run: the first puts it, the others wait for that and share its end. */
export function putsRulesOnce(azure: Azure): Azure {
  const puts = new Map<string, Promise<AzureRule>>();
  const rules: Rules = {
    list: (subscription) => azure.rules.list(subscription),
    get: (id) => azure.rules.get(id),
    associations: (machine) => azure.rules.associations(machine),
    associate: (machine, name, rule) => azure.rules.associate(machine, name, rule),
    dissociate: (machine, name) => azure.rules.dissociate(machine, name),
    put: (rule) => {
      const key = rule.id.toLowerCase();
      const put = puts.get(key) ?? azure.rules.put(rule);
      puts.set(key, put);
      return put;
    },
  };
  return withRules(azure, rules);
}

/** Clients open when a member is first asked for: nothing is asked for here. */
const withRules = (azure: Azure, rules: Rules): Azure => ({
  rules,
  get signIn() {
    return azure.signIn;
  },
  get resources() {
    return azure.resources;
  },
  get deployments() {
    return azure.deployments;
  },
  get machines() {
    return azure.machines;
  },
  get workspaces() {
    return azure.workspaces;
  },
  get logs() {
    return azure.logs;
  },
  get vault() {
    return azure.vault;
  },
});
